/**
 * How an embedding set is replaced: the new one is written beside it, in `.NAME.replacement`, and takes its place when
 * it is complete. So the old set can be read until then, and a run that is killed goes on when it is started again.
 * @module
 */
import { basename, dirname, join, resolve } from "node:path";
import { InputError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { lookAt, strangerIn } from "./folder.ts";
import type { SetPlan } from "./opening.ts";
import type { Shard } from "./parts.ts";

/**
 * The folder in which a set is written that shall be at a place, whatever set is there.
 *
 * Shards join what they find unfinished at the place with the same identity: one of them has just begun it.
 *
 * @returns the place itself where nothing has to be replaced, else a folder beside it
 * @throws {InputError} when something is at the place that is no embedding set, or not only one
 */
export async function workFolder(
  place: string,
  plan: SetPlan,
  shard: Shard | undefined,
): Promise<string> {
  const found = await lookAt(place);
  if (found.kind === "missing" || found.kind === "blank") return place;
  if (found.kind === "other") {
    throw new InputError(`"${place}" is no embedding set, so --force does not replace it`);
  }
  const { complete, fingerprint } = found.set;
  if (shard !== undefined && !complete && fingerprint === plan.fingerprint) return place;
  await refuseStrangers(place);
  const replacement = await replacementOf(place);
  const begun = await lookAt(replacement);
  if (begun.kind === "set" && begun.set.fingerprint !== plan.fingerprint) {
    await remove(replacement);
  }
  return replacement;
}

/** Refuses to remove what no set wrote. */
async function refuseStrangers(place: string): Promise<void> {
  const stranger = await strangerIn(place);
  if (stranger === undefined) return;
  const what = `"${quotable(stranger)}" beside an embedding set`;
  throw new InputError(`"${place}" holds ${what}, so --force does not replace it`);
}

/**
 * Puts a complete set in its place; what was there is removed.
 *
 * @throws {InputError} when something else than the set is there by now; the new one waits until it is away
 * @throws {SurroundingsError} when a folder cannot be renamed; what was there is there again
 */
export async function takePlace(replacement: string, place: string): Promise<void> {
  await refuseStrangers(place);
  const target = await realPath(place);
  // A name of its own, so that another process never removes what this one may have to put back.
  const old = beside(target, `${crypto.randomUUID()}.replaced`);
  try {
    await Deno.rename(target, old);
    try {
      await Deno.rename(replacement, target);
    } catch (thrown) {
      await Deno.rename(old, target);
      throw thrown;
    }
  } catch (thrown) {
    throw new SurroundingsError(`Cannot replace "${place}": ${messageOf(thrown)}`);
  }
  await remove(old);
}

/** Ends what a process began that was killed in {@link takePlace}. */
export async function settle(place: string): Promise<void> {
  const target = await realPath(place);
  const replaced = await replacedBy(target);
  if (replaced.length === 0) return;
  if ((await lookAt(target)).kind === "missing") {
    const replacement = await replacementOf(place);
    const found = await lookAt(replacement);
    const isReady = found.kind === "set" && found.set.complete;
    // Another process may settle it at the same moment.
    await Deno.rename(isReady ? replacement : replaced[0]!, target).catch(() => {});
  }
  if ((await lookAt(target)).kind !== "set") return;
  for (const old of replaced) await remove(old);
}

/** Sets that were moved away from a place. */
async function replacedBy(target: string): Promise<string[]> {
  const prefix = `.${basename(target)}.`;
  const isReplaced = (name: string) =>
    name.startsWith(prefix) && /^[0-9a-f-]{36}\.replaced$/.test(name.slice(prefix.length));
  try {
    const names = await Array.fromAsync(Deno.readDir(dirname(target)), ({ name }) => name);
    return names.filter(isReplaced).map((name) => join(dirname(target), name));
  } catch {
    // No such folder, or nobody may look into it: whoever writes there is told so.
    return [];
  }
}

async function replacementOf(place: string): Promise<string> {
  return beside(await realPath(place), "replacement");
}

function beside(target: string, ending: string): string {
  return join(dirname(target), `.${basename(target)}.${ending}`);
}

/** Where a place really is: what a link leads to is replaced, not the link. */
async function realPath(place: string): Promise<string> {
  return await Deno.realPath(place).catch(() => resolve(place));
}

async function remove(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}

/**
 * How an embedding set is replaced: the new one is written beside it, in `.NAME.replacement`, and takes its place when
 * it is complete. So the old set can be read until then, and a run that is killed goes on when it is started again.
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { InputError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { beside, isUniqueBeside, uniqueBeside } from "../basics/output/names.ts";
import { quotable } from "../basics/printable.ts";
import { lookAt, removeSet, strangerIn } from "./folder.ts";
import type { SetPlan } from "./opening.ts";
import type { Shard } from "./parts.ts";

/** How the name of a set ends that another one is about to replace. */
const REPLACED = "replaced";

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
  refuseStrangers(place, place);
  const replacement = await replacementOf(place);
  const begun = await lookAt(replacement);
  if (begun.kind === "set" && begun.set.fingerprint !== plan.fingerprint) removeSet(replacement);
  return replacement;
}

/**
 * Refuses to remove what no set wrote.
 *
 * @param folder where the set is now
 */
function refuseStrangers(folder: string, place: string): void {
  const stranger = strangerIn(folder);
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
  refuseStrangers(place, place);
  const target = await realPath(place);
  // A name of its own, so that another process never removes what this one may have to put back.
  const old = uniqueBeside(target, REPLACED);
  try {
    await Deno.rename(target, old);
    try {
      // What was written by the path until now is seen, and nothing more can be written by it.
      refuseStrangers(old, place);
      await Deno.rename(replacement, target);
    } catch (thrown) {
      await Deno.rename(old, target);
      throw thrown;
    }
  } catch (thrown) {
    if (thrown instanceof InputError) throw thrown;
    throw new SurroundingsError(`Cannot replace "${place}": ${messageOf(thrown)}`);
  }
  removeSet(old);
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
  for (const old of replaced) removeSet(old);
}

/** Sets that were moved away from a place. */
async function replacedBy(target: string): Promise<string[]> {
  const folder = dirname(target);
  try {
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    return names.filter((name) => isUniqueBeside(target, REPLACED, name))
      .map((name) => join(folder, name));
  } catch {
    // No such folder, or it cannot be read: the error comes where something is written there.
    return [];
  }
}

async function replacementOf(place: string): Promise<string> {
  return beside(await realPath(place), "replacement");
}

/** Where a place really is: what a link leads to is replaced, not the link. */
async function realPath(place: string): Promise<string> {
  return await Deno.realPath(place).catch(() => resolve(place));
}

/**
 * Replaces an embedding set: the new one is written beside it, in `.NAME.replacement`, and takes its place when it is
 * complete. Until then the old set can be read, and an interrupted run continues when it is started again.
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { InputError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { beside, isUniqueBeside, uniqueBeside } from "../basics/output/names.ts";
import { quotable } from "../basics/printable.ts";
import { lookAt, removeSet, strangerIn } from "./folder.ts";
import type { SetPlan } from "./opening.ts";
import type { Shard } from "./parts.ts";

/** Suffix of the folder of a set that is about to replace another. */
const REPLACED = "replaced";

/**
 * Chooses the folder to write a set in that replaces whatever set is at a place.
 *
 * Shards join an unfinished set with the same identity at the place: one of them has just begun it.
 *
 * @returns the place itself if nothing has to be replaced, else a folder beside it
 * @throws {InputError} when the place holds something that is not an embedding set, or other files beside one
 */
export async function workFolder(
  place: string,
  plan: SetPlan,
  shard: Shard | undefined,
): Promise<string> {
  const found = await lookAt(place);
  if (found.kind === "missing" || found.kind === "blank") return place;
  if (found.kind === "other") {
    throw new InputError(`"${place}" is not an embedding set, so --force does not replace it`);
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
 * Refuses to remove files that do not belong to a set.
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
 * Moves a complete set to its place; the set that was there is removed.
 *
 * @throws {InputError} when the place holds something other than a set by now; the new set waits until that is
 * removed
 * @throws {SurroundingsError} when a folder cannot be renamed; the earlier content is restored
 */
export async function takePlace(replacement: string, place: string): Promise<void> {
  refuseStrangers(place, place);
  const target = await realPath(place);
  // The name is unique, so that another process never removes what this one may have to restore.
  const old = uniqueBeside(target, REPLACED);
  try {
    await Deno.rename(target, old);
    try {
      // The check comes after the rename: it sees everything written to the path until now, and nothing more can be
      // written.
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

/** Finishes what a process began that was killed in {@link takePlace}. */
export async function settle(place: string): Promise<void> {
  const target = await realPath(place);
  const replaced = await replacedBy(target);
  if (replaced.length === 0) return;
  if ((await lookAt(target)).kind === "missing") {
    const replacement = await replacementOf(place);
    const found = await lookAt(replacement);
    const isReady = found.kind === "set" && found.set.complete;
    // Another process may finish it at the same moment.
    await Deno.rename(isReady ? replacement : replaced[0]!, target).catch(() => {});
  }
  if ((await lookAt(target)).kind !== "set") return;
  for (const old of replaced) removeSet(old);
}

/** Lists sets that were moved away from a place. */
async function replacedBy(target: string): Promise<string[]> {
  const folder = dirname(target);
  try {
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    return names.filter((name) => isUniqueBeside(target, REPLACED, name))
      .map((name) => join(folder, name));
  } catch {
    // If the folder is missing or cannot be read, the error comes when something is written there.
    return [];
  }
}

async function replacementOf(place: string): Promise<string> {
  return beside(await realPath(place), "replacement");
}

/** Resolves a place: the target of a link is replaced, not the link. */
async function realPath(place: string): Promise<string> {
  return await Deno.realPath(place).catch(() => resolve(place));
}

/**
 * Replaces an embedding set: the new one is written beside it, in `.NAME.replacement`, and takes its place when it is
 * complete. Until then the old set can be read, and an interrupted run continues with `--resume`.
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { InputError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { moveAside } from "../basics/output/leftovers.ts";
import { beside, isUniqueBeside, uniqueBeside } from "../basics/output/names.ts";
import { refuseSurrounding } from "../basics/output/output_folder.ts";
import { keepPermissions } from "../basics/output/permissions.ts";
import { asNamed, isThere } from "../basics/output/place.ts";
import { quotable } from "../basics/printable.ts";
import { entryNames, lookAt, type Place, removeSet, strangerIn } from "./folder.ts";
import type { OpenMode } from "./open_mode.ts";
import type { SetPlan } from "./opening.ts";
import type { Shard } from "./parts.ts";

/** Suffix of the folder of a set that is about to replace another. */
const REPLACED = "replaced";

/**
 * Chooses the folder to write a set in: its place, or a folder beside it that is to replace the set there.
 *
 * With `resume` and `renew`, an unfinished replacement by the same set is continued. With `force` it is removed, and
 * the work starts over.
 *
 * @throws {InputError} when the place holds something that is not an embedding set, or other files beside one, or when
 * a shard is to replace a set
 */
export async function workFolder(
  place: string,
  plan: SetPlan,
  mode: OpenMode,
  shard: Shard | undefined,
): Promise<string> {
  if (mode === "create") return place;
  if (mode === "force" && shard !== undefined) throw shardWithForce(place);
  const replacement = await replacementOf(place);
  const found = await lookAt(place);
  const isSame = (place: Place) =>
    place.kind === "set" && place.set.fingerprint === plan.fingerprint;
  if (mode === "resume") {
    return found.kind === "set" && isSame(await lookAt(replacement)) ? replacement : place;
  }
  if (mode === "renew" && (found.kind !== "set" || isSame(found))) return place;
  checkReplaceable(place, found);
  if (mode === "force") discard(replacement, place);
  return found.kind === "set" ? await replacementFolder(place, plan) : place;
}

/**
 * Returns the folder beside a place in which the set that is to replace it is written: an unfinished replacement by the
 * same set is continued, another one is removed.
 *
 * @throws {InputError} when the folder holds something else
 */
export async function replacementFolder(place: string, plan: SetPlan): Promise<string> {
  const replacement = await replacementOf(place);
  const begun = await lookAt(replacement);
  if (begun.kind !== "set" || begun.set.fingerprint !== plan.fingerprint) {
    discard(replacement, place);
  }
  return replacement;
}

/** Refuses to replace anything but an embedding set without other files in it. */
function checkReplaceable(place: string, found: Place): void {
  if (found.kind === "missing" || found.kind === "blank") return;
  if (found.kind === "other") {
    throw new InputError(
      `"${quotable(place)}" is not an embedding set, so --force does not replace it`,
    );
  }
  refuseSurrounding(place, Deno.realPathSync(place));
  const reason = strangerReason(place);
  if (reason === undefined) return;
  throw new InputError(`"${quotable(place)}" ${reason}, so --force does not replace it`);
}

function strangerReason(folder: string): string | undefined {
  const stranger = strangerIn(folder);
  return stranger && `holds "${quotable(stranger)}" beside an embedding set`;
}

/** Any shard that starts over would remove what the others of its run have written, or mix it with older parts. */
function shardWithForce(place: string): InputError {
  return new InputError(
    "A shard cannot replace a set, because it cannot tell the parts of its own run from older " +
      `ones; remove "${quotable(place)}" before the shards start, or choose another --out`,
  );
}

/** Removes what an earlier run left of a replacement. */
function discard(replacement: string, place: string): void {
  if (!isThere(replacement)) return;
  const reason = Deno.lstatSync(replacement).isDirectory
    ? strangerReason(replacement)
    : "is not a folder";
  if (reason === undefined && removeSet(replacement)) return;
  throw new InputError(
    `"${nameBeside(replacement, place)}" ${reason ?? "cannot be removed"}; move it away, because ` +
      `the new set of "${quotable(place)}" is written there`,
  );
}

/** Returns the name of a folder beside a place as the user would name it. */
function nameBeside(folder: string, place: string): string {
  return folder === place ? quotable(place) : quotable(asNamed(folder, place, resolve(place)));
}

/**
 * Moves a complete set to its place; the set that was there is removed. The renames are synchronous, so that no
 * handled signal can interrupt them.
 *
 * @throws {SurroundingsError} when the place holds something other than a set by now, or a folder cannot be renamed:
 * the earlier content is restored, and the new set gets a free name beside it, which the error states
 */
export async function takePlace(replacement: string, place: string): Promise<void> {
  const target = await realPath(place);
  const problem = replace(replacement, target);
  if (problem === undefined) return;
  let kept = replacement;
  try {
    kept = moveAside(replacement, target);
  } catch {
    // The folder is no longer writable: the new set stays where it is.
  }
  throw new SurroundingsError(
    `"${quotable(place)}" changed while the command ran: it ${problem}; the finished output is ` +
      `in "${nameBeside(kept, place)}"`,
  );
}

/** @returns why the earlier content stays */
function replace(replacement: string, target: string): string | undefined {
  // The name is unique, so that another process never removes what this one may have to restore.
  const old = uniqueBeside(target, REPLACED);
  try {
    if (isThere(target)) Deno.renameSync(target, old);
    else return renamed(replacement, target);
  } catch (thrown) {
    return `cannot be replaced (${messageOf(thrown)})`;
  }
  // The check comes after the rename: it sees everything written to the path until now, and nothing more can be
  // written.
  const problem = whyNoSet(old) ?? renamed(replacement, target, old);
  if (problem === undefined) removeSet(old);
  else Deno.renameSync(old, target);
  return problem;
}

function whyNoSet(folder: string): string | undefined {
  try {
    return strangerReason(folder);
  } catch (thrown) {
    return `is no folder (${messageOf(thrown)})`;
  }
}

/**
 * @param model the folder whose permissions are kept
 * @returns why it could not be renamed
 */
function renamed(folder: string, target: string, model?: string): string | undefined {
  try {
    if (model !== undefined) keepPermissions(model, folder);
    Deno.renameSync(folder, target);
    return undefined;
  } catch (thrown) {
    return `cannot be replaced (${messageOf(thrown)})`;
  }
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
    const names = await entryNames(folder);
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

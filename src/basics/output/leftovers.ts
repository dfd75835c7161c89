/**
 * What killed processes leave beside a place: folders that were not whole yet, and earlier outputs that were about to be
 * replaced.
 * @module
 */
import { dirname, join } from "node:path";
import { isUniqueBeside } from "./names.ts";
import { type OwnName, removeOwn } from "./own_names.ts";
import { isThere } from "./place.ts";

/** How the name of a folder ends that is not whole yet. */
export const PARTIAL = "partial";
/** How the name of an earlier output ends that another one is about to replace. */
export const REPLACED = "replaced";

/**
 * Clears away what killed processes left beside a place. One that was killed between moving the earlier output away and
 * putting the new one there had not said that it was done: the earlier output comes back.
 *
 * To be called only while the place is locked: what a living process writes looks the same.
 */
export function settle(place: string, names: readonly OwnName[]): void {
  const replaced = besides(place, REPLACED);
  if (replaced.length > 0 && !isThere(place)) Deno.renameSync(replaced.shift()!, place);
  for (const folder of [...replaced, ...besides(place, PARTIAL)]) removeOwn(folder, names);
}

/** Folders beside a place that were made for it. */
function besides(place: string, ending: string): string[] {
  const folder = dirname(place);
  return [...Deno.readDirSync(folder)]
    .filter(({ name, isDirectory }) => isDirectory && isUniqueBeside(place, ending, name))
    .map(({ name }) => join(folder, name));
}

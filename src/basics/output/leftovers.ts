/**
 * What killed processes leave beside a place: folders that were not whole yet, and earlier outputs that were about to be
 * replaced.
 * @module
 */
import { dirname, join } from "node:path";
import { type FolderKind, isFree, isMarked } from "./folder_kind.ts";
import { isUniqueBeside, numbered, uniqueBeside } from "./names.ts";
import { removeOwn } from "./own_names.ts";
import { isThere } from "./place.ts";

/**
 * A name beside a place for a folder that is not whole yet, or for an earlier output that another one is about to
 * replace. It holds the command's, so that no other command clears it away.
 */
export function workingName(place: string, { command }: FolderKind, use: Use): string {
  return uniqueBeside(place, `${command}.${use}`);
}

/** What a folder beside a place is. */
export type Use = "partial" | "replaced";

/**
 * Clears away what killed processes left beside a place. One that was killed between moving the earlier output away and
 * putting the new one there had not said that it was done: the earlier output comes back. Where something else is at the
 * place by now, it gets a free name instead.
 *
 * To be called only while the place is locked: what a living process writes looks the same.
 *
 * @param onKept told the free name of an earlier output
 */
export function settle(place: string, kind: FolderKind, onKept: (kept: string) => void): void {
  for (const replaced of besides(place, kind, "replaced")) {
    const isWhole = isMarked(replaced, kind) || isFree(replaced);
    if (isWhole && !isThere(place)) Deno.renameSync(replaced, place);
    else if (isMarked(replaced, kind) && !isMarked(place, kind)) onKept(moveAside(replaced, place));
    else removeOutput(replaced, kind);
  }
  for (const partial of besides(place, kind, "partial")) removeOwn(partial, kind.names);
}

/**
 * Removes an output, the files first by which it is known as whole.
 *
 * @returns whether the folder is gone: something else may be in it
 */
export function removeOutput(folder: string, { markers, names }: FolderKind): boolean {
  removeOwn(folder, names.filter((own) => markers.some(({ name }) => name === own.name)));
  return !isThere(folder) || removeOwn(folder, names);
}

/** Gives a folder a free name beside a place. */
export function moveAside(folder: string, place: string): string {
  for (let number = 1;; number++) {
    const name = numbered(place, number);
    if (isThere(name)) continue;
    Deno.renameSync(folder, name);
    return name;
  }
}

/** Folders beside a place that were made for it. */
function besides(place: string, { command }: FolderKind, use: Use): string[] {
  const folder = dirname(place);
  return [...Deno.readDirSync(folder)]
    .filter(({ name, isDirectory }) =>
      isDirectory && isUniqueBeside(place, `${command}.${use}`, name)
    )
    .map(({ name }) => join(folder, name));
}

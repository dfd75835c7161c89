/**
 * Cleans up what killed processes leave beside a place: incomplete folders, and earlier outputs that were about to be
 * replaced.
 * @module
 */
import { dirname, join } from "node:path";
import { type FolderKind, isFree, isMarked } from "./folder_kind.ts";
import { isUniqueBeside, numbered, uniqueBeside } from "./names.ts";
import { removeOwn } from "./own_names.ts";
import { isThere } from "./place.ts";

/**
 * Builds a name beside a place, for an incomplete folder or for an earlier output that is about to be replaced. It
 * contains the name of the command, so that no other command removes it.
 */
export function workingName(place: string, { command }: FolderKind, use: Use): string {
  return uniqueBeside(place, `${command}.${use}`);
}

/** Roles of a folder beside a place. */
export type Use = "partial" | "replaced";

/**
 * Removes what killed processes left beside a place. If a process was killed between moving the earlier output away and
 * moving the new one into place, it had not reported success, so the earlier output is restored. If the place has been
 * taken since, the earlier output gets a free name instead.
 *
 * Call it only while the place is locked: the files of a running process look the same.
 *
 * @param onKept receives the free name of an earlier output
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
 * Removes an output, starting with the marker files that make it a complete output.
 *
 * @returns whether the folder was removed: other files may remain in it
 */
export function removeOutput(folder: string, { markers, names }: FolderKind): boolean {
  removeOwn(folder, names.filter((own) => markers.some(({ name }) => name === own.name)));
  return !isThere(folder) || removeOwn(folder, names);
}

/** Renames a folder to a free name beside a place. */
export function moveAside(folder: string, place: string): string {
  for (let number = 1;; number++) {
    const name = numbered(place, number);
    if (isThere(name)) continue;
    Deno.renameSync(folder, name);
    return name;
  }
}

/** Lists the folders that were created beside a place for it. */
function besides(place: string, { command }: FolderKind, use: Use): string[] {
  const folder = dirname(place);
  return [...Deno.readDirSync(folder)]
    .filter(({ name, isDirectory }) =>
      isDirectory && isUniqueBeside(place, `${command}.${use}`, name)
    )
    .map(({ name }) => join(folder, name));
}

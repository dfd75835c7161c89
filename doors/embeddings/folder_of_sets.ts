/**
 * Loads `src/embeddings/folder_of_sets.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { JoinedSets } from "../../src/embeddings/folder_of_sets.ts";

const loading = later<typeof import("../../src/embeddings/folder_of_sets.ts")>(
  new URL("../../src/embeddings/folder_of_sets.ts", import.meta.url),
);

/**
 * Opens a folder whose sub-folders are embedding sets of one backbone. Their rows follow each other in the order of
 * their names, in which numbers count as numbers: `2` comes before `10`.
 *
 * @returns undefined if the folder is a set itself, or holds none
 * @throws {InputError} when one of the sets is unfinished or damaged, or two are of different widths or backbones
 * @throws {SurroundingsError} when the folder or a set cannot be read
 */
export async function openFolderOfSets(folder: string): Promise<JoinedSets | undefined> {
  return await (await loading()).openFolderOfSets(folder);
}

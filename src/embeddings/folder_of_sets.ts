/**
 * A folder of embedding sets, such as the shards of one that is too large to be made at once, as one set.
 * @module
 */
import { join } from "node:path";
import { isFile, isFolder } from "../basics/on_disk.ts";
import { entryNames } from "./folder.ts";
import { requireOneBackbone } from "./one_space.ts";
import { SET_FILE } from "./set_file.ts";
import { openStoredSet, type StoredSet } from "./stored_set.ts";

/** Several sets, one after the other. */
export interface JoinedSets extends StoredSet {
  /** The sets. */
  readonly sets: readonly StoredSet[];
  /** The name, in the folder, of the set that a row lies in. */
  setOf(row: number): string;
}

/** Implements {@link openFolderOfSets}, which `doors/embeddings/folder_of_sets.ts` documents. */
export async function openFolderOfSets(folder: string): Promise<JoinedSets | undefined> {
  if (!await isFolder(folder) || await isFile(join(folder, SET_FILE))) return undefined;
  const { compare } = new Intl.Collator("en", { numeric: true });
  const names: string[] = [];
  for (const name of (await entryNames(folder)).sort(compare)) {
    if (await isFile(join(folder, name, SET_FILE))) names.push(name);
  }
  if (names.length === 0) return undefined;
  const sets: StoredSet[] = [];
  for (const name of names) sets.push(await openStoredSet(join(folder, name)));
  for (const set of sets) {
    requireOneBackbone({ name: sets[0]!.name, set: sets[0]! }, { name: set.name, set });
  }
  return joinSets(folder, names, sets);
}

function joinSets(
  name: string,
  names: readonly string[],
  sets: readonly StoredSet[],
): JoinedSets {
  const starts = [0];
  for (const set of sets) starts.push(starts.at(-1)! + set.rows);
  const [first] = sets as [StoredSet];
  return {
    name,
    rows: starts.at(-1)!,
    columns: first.columns,
    identity: first.identity,
    sets,
    setOf: (row) => names[starts.findLastIndex((start) => start <= row)]!,
    async *blocks(from, to) {
      for (const [i, set] of sets.entries()) {
        const low = Math.max(from - starts[i]!, 0), high = Math.min(to - starts[i]!, set.rows);
        if (low < high) yield* set.blocks(low, high);
      }
    },
    async visit(isWanted, visit) {
      for (const [i, set] of sets.entries()) {
        const start = starts[i]!;
        await set.visit((row) => isWanted(start + row), (row, item) => visit(start + row, item));
      }
    },
  };
}

/**
 * Finds the sounds that tables name where they have another ending, or lie elsewhere in the folder, and counts those that
 * are not there.
 * @module
 */
import { basename, join, normalize } from "node:path";
import { quotable } from "../basics/printable.ts";
import { straying } from "../basics/boundary.ts";
import { containedIn } from "../formats/contained.ts";
import { isSound, stemOf } from "./file_kinds.ts";
import type { DatasetFolder } from "./folder.ts";
import type { Item } from "./items.ts";
import { foldIn, splitWordIn } from "./split_names.ts";

/** An item and the path of its sound. */
interface Sounding extends Item {
  readonly file: string;
}

/** Sounds of a folder, by their names without ending, in the order in which they are listed. */
export async function soundsByStem(
  folder: DatasetFolder,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const sounds = new Map<string, string[]>();
  for (const path of await folder.audioFiles()) {
    const stem = stemOf(path);
    const known = sounds.get(stem);
    if (known === undefined) sounds.set(stem, [path]);
    else known.push(path);
  }
  return sounds;
}

/** Where sounds are looked for. */
interface Places {
  /** Whether a sound of this name is listed. */
  has(name: string): Promise<boolean>;
  /** Sounds with the same name but for folders and ending. */
  alike(name: string): Promise<readonly string[]>;
}

/** All folders of a data set. */
async function anywhere(folder: DatasetFolder): Promise<Places> {
  const sounds = new Set(await folder.audioFiles());
  let byStem: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    has: (name) => Promise.resolve(sounds.has(name)),
    alike: async (name) => (byStem ??= await soundsByStem(folder)).get(stemOf(name)) ?? [],
  };
}

/** The folders that a manifest names: all below it may be a whole disk. */
function beside(folder: DatasetFolder): Places {
  const listed = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();
  const list = async (within: string) => {
    const files = await folder.entries(within).then(({ files }) => files, () => []);
    return Map.groupBy(files.filter(isSound).map((name) => within + name), stemOf);
  };
  const alike = async (name: string) => {
    const within = folderOf(name);
    if (!listed.has(within)) listed.set(within, list(within));
    return (await listed.get(within)!).get(stemOf(name)) ?? [];
  };
  return { has: async (name) => (await alike(name)).includes(name), alike };
}

/**
 * Gives items the sounds that exist. A name that does not is looked for with another ending and, where the data set is a
 * folder, in its other folders, except in those of other splits and folds. Notes of the folder say how many are
 * elsewhere, and how many nowhere.
 *
 * @param items items with the paths that their table names
 * @param fileColumn the column of these names, relative to the folder
 * @param where in the whole folder, or beside the sounds that are named
 */
export async function withFoundSounds<Some extends Sounding>(
  items: readonly Some[],
  folder: DatasetFolder,
  fileColumn: string,
  where: "anywhere" | "beside",
): Promise<Some[]> {
  const places = where === "anywhere" ? await anywhere(folder) : beside(folder);
  const moved: [from: string, to: string][] = [];
  const absent: string[] = [];
  const found: Some[] = [];
  for (const item of items) {
    const written = item.columns[fileColumn]!;
    found.push(item);
    // What lies outside is read where it is named, if that is allowed; so is what lies in another file.
    if (straying(written) !== undefined || containedIn(written) !== undefined) continue;
    const name = normalize(written);
    if (await places.has(name) || !isSound(name) && await folder.hasFile(name)) continue;
    const other = nearestOf(name, await places.alike(name));
    if (other !== undefined && !await folder.leavesIt(other)) {
      moved.push([name, other]);
      found[found.length - 1] = { ...item, file: join(folder.path, other) };
    } else if (!await folder.hasFile(name)) absent.push(name);
  }
  noteMoved(moved, folder);
  noteAbsent(absent, items.length, folder);
  return found;
}

/**
 * The sound that a name most likely means: in the same folder if it can be, else the one that lies highest. What lies in
 * a folder of another split or fold is another sound.
 */
function nearestOf(name: string, candidates: readonly string[]): string | undefined {
  const own = partsOf(name);
  const possible = candidates.filter((path) => {
    const other = partsOf(path);
    return own.size === 0 || other.size === 0 || [...own].some((part) => other.has(part));
  });
  const folder = folderOf(name);
  const isNamed = (path: string) => basename(path) === basename(name);
  const depth = (path: string) => path.split("/").length;
  return possible.toSorted((a, b) =>
    Number(folderOf(b) === folder) - Number(folderOf(a) === folder) ||
    Number(isNamed(b)) - Number(isNamed(a)) || depth(a) - depth(b)
  )[0];
}

function folderOf(path: string): string {
  return path.slice(0, path.length - basename(path).length);
}

/** The splits and folds that the folders of a path name. */
function partsOf(path: string): Set<string> {
  const folders = path.split("/").slice(0, -1);
  return new Set(folders.flatMap((name) => {
    const fold = foldIn(name);
    return fold === undefined ? splitWordIn(name) ?? [] : `fold ${Number(fold)}`;
  }));
}

function noteMoved(moved: readonly (readonly [string, string])[], folder: DatasetFolder): void {
  const [first] = moved;
  if (first === undefined) return;
  const [from, to] = first.map((name) => `"${quotable(name)}"`);
  folder.note(
    moved.length === 1
      ? `A sound is not where its table says: ${to} is read for ${from}.`
      : `${moved.length} sounds are not where their table says: ${to} is read for ${from}, and so on.`,
  );
}

function noteAbsent(absent: readonly string[], count: number, folder: DatasetFolder): void {
  const [first] = absent;
  if (first === undefined) return;
  folder.note(
    `${absent.length} of ${count} sounds that the table names ${
      absent.length === 1 ? "is" : "are"
    } absent, the first "${quotable(first)}".`,
  );
}

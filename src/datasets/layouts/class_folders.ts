/**
 * Sounds without a table: one folder for each class, optionally in or above folders of splits or folds, or just sounds.
 *
 * Written for the rules of Hugging Face's AudioFolder (`datasets` 4): the label is the name of the folder that holds
 * the file, if all files lie equally deep and at least two such names exist; otherwise there are no labels. Beyond these,
 * folders of splits and folds are never classes, wherever they lie, and a table beside the sounds is refused: it would
 * say what they are. Tested on the files of ESC-10.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { type DatasetFolder, isUnlisted } from "../folder.ts";
import { refuseOtherTables } from "../other_tables.ts";
import { foldIn, isSplitOrFold } from "../split_names.ts";
import type { Layout } from "./layout.ts";

const EXPECTED = "expected one folder for each class, or a metadata.csv with the labels";

/** What the folders on one level name. */
type Level = "fold" | "split" | "other";

/** Folders of sounds. */
export const CLASS_FOLDERS: Layout = {
  name: "AudioFolder",
  recognizedBy: "audio files, in folders named by their class",
  recognizes: async (folder) => (await folder.audioFiles()).length > 0,
  async rows(folder) {
    await refuseOtherTables(folder);
    const paths = (await folder.audioFiles()).map((path) => ({ path, parts: path.split("/") }));
    // The structure of a folder is derived from the files that can be listed.
    const listed = paths.filter(({ path }) => !isUnlisted(path)).map(({ parts }) => parts);
    const levels = levelsOf(listed);
    const classes = classLevel(listed, levels, folder);
    const [split, fold] = [levels.indexOf("split"), levels.indexOf("fold")];
    return paths.map(({ path, parts }, i) => ({
      line: i + 1,
      columns: {
        file_name: path,
        ...(classes !== undefined && parts.length > classes + 1 ? { label: parts[classes]! } : {}),
        ...(split < 0 ? {} : { split: parts[split]! }),
        ...(fold < 0 ? {} : { fold: foldIn(parts[fold]!) ?? "" }),
      },
    }));
  },
};

/** What the folders name on each level that every file lies below. */
function levelsOf(listed: readonly (readonly string[])[]): Level[] {
  const depth = listed.reduce((least, { length }) => Math.min(least, length), Infinity) - 1;
  return Array.from({ length: Number.isFinite(depth) ? depth : 0 }, (_, level) => {
    const names = [...namesOn(listed, level)];
    if (names.every((name) => foldIn(name) !== undefined)) return "fold";
    return names.every(isSplitOrFold) ? "split" : "other";
  });
}

function namesOn(listed: readonly (readonly string[])[], level: number): Set<string> {
  return new Set(listed.map((parts) => parts[level]!));
}

/** The level whose folders are classes; undefined where sounds have no labels. */
function classLevel(
  listed: readonly (readonly string[])[],
  levels: readonly Level[],
  folder: DatasetFolder,
): number | undefined {
  const top = levels.findIndex((level) => level === "other");
  const above = top < 0 ? levels.length : top;
  const depths = new Set(listed.map(({ length }) => length));
  if (depths.size > 1) {
    const holders = new Set(listed.map((parts) => parts.slice(above).at(-2)));
    if (holders.size > 1) throw unequallyDeep(listed, folder);
    return undefined;
  }
  const level = levels.lastIndexOf("other");
  if (level < 0) return undefined;
  const names = [...namesOn(listed, level)].sort();
  if (names.length < 2) return undefined;
  const splits = names.filter(isSplitOrFold);
  // A class of trains, as ESC-50 has one, is the only one that a split's name can be.
  const isTrain = splits.length === 1 && splits[0]!.toLowerCase() === "train" && names.length > 2;
  if (splits.length === 0 || isTrain) return level;
  const other = names.find((name) => !isSplitOrFold(name))!;
  throw new InputError(
    `"${folder.path}" has the folder "${quotable(splits[0]!)}" of a split or fold beside ` +
      `"${quotable(other)}", so its folders are not classes; ${EXPECTED}`,
  );
}

function unequallyDeep(
  listed: readonly (readonly string[])[],
  folder: DatasetFolder,
): InputError {
  const shallow = listed.toSorted((a, b) => a.length - b.length)[0]!.join("/");
  return new InputError(
    `"${folder.path}" holds sounds at several depths, "${quotable(shallow)}" among them, so its ` +
      `folders are not classes; ${EXPECTED}`,
  );
}

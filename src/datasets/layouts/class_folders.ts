/**
 * Sounds without a table: one folder for each class, optionally in folders of splits, or just sounds.
 *
 * Written for the rules of Hugging Face's AudioFolder (`datasets` 4): the label is the name of the folder that holds
 * the file, if all files lie equally deep and at least two such names exist; otherwise there are no labels. Tested on
 * the files of ESC-10.
 * @module
 */
import { isSplit } from "./audio_folder.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { isUnlisted } from "../folder.ts";
import type { Layout } from "./layout.ts";

/** Folders of sounds. */
export const CLASS_FOLDERS: Layout = {
  name: "AudioFolder",
  recognizedBy: "audio files, in folders named by their class",
  recognizes: async (folder) => (await folder.audioFiles()).length > 0,
  async rows(folder) {
    const paths = (await folder.audioFiles()).map((path) => ({ path, parts: path.split("/") }));
    // The structure of a folder is derived from the files that can be listed.
    const listed = paths.filter(({ path }) => !isUnlisted(path));
    const inSplits = listed.every(({ parts }) => parts.length > 1 && isSplit(parts[0]!));
    const depth = inSplits ? 1 : 0;
    const classes = new Set(listed.map(({ parts }) => parts.slice(depth).at(-2)));
    const depths = new Set(listed.map(({ parts }) => parts.length));
    if (classes.size > 1 && depths.size > 1) {
      const shallow = listed.toSorted((a, b) => a.parts.length - b.parts.length)[0]!.path;
      throw new InputError(
        `"${folder.path}" holds sounds at several depths, "${
          quotable(shallow)
        }" among them, so its ` +
          "folders are not classes; expected one folder for each class, or a metadata.csv with the labels",
      );
    }
    const labeled = classes.size > 1;
    return paths.map(({ path, parts }, i) => ({
      line: i + 1,
      columns: {
        file_name: path,
        ...(labeled ? { label: parts.at(-2)! } : {}),
        ...(inSplits ? { split: parts[0]! } : {}),
      },
    }));
  },
};

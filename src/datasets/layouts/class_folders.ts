/**
 * Sounds without a table: a folder a class, below folders of splits or not, or just sounds.
 *
 * Written for the rules of Hugging Face's AudioFolder (`datasets` 4): the label is the name of the folder that holds
 * the file, where all files lie equally deep and there are at least two such names; otherwise there are no labels.
 * Tried on the files of ESC-10.
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
  recognisedBy: "audio files, in folders named by their class",
  recognises: async (folder) => (await folder.audioFiles()).length > 0,
  async rows(folder) {
    const paths = (await folder.audioFiles()).map((path) => ({ path, parts: path.split("/") }));
    // How a folder is built is told by what can be listed of it.
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
          "folders are no classes; expected a folder a class, or a metadata.csv that tells the labels",
      );
    }
    const labelled = classes.size > 1;
    return paths.map(({ path, parts }, i) => ({
      line: i + 1,
      columns: {
        file_name: path,
        ...(labelled ? { label: parts.at(-2)! } : {}),
        ...(inSplits ? { split: parts[0]! } : {}),
      },
    }));
  },
};

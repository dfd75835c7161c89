/**
 * ESC-50 (K. J. Piczak, 2015) as its repository is downloaded: `meta/esc50.csv` and 2,000 WAV files in `audio/`; or as
 * Kaggle has it: `esc50.csv` and the files in `audio/audio/`.
 *
 * Written for the release with `meta/esc50.csv` of the columns filename, fold, target, category, esc10, src_file,
 * take. Tested on the real rows of fold 4, without the audio.
 * @module
 */
import type { Layout } from "./layout.ts";

const TABLES = ["meta/esc50.csv", "esc50.csv"];
/** Where the sounds lie; the inner folder first. */
const SOUNDS = ["audio/audio", "audio"];

/** ESC-50: the label is the category, the source the Freesound id. */
export const ESC50: Layout = {
  name: "ESC-50",
  recognizedBy: TABLES.join(" or "),
  recognizes: async (folder) => await folder.firstFile(TABLES) !== undefined,
  async rows(folder) {
    const sounds = await folder.firstFolder(SOUNDS) ?? "audio";
    const rows = await folder.table((await folder.firstFile(TABLES))!, [
      "filename",
      "fold",
      "category",
      "src_file",
    ]);
    return rows.map(({ line, values }) => ({
      line,
      columns: {
        ...values,
        file_name: `${sounds}/${values["filename"]}`,
        id: values["filename"]!,
        label: values["category"]!,
        source_id: values["src_file"]!,
      },
    }));
  },
};

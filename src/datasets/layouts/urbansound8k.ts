/**
 * UrbanSound8K (J. Salamon, C. Jacoby, J. P. Bello, 2014) as it is downloaded: `metadata/UrbanSound8K.csv` and 8,732
 * WAV files in `audio/fold1/` to `audio/fold10/`; or as Kaggle has it: `UrbanSound8K.csv` beside `fold1/` to `fold10/`.
 *
 * Written for release 1.0, with the columns slice_file_name, fsID, start, end, salience, fold, classID, class. Tested
 * on the real table, without the audio.
 * @module
 */
import type { Layout } from "./layout.ts";

const TABLES = ["metadata/UrbanSound8K.csv", "UrbanSound8K.csv"];

/** UrbanSound8K: the label is the class, the source is the Freesound id. */
export const URBAN_SOUND_8K: Layout = {
  name: "UrbanSound8K",
  recognizedBy: TABLES.join(" or "),
  recognizes: async (folder) => await folder.firstFile(TABLES) !== undefined,
  async rows(folder) {
    const sounds = await folder.hasFolder("audio") || !await folder.hasFolder("fold1")
      ? "audio/"
      : "";
    const rows = await folder.table((await folder.firstFile(TABLES))!, [
      "slice_file_name",
      "fsID",
      "fold",
      "class",
    ]);
    return rows.map(({ line, values }) => ({
      line,
      columns: {
        ...values,
        file_name: `${sounds}fold${values["fold"]}/${values["slice_file_name"]}`,
        id: values["slice_file_name"]!,
        label: values["class"]!,
        source_id: values["fsID"]!,
      },
    }));
  },
};

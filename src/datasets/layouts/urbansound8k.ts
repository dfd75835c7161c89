/**
 * UrbanSound8K (J. Salamon, C. Jacoby, J. P. Bello, 2014) as it is downloaded: `metadata/UrbanSound8K.csv` and 8,732
 * WAV files in `audio/fold1/` to `audio/fold10/`.
 *
 * Written for release 1.0, with the columns slice_file_name, fsID, start, end, salience, fold, classID, class. Tested
 * on the real table, without the audio.
 * @module
 */
import type { Layout } from "./layout.ts";

const TABLE = "metadata/UrbanSound8K.csv";

/** UrbanSound8K: the label is the class, the source is the Freesound id. */
export const URBAN_SOUND_8K: Layout = {
  name: "UrbanSound8K",
  recognizedBy: TABLE,
  recognizes: (folder) => folder.hasFile(TABLE),
  async rows(folder) {
    const rows = await folder.table(TABLE, ["slice_file_name", "fsID", "fold", "class"]);
    return rows.map(({ line, values }) => ({
      line,
      columns: {
        ...values,
        file_name: `audio/fold${values["fold"]}/${values["slice_file_name"]}`,
        id: values["slice_file_name"]!,
        label: values["class"]!,
        source_id: values["fsID"]!,
      },
    }));
  },
};

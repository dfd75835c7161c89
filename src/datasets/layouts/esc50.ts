/**
 * ESC-50 (K. J. Piczak, 2015) as its repository is downloaded: `meta/esc50.csv` and 2,000 WAV files in `audio/`.
 *
 * Written for the release with `meta/esc50.csv` of the columns filename, fold, target, category, esc10, src_file,
 * take. Tested on the real rows of fold 4, without the audio.
 * @module
 */
import type { Layout } from "./layout.ts";

const TABLE = "meta/esc50.csv";

/** ESC-50: the label is the category, the source the Freesound id. */
export const ESC50: Layout = {
  name: "ESC-50",
  recognizedBy: TABLE,
  recognizes: (folder) => folder.hasFile(TABLE),
  async rows(folder) {
    const rows = await folder.table(TABLE, ["filename", "fold", "category", "src_file"]);
    return rows.map(({ line, values }) => ({
      line,
      columns: {
        ...values,
        file_name: `audio/${values["filename"]}`,
        id: values["filename"]!,
        label: values["category"]!,
        source_id: values["src_file"]!,
      },
    }));
  },
};

/**
 * Clotho (K. Drossos, S. Lipping, T. Virtanen, 2020) as it is downloaded and unpacked: for each of `development`,
 * `validation` (from 2.0 on) and `evaluation` a table `clotho_captions_SPLIT.csv` (file_name, caption_1 to
 * caption_5), a table `clotho_metadata_SPLIT.csv` (file_name, keywords, sound_id, sound_link, start_end_samples,
 * manufacturer, license) and a folder of WAV files.
 *
 * Written for releases 1.0 to 2.1. Tested on the real caption tables of 1.0 and on synthetic metadata, without the
 * audio.
 * @module
 */
import type { DatasetFolder } from "../folder.ts";
import type { Layout } from "./layout.ts";

const SPLITS = ["development", "validation", "evaluation"];

const captionsOf = (split: string) => `clotho_captions_${split}.csv`;
const metadataOf = (split: string) => `clotho_metadata_${split}.csv`;

/** Clotho: five captions a clip; the source is the Freesound id, if the metadata give it. */
export const CLOTHO: Layout = {
  name: "Clotho",
  recognizedBy: captionsOf("*"),
  recognizes: async (folder) => (await presentSplits(folder)).length > 0,
  async rows(folder) {
    const rows = [];
    for (const split of await presentSplits(folder)) {
      const metadata = await readMetadata(folder, split);
      const captions = await folder.table(captionsOf(split), ["file_name", "caption_1"]);
      for (const { line, values } of captions) {
        const name = values["file_name"]!;
        const known = metadata.get(name);
        const sound = known?.["sound_id"] ?? "";
        const columns = {
          ...known,
          ...values,
          file_name: `${split}/${name}`,
          split,
          // Clips of unknown origin have "Not found".
          ...(/^\d+$/.test(sound) ? { source_id: sound } : {}),
        };
        rows.push({ line, columns });
      }
    }
    return rows;
  },
};

async function presentSplits(folder: DatasetFolder): Promise<string[]> {
  const present = await Promise.all(SPLITS.map((split) => folder.hasFile(captionsOf(split))));
  return SPLITS.filter((_, i) => present[i]);
}

/** The metadata of each file; empty if they were not downloaded. */
async function readMetadata(folder: DatasetFolder, split: string) {
  const name = metadataOf(split);
  if (!await folder.hasFile(name)) return new Map<string, Readonly<Record<string, string>>>();
  // Those of 2.0 and 2.1 are not UTF-8.
  const rows = await folder.table(name, ["file_name", "sound_id"]);
  return new Map(rows.map(({ values }) => [values["file_name"]!, values]));
}

/**
 * VGGSound (H. Chen and others, 2020): the table `vggsound.csv`, whose rows without a header are YouTube id, start in
 * seconds, label and split (`train` or `test`); the sounds lie anywhere in the folder.
 *
 * The sounds are not distributed, so their names differ: see {@link videoNames}. Videos disappear, so clips without a
 * sound are common: reading one fails.
 *
 * Written for the table of 2020. Tested on synthetic rows of its form.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { recordsOf } from "../../formats/csv_records.ts";
import type { DatasetFolder } from "../folder.ts";
import type { ManifestRow } from "../manifest_rows.ts";
import type { Layout } from "./layout.ts";
import { secondsIn, soundFinder, videoNames } from "./video_sounds.ts";

const TABLES = ["vggsound.csv", "data/vggsound.csv", "metadata/vggsound.csv"];
const CLIP_SECONDS = 10;

/** VGGSound: one label a clip; the source is the video. */
export const VGG_SOUND: Layout = {
  name: "VGGSound",
  recognizedBy: TABLES[0]!,
  findsSounds: true,
  recognizes: async (folder) => await folder.firstFile(TABLES) !== undefined,
  rows: async (folder) => await vggSoundRows(folder, (await folder.firstFile(TABLES))!),
};

/** The rows of one table in a folder. */
export async function vggSoundRows(folder: DatasetFolder, table: string): Promise<ManifestRow[]> {
  const path = join(folder.path, table);
  const find = await soundFinder(folder);
  const { records } = recordsOf(await folder.text(table), 1, path);
  const values = records.map(({ line, fields }) => ({
    line,
    row: fields.map(({ value }) => value.trim()),
  }));
  // Some copies have a header.
  const hasHeader = values[0] !== undefined && !/^\d/.test(values[0].row[1] ?? "");
  return values.slice(hasHeader ? 1 : 0).map(({ line, row }) => {
    const [video = "", from = "", label = "", split = ""] = row;
    if (row.length !== 4 || !/^[\w-]{11}$/.test(video) || !/^\d+(\.\d+)?$/.test(from)) {
      throw new InputError(
        `"${path}" line ${line} is "${quotable(row.join(","))}"; ` +
          "expected YouTube id, start in seconds, label, split",
      );
    }
    const start = secondsIn(from);
    const name = `${video}_${String(start).padStart(6, "0")}`;
    const names = videoNames({ video, start, end: start + CLIP_SECONDS });
    const columns = {
      id: name,
      file_name: find(names) ?? `${name}.wav`,
      label,
      split,
      source_id: video,
      start_seconds: String(start),
    };
    return { line, columns };
  });
}

/**
 * AudioSet (J. F. Gemmeke and others, 2017): the tables `eval_segments.csv`, `balanced_train_segments.csv` and
 * `unbalanced_train_segments.csv`, whose rows are `YTID, start, end, "LABEL,LABEL"`, and `class_labels_indices.csv` with
 * the labels' names, in the same folder or in a folder of tables; the sounds lie anywhere in the folder.
 *
 * The sounds are not distributed, so their names differ: see {@link videoNames}. Videos disappear, so segments without a
 * sound are common: reading one fails.
 *
 * Written for release 1. Tested on synthetic rows of the tables' form.
 * @module
 */
import { basename, join } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { DatasetFolder } from "../folder.ts";
import type { ManifestRow } from "../manifest_rows.ts";
import { AUDIO_SET_ROW } from "../segments.ts";
import { labelList } from "./label_list.ts";
import type { Layout } from "./layout.ts";
import { secondsIn, soundFinder, videoNames } from "./video_sounds.ts";

const SPLITS = ["eval", "balanced_train", "unbalanced_train"];
const FOLDERS = ["", "metadata/", "meta/", "csv/", "csvs/"];
const NAMES = "class_labels_indices.csv";

/** AudioSet: several labels, as a JSON list of names; the source is the video, the split that of the table. */
export const AUDIO_SET: Layout = {
  name: "AudioSet",
  recognizedBy: SPLITS.map(tableOf).join(", "),
  findsSounds: true,
  recognizes: async (folder) => (await presentTables(folder)).length > 0,
  async rows(folder) {
    return await audioSetRows(folder, await presentTables(folder));
  },
};

/** The rows of tables in a folder. */
export async function audioSetRows(
  folder: DatasetFolder,
  tables: readonly string[],
): Promise<ManifestRow[]> {
  const nameOf = await labelNames(folder);
  const find = await soundFinder(folder);
  const rows: ManifestRow[] = [];
  for (const table of tables) {
    const split = SPLITS.find((one) => basename(table) === tableOf(one));
    const text = await folder.text(table);
    for (const [i, line] of text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/).entries()) {
      if (line.trim() === "" || line.startsWith("#") || i === 0 && /YTID/i.test(line)) continue;
      rows.push(rowOf(line, i + 1, { split, path: join(folder.path, table), nameOf, find }));
    }
  }
  return rows;
}

function tableOf(split: string): string {
  return `${split}_segments.csv`;
}

async function presentTables(folder: DatasetFolder): Promise<string[]> {
  const tables = SPLITS.map((split) =>
    folder.firstFile(FOLDERS.map((within) => within + tableOf(split)))
  );
  return (await Promise.all(tables)).filter((table) => table !== undefined);
}

/** The names of labels by their ids; without their table ids stay what they are. */
async function labelNames(folder: DatasetFolder): Promise<ReadonlyMap<string, string>> {
  const table = await folder.firstFile(FOLDERS.map((within) => within + NAMES));
  if (table === undefined) {
    folder.note(`Labels are ids such as /m/068hy, since there is no ${NAMES} with their names.`);
    return new Map();
  }
  const rows = await folder.table(table, ["mid", "display_name"]);
  return new Map(rows.map(({ values }) => [values["mid"]!, values["display_name"]!]));
}

function rowOf(line: string, number: number, { split, path, nameOf, find }: {
  readonly split: string | undefined;
  readonly path: string;
  readonly nameOf: ReadonlyMap<string, string>;
  readonly find: (names: readonly string[]) => string | undefined;
}): ManifestRow {
  const [, video, from, to, quoted, bare] = AUDIO_SET_ROW.exec(line) ?? [];
  if (video === undefined) {
    throw new InputError(
      `"${path}" line ${number} is "${quotable(line)}"; ` +
        'expected YTID, start_seconds, end_seconds, "positive_labels"',
    );
  }
  const part = { video, start: secondsIn(from!), end: secondsIn(to!) };
  const ids = (quoted ?? bare!).split(",").map((id) => id.trim());
  return {
    line: number,
    columns: {
      id: `${video}_${part.start}`,
      file_name: find(videoNames(part)) ??
        `${split === undefined ? "" : `${split}_segments/`}${video}.wav`,
      ...(split === undefined ? {} : { split }),
      label: labelList(ids.map((id) => nameOf.get(id) ?? id)),
      mids: ids.join(","),
      source_id: video,
      start_seconds: String(part.start),
      end_seconds: String(part.end),
    },
  };
}

/**
 * TAU Urban Acoustic Scenes (T. Heittola, A. Mesaros, T. Virtanen; 2018 to 2022), development data as they are unpacked:
 * `meta.csv`, with tabs between filename, scene_label, identifier and source_label, WAV files in `audio/`, and lists in
 * `evaluation_setup/`: `fold1_train.csv`, `fold1_test.csv`, `fold1_evaluate.csv`. TUT Acoustic Scenes 2016 and 2017 have
 * `meta.txt` without a header, and `fold1_train.txt` to `fold4_evaluate.txt`.
 *
 * Tested on synthetic files of both forms.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../../basics/errors.ts";
import type { DatasetFolder } from "../folder.ts";
import { columnList } from "../items.ts";
import type { ManifestRow } from "../manifest_rows.ts";
import type { Layout } from "./layout.ts";

const TABLES = ["meta.csv", "meta.txt"];
const SETUP = "evaluation_setup";
const COLUMNS = ["filename", "scene_label"];

/**
 * The label is the scene, the source the place, which all segments of a recording share. `split` is `train` or `test`
 * where the setup has one fold, empty for sounds that it leaves out; of several folds each has a column, `fold1_split`.
 */
export const TAU_SCENES: Layout = {
  name: "TAU Urban Acoustic Scenes",
  recognizedBy: `${TABLES.join(" or ")} with tabs between ${COLUMNS.join(", ")}`,
  recognizes: async (folder) => await ownTable(folder) !== undefined,
  async rows(folder) {
    const table = (await ownTable(folder))!;
    const splits = await readSplits(folder);
    const { columns, rows } = await readTabbed(folder, table);
    const missing = COLUMNS.find((column) => !columns.includes(column));
    if (missing !== undefined) {
      throw new InputError(
        `"${join(folder.path, table)}" has no column "${missing}"; it has ${columnList(columns)}`,
      );
    }
    return rows.map(({ line, values }): ManifestRow => {
      const [name, label] = COLUMNS.map((column) => values[column]!);
      const own = Object.fromEntries(
        splits.map(({ fold, of }) => [
          splits.length === 1 ? "split" : `fold${fold}_split`,
          of.get(name!) ?? "",
        ]),
      );
      const source = values["identifier"] ?? "";
      return {
        line,
        columns: {
          ...values,
          id: name!,
          file_name: name!,
          label: label!,
          ...own,
          ...(source === "" ? {} : { source_id: source }),
        },
      };
    });
  },
};

async function ownTable(folder: DatasetFolder): Promise<string | undefined> {
  for (const table of TABLES) {
    if (!await folder.hasFile(table)) continue;
    const first = await folder.firstLine(table);
    const cells = first.split("\t");
    const isOwn = table.endsWith(".csv")
      ? cells.length > 1 && first.includes("scene_label")
      : cells.length > 1 && /^audio\//.test(first);
    if (isOwn) return table;
  }
  return undefined;
}

/** For each fold, by number, the split of each sound that it names. */
async function readSplits(folder: DatasetFolder) {
  if (!await folder.hasFolder(SETUP)) return [];
  const folds = new Map<string, Map<string, string>>();
  for (const name of (await folder.entries(SETUP)).files) {
    const [, fold, part] = /^fold(\d+)_(train|test|evaluate)\.(?:csv|txt)$/i.exec(name) ?? [];
    if (fold === undefined) continue;
    const of = folds.get(fold) ?? new Map<string, string>();
    folds.set(fold, of);
    const { rows } = await readTabbed(folder, `${SETUP}/${name}`);
    const split = part!.toLowerCase() === "train" ? "train" : "test";
    for (const { values } of rows) of.set(values["filename"]!, split);
  }
  return [...folds].map(([fold, of]) => ({ fold, of })).sort((a, b) =>
    Number(a.fold) - Number(b.fold)
  );
}

/**
 * Reads a table with tabs between its columns. A file without a header has the columns filename, scene_label and identifier.
 */
async function readTabbed(folder: DatasetFolder, name: string) {
  const path = join(folder.path, name);
  const lines = (await folder.text(name)).replace(/^\ufeff/, "").split(
    /\r\n|\n|\r/,
  );
  const cells = lines.map((text, i) => ({
    line: i + 1,
    row: text.split("\t").map((x) => x.trim()),
  }))
    .filter(({ row }) => row.some((cell) => cell !== ""));
  const hasHeader = cells[0]?.row.includes("filename") ?? false;
  const columns = hasHeader ? cells[0]!.row : [...COLUMNS, "identifier"];
  const rows = cells.slice(hasHeader ? 1 : 0).map(({ line, row }) => {
    if (row.length > columns.length || row[0] === "") {
      throw new InputError(
        `"${path}" line ${line} has ${row.length} fields; expected ${columnList(columns)}`,
      );
    }
    return {
      line,
      values: Object.fromEntries(columns.map((column, c) => [column, row[c] ?? ""])),
    };
  });
  return { columns, rows };
}

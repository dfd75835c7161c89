/**
 * Reads a backbone's own classifier: its logits of the evaluation items, and their labels.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { readCsv } from "../../formats/csv.ts";
import { readLabels } from "../../leakage/labels/read_labels.ts";
import { isShipped } from "../../leakage/labels/shipped.ts";
import type { LabelHeadSource } from "../configuration/backbone_entries.ts";
import type { InputFiles } from "./files.ts";
import { type ItemRows, readItemRows } from "./item_rows.ts";
import type { InputOptions } from "./input_options.ts";
import { ledgerOf, runOnSide } from "./running.ts";
import type { Side } from "./sides.ts";

/** Columns of labels; the first that a file has is used. AudioSet's table calls it `display_name`. */
const LABEL_COLUMNS = ["display_name", "label"];

/** Logits by item. */
export interface LabelHeadRows {
  /** The labels, one for each column. */
  readonly labels: readonly string[];
  /** The logits of the evaluation items. */
  readonly rows: ItemRows;
}

/**
 * Reads or runs a label head.
 *
 * @param name the backbone's name
 * @param key the key of the backbone's entry in the configuration
 * @throws {InputError} when the number of labels differs from the number of columns
 */
export async function readLabelHead(
  source: LabelHeadSource,
  name: string,
  key: string,
  sides: readonly Side[],
  files: InputFiles,
  options: InputOptions,
): Promise<LabelHeadRows> {
  const { labels, rows, from } = source.backbone !== undefined
    ? await runHead(source.backbone, name, `${key}.labelHead.backbone`, sides, files, options)
    : {
      labels: await readHeadLabels(source.labels!, files),
      rows: await readItemRows(source.evaluation!, `${key}.labelHead.evaluation`, sides, files),
      from: source.labels!,
    };
  if (labels.length === rows.columns) return { labels, rows };
  throw new InputError(
    `"${key}.labelHead" has ${rows.columns} logits a row; "${quotable(from)}" lists ` +
      `${labels.length} labels: expected a label for each, in their order`,
  );
}

async function runHead(
  reference: string,
  name: string,
  key: string,
  sides: readonly Side[],
  files: InputFiles,
  options: InputOptions,
) {
  const { trainingLabels } = await ledgerOf(reference, files);
  if (typeof trainingLabels === "string") {
    throw new InputError(
      `"${key}" is "${quotable(reference)}", whose ledger lists no training labels; expected the ` +
        "labels of its logits, in their order",
    );
  }
  const run = { name: `${name} label head`, reference, key, sideName: "evaluation" };
  const rows = await runOnSide(run, sides, files, options);
  return { labels: trainingLabels, rows, from: reference };
}

/** Reads labels in the order of the file. */
async function readHeadLabels(path: string, files: InputFiles): Promise<readonly string[]> {
  if (isShipped(path)) return namesIn(await readLabels(path));
  const bytes = await files.read(path);
  if (!/\.csv$/i.test(path)) return namesIn(await readLabels(files.resolve(path)));
  const { columns, rows } = readCsv(bytes, path);
  const column = LABEL_COLUMNS.find((column) => columns.includes(column));
  if (column !== undefined) return rows.map(({ values }) => values[column]!);
  throw new InputError(
    `"${path}" has no column ${LABEL_COLUMNS.map((one) => `"${one}"`).join(" or ")}`,
  );
}

function namesIn({ labels }: { labels: readonly { label: string }[] }): string[] {
  return labels.map(({ label }) => label);
}

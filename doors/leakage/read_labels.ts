/**
 * Loads `src/leakage/labels/read_labels.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { LabelSet } from "../../src/leakage/labels/label_set.ts";
import type { LabelOptions } from "../../src/leakage/labels/read_labels.ts";

const loading = later<typeof import("../../src/leakage/labels/read_labels.ts")>(
  new URL("../../src/leakage/labels/read_labels.ts", import.meta.url),
);

/**
 * Reads labels.
 *
 * @param reference a shipped label set such as `esc50`, the folder of a data set, or a file. A `.json` file holds a label
 *   set, a list of labels, an object of labels and their numbers, or the rows of a manifest as a list of objects. A
 *   `.csv`, `.tsv`, `.jsonl`, `.parquet` or `.tar` file is a manifest, whose distinct labels are sorted by their UTF-16
 *   units; a cell that is empty or holds a placeholder, such as `nan`, names none. Any other file has one label a line.
 * @throws {InputError} when no such set or file exists, it is malformed, or a list has a label twice
 * @throws {SurroundingsError} when the file exists but cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { labels } = await readLabels("esc50");
 * assert.equal(labels.length, 50);
 * ```
 */
export async function readLabels(reference: string, options?: LabelOptions): Promise<LabelSet> {
  return await (await loading()).readLabels(reference, options);
}

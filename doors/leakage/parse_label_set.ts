/**
 * Loads `src/leakage/labels/parse_label_set.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { LabelSet } from "../../src/leakage/labels/label_set.ts";

const loading = later<typeof import("../../src/leakage/labels/parse_label_set.ts")>(
  new URL("../../src/leakage/labels/parse_label_set.ts", import.meta.url),
);

/**
 * Parses a label set.
 *
 * @param text JSON
 * @param path the file's name, for errors
 * @throws {InputError} when a key is unknown, a value is not as expected, or a label appears twice
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = '{"schema": "earnest/labels/1", "name": "pets", "labels": [{"label": "dog", "sense": []}]}';
 * await assert.rejects(parseLabelSet(text, "pets.json"), {
 *   message: 'Cannot use "pets.json": unknown key "sense" in "labels[0]"; did you mean "senses"?',
 * });
 * ```
 */
export async function parseLabelSet(text: string, path: string): Promise<LabelSet> {
  return await (await loading()).parseLabelSet(text, path);
}

/**
 * Loads `src/audit/comparison/compare_audits.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { ComparisonOptions } from "../../src/audit/comparison/compare_audits.ts";
import type { Comparison } from "../../src/audit/comparison/comparison.ts";

const loading = later<typeof import("../../src/audit/comparison/compare_audits.ts")>(
  new URL("../../src/audit/comparison/compare_audits.ts", import.meta.url),
);

/**
 * Sets the chosen pairs of backbones and the published models of finished audits side by side. Rows of one evaluation,
 * which name the same items among the same labels in the same class folds, have their differences from its first row,
 * with intervals from paired resamples of classes and seeds. In one audit these are its own `contrasts`.
 *
 * @param folders the audits' folders
 * @throws {InputError} when a folder holds no finished audit of this schema, a folder is named twice, definitions differ
 * (measure, version, leak rules, what they take out of the clean pool, what labels mean, and of the same items the columns
 * of recordings and the lists of those to be left out), or there is only one row
 *
 * @example
 * ```ts
 * async function print(folders: string[]): Promise<void> {
 *   const { evaluations } = await compareAudits(folders);
 *   for (const { rows, differences } of evaluations) {
 *     for (const { audio, text, clean } of rows) console.log(audio, text, clean?.mean);
 *     for (const { row, from, of, value, shown } of differences) {
 *       console.log(`${of} of row ${row} minus row ${from}: ${value}, ${shown}`);
 *     }
 *   }
 * }
 * ```
 */
export async function compareAudits(
  folders: readonly string[],
  options?: ComparisonOptions,
): Promise<Comparison> {
  return await (await loading()).compareAudits(folders, options);
}

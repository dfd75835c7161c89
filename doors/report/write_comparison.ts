/**
 * Loads `src/report/compare/write_comparison.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Comparison } from "../../src/audit/comparison/comparison.ts";
import type { ComparisonFolderOptions } from "../../src/report/compare/write_comparison.ts";

const loading = later<typeof import("../../src/report/compare/write_comparison.ts")>(
  new URL("../../src/report/compare/write_comparison.ts", import.meta.url),
);

/**
 * Writes the folder, which appears whole or not at all.
 *
 * @param out to write, in a folder that exists
 * @throws {InputError} when something is there that may not be replaced
 * @throws {SurroundingsError} when it cannot be written
 *
 * @example
 * ```ts
 * import { compareAudits } from "../../src/audit/comparison/compare_audits.ts";
 * async function write(folders: string[]): Promise<void> {
 *   await writeComparison(await compareAudits(folders), "side-by-side");
 * }
 * ```
 */
export async function writeComparison(
  comparison: Comparison,
  out: string,
  options?: ComparisonFolderOptions,
): Promise<void> {
  await (await loading()).writeComparison(comparison, out, options);
}

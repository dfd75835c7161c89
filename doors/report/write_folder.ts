/**
 * Loads `src/report/folder/write_folder.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { AuditResults } from "../../src/audit/results/results.ts";
import type { ReportOptions } from "../../src/report/folder/write_folder.ts";

const loading = later<typeof import("../../src/report/folder/write_folder.ts")>(
  new URL("../../src/report/folder/write_folder.ts", import.meta.url),
);

/**
 * Writes the report of an audit's folder again, from its other files, with the same bytes that the audit wrote unless
 * sounds are asked for; and, where they are asked for, the tables of a paper, its methods, a checklist, and charts as PDF.
 *
 * @returns the audit's results
 * @throws {InputError} when the folder holds no finished audit, a file is malformed or too large, trainings are missing, a file of a user's is
 * where a table or the report is to be, a table was changed, the folder of sounds has none of them, or another process works in the folder
 * @throws {SurroundingsError} when a file cannot be written, or the font of PDF charts cannot be fetched
 */
export async function rewriteReport(
  folder: string,
  options?: ReportOptions,
): Promise<AuditResults> {
  return await (await loading()).rewriteReport(folder, options);
}

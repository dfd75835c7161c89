/**
 * Reports of audits: the page, the tables of a paper, comparisons.
 *
 * The example runs without permissions. What is a promise needs `--allow-read` of Earnest's code (by URL
 * `--allow-import` of its host), and of the audit's folder with `--allow-write`; charts and PDF also need `--allow-read`
 * of Deno's cache, which `deno info` names.
 *
 * @example The formats and names of a paper's tables:
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(TABLE_FORMATS, ["csv", "latex", "markdown"]);
 * assert.ok(TABLE_NAMES.length > 0);
 * ```
 * @module
 */
export * from "./basics.ts";
export type { ReportOptions } from "../src/report/folder/write_folder.ts";
export { rewriteReport } from "./report/write_folder.ts";
export { writeAuditFolder } from "./report/write_audit_folder.ts";
export type { ReportCell } from "../src/report/folder/read_folder.ts";
export { renderReport } from "./report/html.ts";
export type { Report, ReportInput } from "../src/report/html.ts";
export type { ComparisonFolderOptions } from "../src/report/compare/write_comparison.ts";
export { writeComparison } from "./report/write_comparison.ts";
export { reportSentences } from "../src/report/words/report_sentences.ts";
export { resultsTable } from "../src/report/table.ts";
export { paperTables } from "../src/report/paper/paper_tables.ts";
export {
  type PaperTable,
  type ShownGroup,
  type ShownHead,
  type ShownTable,
  TABLE_FORMATS,
  TABLE_NAMES,
  type TableFormat,
  type TableName,
  type Value,
} from "../src/report/paper/table.ts";
export { asCsv } from "../src/report/paper/csv.ts";
export { asLatex } from "../src/report/paper/latex.ts";
export { asMarkdown } from "../src/report/paper/markdown.ts";

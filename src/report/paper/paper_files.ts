/**
 * The files of a paper, by their names in the folder of tables.
 * @module
 */
import { LATEX_MARK } from "../../audit/folder/paper_names.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import { asCsv } from "./csv.ts";
import { asLatex, LATEX_PACKAGES } from "./latex.ts";
import { asMarkdown } from "./markdown.ts";
import { paperTables } from "./paper_tables.ts";
import type { PaperTable } from "./table.ts";

/** The formats of tables. */
export const TABLE_FORMATS = ["csv", "latex", "markdown"] as const;
/** One of {@link TABLE_FORMATS}. */
export type TableFormat = typeof TABLE_FORMATS[number];

/** Writes each table in each format. */
export function paperFiles(
  results: AuditResults,
  formats: readonly TableFormat[],
): Record<string, string> {
  const tables = paperTables(results);
  const files = formats.flatMap((format) => filesOf(tables, format));
  return Object.fromEntries(files);
}

function filesOf(tables: readonly PaperTable[], format: TableFormat): [string, string][] {
  if (format === "csv") return tables.map((table) => [`${table.name}.csv`, asCsv(table)]);
  if (format === "markdown") return tables.map((table) => [`${table.name}.md`, asMarkdown(table)]);
  return [
    ...tables.map((table): [string, string] => [`${table.name}.tex`, asLatex(table)]),
    ["all.tex", documentOf(tables)],
  ];
}

/** Makes a small document that inputs every table, to see at once whether they compile. */
function documentOf(tables: readonly PaperTable[]): string {
  return [
    LATEX_MARK,
    "\\documentclass[twocolumn]{article}",
    ...LATEX_PACKAGES.map((name) => `\\usepackage{${name}}`),
    "\\begin{document}",
    // Without a break, many classes would be more floats than LaTeX holds.
    ...tables.map(({ name }) => `\\input{${name}}\n\\clearpage`),
    "\\end{document}",
    "",
  ].join("\n");
}

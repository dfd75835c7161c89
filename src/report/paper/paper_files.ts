/**
 * The files of a paper, by their names in the folder of tables.
 * @module
 */
import type { TableFormat } from "./table.ts";
import { LATEX_MARK } from "../../audit/folder/paper_marks.ts";
import { VERSION } from "../../basics/version.ts";
import { checklistTable } from "./checklist/checklist.ts";
import { bibliography } from "./citations.ts";
import { asCsv } from "./csv.ts";
import { asLatex, LATEX_PACKAGES } from "./latex.ts";
import { type Figure, figuresLatex, figuresMarkdown, figuresOf } from "./figures.ts";
import { asMarkdown } from "./markdown.ts";
import { citedIn, methodsLatex, methodsMarkdown, methodsOf } from "./methods/methods.ts";
import type { MethodsInput, Paragraph } from "./methods/sentence.ts";
import { paperTables } from "./paper_tables.ts";
import type { PaperTable } from "./table.ts";

/**
 * Writes the tables and the checklist in each format; where there is LaTeX or Markdown, also the methods paragraph and what
 * it cites, and captions of the charts.
 *
 * @param charts SVG by name of file
 */
export function paperFiles(
  input: MethodsInput,
  formats: readonly TableFormat[],
  charts: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const tables = [...paperTables(input.results), checklistTable(input)];
  const methods = methodsOf(input);
  const figures = figuresOf(charts, input.results);
  const files = formats.flatMap((format) => filesOf({ tables, methods, figures }, format));
  if (formats.some((format) => format !== "csv")) {
    const version = input.results.fingerprint.version ?? VERSION;
    files.push(["references.bib", bibliography(citedIn(methods), version)]);
  }
  return Object.fromEntries(files);
}

/** What files are made from. */
interface Content {
  readonly tables: readonly PaperTable[];
  readonly methods: readonly Paragraph[];
  readonly figures: readonly Figure[];
}

function filesOf(
  { tables, methods, figures }: Content,
  format: TableFormat,
): [string, string][] {
  const each = (ending: string, write: (table: PaperTable) => string) =>
    tables.map((table): [string, string] => [`${table.name}.${ending}`, write(table)]);
  switch (format) {
    case "csv":
      return each("csv", asCsv);
    case "markdown":
      return [
        ...each("md", asMarkdown),
        ["methods.md", methodsMarkdown(methods)],
        ["figures.md", figuresMarkdown(figures)],
      ];
    case "latex":
      return [
        ...each("tex", asLatex),
        ["methods.tex", methodsLatex(methods)],
        ["figures.tex", figuresLatex(figures)],
        ["all.tex", documentOf(tables)],
      ];
  }
}

/** Makes a small document that inputs the methods and every table, to see at once whether they compile. */
function documentOf(tables: readonly PaperTable[]): string {
  return [
    LATEX_MARK,
    "% pdflatex all; bibtex all; pdflatex all; pdflatex all",
    "\\documentclass[twocolumn]{article}",
    ...LATEX_PACKAGES.map((name) => `\\usepackage{${name}}`),
    "\\begin{document}",
    "\\input{methods}",
    "\\bibliographystyle{plain}",
    "\\bibliography{references}",
    ...inputsOf(tables),
    "\\end{document}",
    "",
  ].join("\n");
}

/** Most floats that LaTeX may hold back: releases before 2015 stop at 19. */
const MOST_FLOATS = 18;

/** Inputs tables, which float; a page is ended only where LaTeX would have to hold back too many. */
function inputsOf(tables: readonly PaperTable[]): string[] {
  let held = 0;
  return tables.flatMap((table) => {
    const floats = asLatex(table).split("\\begin{table").length - 1;
    const isFull = held > 0 && held + floats > MOST_FLOATS;
    held = isFull ? floats : held + floats;
    return [...(isFull ? ["\\clearpage"] : []), `\\input{${table.name}}`];
  });
}

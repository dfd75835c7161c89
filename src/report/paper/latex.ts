/**
 * Writes a paper's table as LaTeX with booktabs: floats that a document inputs.
 * @module
 */
import { LATEX_MARK } from "../../audit/folder/paper_marks.ts";
import { escapeLatex, needsUnicodeCommand, UNICODE_COMMAND } from "./latex_text.ts";
import { headWidth, type Layout, layoutOf, splitRows } from "./latex_layout.ts";
import type { PaperTable, ShownGroup, ShownTable } from "./table.ts";

/** What a document that inputs the tables loads. */
export const LATEX_PACKAGES = ["booktabs", "array"] as const;

/**
 * Writes a table as LaTeX, for `\input`: with `booktabs` and `array`, pdfLaTeX and LuaLaTeX set it with their standard
 * fonts, whatever its labels and names hold. It is a float of a column's width where it fits, else of the page's; more rows
 * than a page holds are floats of their own.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const latex = asLatex({
 *   name: "classes",
 *   columns: [],
 *   rows: [],
 *   shown: [{
 *     caption: "Accuracy.",
 *     heads: [{ head: "class", isText: true }, { head: "dirty", isText: false }],
 *     groups: [{ rows: [["r&b", "−0.25"]] }],
 *   }],
 * });
 * assert.match(latex, /^r\\&b & \\ensuremath\{-\}0\.25 \\\\$/m);
 * ```
 */
export function asLatex(table: PaperTable): string {
  const { name, shown } = table;
  const floats = shown.flatMap((one, at) => {
    const layout = layoutOf(one);
    const parts = splitRows(one.groups, layout);
    return parts.map((groups, part) => {
      const label = [
        `tab:earnest-${name}`,
        ...(at > 0 ? [`${at + 1}`] : []),
        ...(part > 0 ? [`part${part + 1}`] : []),
      ].join("-");
      const more = part > 0 ? " (continued)" : "";
      return floatOf({ ...one, caption: one.caption, groups }, layout, label, more);
    });
  });
  const body = floats.join("\n");
  return [
    LATEX_MARK,
    `% It needs \\usepackage{${
      LATEX_PACKAGES.join(",")
    }}, and compiles with pdfLaTeX and LuaLaTeX.`,
    ...(needsUnicodeCommand(body)
      ? [
        "% Characters that LaTeX's standard fonts lack are written by their number. With a font that has",
        '% them, LuaLaTeX writes them after \\newcommand{\\unicodechar}[1]{\\symbol{"#1}}.',
        UNICODE_COMMAND,
      ]
      : []),
    body,
  ].join("\n");
}

function floatOf(
  { caption, heads, groups }: ShownTable,
  layout: Layout,
  label: string,
  more: string,
): string {
  const environment = layout.isWide ? "table*" : "table";
  // Space separates rows of several lines.
  const end = layout.columns.some((column) => column !== "l" && column !== "r") ? "[2pt]" : "";
  const cells = (row: readonly string[]) =>
    `${lineStart(row.map(escapeLatex).join(" & "))} \\\\${end}`;
  const titles = heads.map(({ head, isText }, column) => {
    if (isText) return escapeLatex(head);
    const width = headWidth(head, layout.letters[column]!);
    const kind = width === undefined ? "r" : `>{\\raggedleft\\arraybackslash}b{${width}}`;
    // The last column has no space at its right.
    const edge = column === heads.length - 1 ? "@{}" : "";
    return `\\multicolumn{1}{${kind}${edge}}{${escapeLatex(head)}}`;
  });
  // A continued table repeats what it is, not what its numbers are.
  const said = more === "" ? caption : `${caption.slice(0, caption.search(/[.:;](\s|$)/))}${more}.`;
  return [
    `\\begin{${environment}}[tp]`,
    "\\centering",
    "\\setlength{\\belowcaptionskip}{4pt}",
    `\\caption{${escapeLatex(said)}}`,
    `\\label{${label}}`,
    "\\footnotesize",
    "\\setlength{\\tabcolsep}{3pt}",
    `\\begin{tabular}{@{}${layout.columns.join("")}@{}}`,
    "\\toprule",
    titles.join(" & ") + " \\\\",
    ...groups.flatMap(({ name, rows }: ShownGroup) => [
      "\\midrule",
      ...(name === undefined
        ? []
        : [`\\multicolumn{${heads.length}}{@{}l@{}}{\\emph{${escapeLatex(name)}}} \\\\`]),
      ...rows.map(cells),
    ]),
    "\\bottomrule",
    "\\end{tabular}",
    `\\end{${environment}}`,
    "",
  ].join("\n");
}

/** Keeps a row that begins with a bracket or star from being taken for an option of the row end before it. */
function lineStart(row: string): string {
  return row.replace(/^[[*]/, "{$&}");
}

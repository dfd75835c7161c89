/**
 * The captions of an audit's figures, as Markdown and as LaTeX to copy from.
 * @module
 */
import { CHARTS_FOLDER } from "../../audit/folder/kind.ts";
import { LATEX_MARK, MARKDOWN_MARK } from "../../audit/folder/paper_marks.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import { escapeLatex, needsUnicodeCommand, UNICODE_COMMAND } from "./latex_text.ts";
import { escapeMarkdown } from "./markdown.ts";
import { parseSvg } from "./pdf/svg_elements.ts";
import { unitsOf } from "./table.ts";

/** A figure of an audit's folder. */
export interface Figure {
  /** Name of its file, without an ending. */
  readonly name: string;
  /** What it shows, in a sentence or more. */
  readonly caption: string;
}

/**
 * Makes the captions of charts: the title that a chart has, and how it is read.
 *
 * @param charts SVG by name of file
 */
export function figuresOf(
  charts: Readonly<Record<string, string>>,
  results: Pick<AuditResults, "measure">,
): Figure[] {
  const how = howToRead(unitsOf(results));
  return Object.entries(charts).map(([file, svg]) => {
    const name = file.replace(/\.svg$/, "");
    const kind = /^map-[1-9]/.test(name)
      ? "map"
      : Object.keys(how).find((one) => name.endsWith(`-${one}`)) ?? "";
    const said = how[kind];
    return { name, caption: `${titleOf(svg)}.${said === undefined ? "" : ` ${said}`}` };
  });
}

/** Says how a chart of each kind is read. */
function howToRead({ all: units }: { all: string }): Readonly<Record<string, string>> {
  const rows =
    `Dot: mean; ticks: single trainings; thick line: 95 % interval for these ${units}; ` +
    `thin line: for ${units} like these`;
  const confusion = "Percent of a row's sounds over all trainings; class folds are framed.";
  return {
    "accuracy": `${rows}; dashed: chance; solid across all rows: the reference of audio alone.`,
    "path":
      "Each bar starts where the one above ended; whiskers: the 95 % interval of a bar's end, " +
      `for ${units} like these.`,
    "cells":
      "Audio off: the baseline in place of the backbone; text off: random codes; the stronger " +
      "the color, the higher.",
    "classes": "Means over trainings, without intervals; dashed: chance.",
    "dose": `${rows}; dashed: chance; rows stand at equal distances.`,
    "diversity": `${rows}; dashed: chance; rows stand at equal distances.`,
    "confusion-dirty": confusion,
    "confusion-clean": confusion,
    "silhouette": `Each mark is one of the ${units}.`,
    "nearest-text": `Each mark is one of the ${units}.`,
    "overlap": `${rows}; dashed: chance.`,
    "map": "Near neighbors stay near; distances and sizes mean nothing.",
  };
}

function titleOf(svg: string): string {
  const all = parseSvg(svg).children;
  const title = all.find(({ tag }) => tag === "title") ??
    all[0]?.children.find(({ tag }) => tag === "title");
  return title?.children.map(({ text }) => text).join("") ?? "";
}

/** Lists figures with their captions as Markdown. */
export function figuresMarkdown(figures: readonly Figure[]): string {
  const lines = figures.map(({ name, caption }) => `- \`${name}\`: ${escapeMarkdown(caption)}`);
  return [MARKDOWN_MARK, "", ...lines, ""].join("\n");
}

/** Writes a float for each figure, to copy from: a paper has few of them. */
export function figuresLatex(figures: readonly Figure[]): string {
  const floats = figures.map(({ name, caption }) =>
    [
      "\\begin{figure}[tp]",
      "\\centering",
      `\\includegraphics[width=\\columnwidth]{../${CHARTS_FOLDER}/${name}.pdf}`,
      `\\caption{${escapeLatex(caption)}}`,
      `\\label{fig:earnest-${name}}`,
      "\\end{figure}",
      "",
    ].join("\n")
  ).join("\n");
  return [
    LATEX_MARK,
    "% Figures to copy from; they need \\usepackage{graphicx}, and paths from this folder.",
    ...(needsUnicodeCommand(floats) ? [UNICODE_COMMAND] : []),
    floats,
  ].join("\n");
}

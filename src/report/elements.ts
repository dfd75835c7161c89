/**
 * The parts that the report's sections are made of.
 * @module
 */
import { Markup, markup, type Part } from "./markup.ts";
import { printable } from "../basics/printable.ts";

/** A section of the page, which the table of contents lists. */
export interface Section {
  /** The heading, which is unique on the page. */
  readonly title: string;
  /** The content below the heading. */
  readonly body: Markup;
}

/** Makes the markup of a section. */
export function sectionMarkup({ title, body }: Section): Markup {
  return markup`<section id="${anchorOf(title)}">
<h2>${title}</h2>
${body}</section>
`;
}

/** Makes the table of contents. */
export function contents(sections: readonly Section[]): Markup {
  const links = sections.map(({ title }) =>
    markup`<li><a href="#${anchorOf(title)}">${title}</a></li>\n`
  );
  return markup`<nav aria-label="Contents"><ol>
${links}</ol></nav>
`;
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** A column of a table; numbers are aligned to the right. */
export interface Column {
  /** The heading. */
  readonly head: string;
  /** Whether the column holds words rather than numbers. */
  readonly words?: boolean;
}

/** Makes a table in a box that scrolls sideways on narrow screens. The first column holds the rows' headings. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
): Markup {
  const kind = (column: number) => columns[column]?.words ? "words" : "number";
  const heads = columns.map(({ head }, column) =>
    markup`<th scope="col" class="${kind(column)}">${head}</th>`
  );
  const body = rows.map(([first, ...others]) => {
    const cells = others.map((cell, index) => markup`<td class="${kind(index + 1)}">${cell}</td>`);
    return markup`<tr><th scope="row" class="${kind(0)}">${first}</th>${cells}</tr>\n`;
  });
  return markup`<figure><figcaption>${caption}</figcaption>
<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table aria-label="${caption}">
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody></table></div></figure>
`;
}

/** Makes a figure of a chart with its caption; undefined without a chart. */
export function figure(svg: string | undefined, title: string, caption: Part): Markup | undefined {
  if (svg === undefined) return undefined;
  return markup`<figure><figcaption><b>${title}</b> ${caption}</figcaption>${new Markup(
    svg,
  )}</figure>
`;
}

/** Makes a list of names and values, one of each a row. */
export function definitions(values: Readonly<Record<string, string>>): Markup {
  const rows = Object.entries(values).map(([name, value]) =>
    markup`<dt>${name}</dt><dd>${value}</dd>\n`
  );
  return markup`<dl>\n${rows}</dl>\n`;
}

/** Makes a preformatted text of several lines. */
export function preformatted(text: string): Markup {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\t", "  ").split("\n").map(printable);
  return markup`<pre>${lines.map((line) => markup`${line}\n`)}</pre>\n`;
}

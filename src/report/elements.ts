/**
 * The parts that the report's sections are made of.
 * @module
 */
import { Markup, markup, type Part } from "./markup.ts";
import { printable } from "../basics/printable.ts";

/** A section of the page, which its table of contents names. */
export interface Section {
  /** The heading; different from every other's. */
  readonly title: string;
  /** What stands below it. */
  readonly body: Markup;
}

/** A section as it stands in the page. */
export function sectionMarkup({ title, body }: Section): Markup {
  return markup`<section id="${anchorOf(title)}">
<h2>${title}</h2>
${body}</section>
`;
}

/** The table of contents. */
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

/** What a column of a table holds; numbers are set to the right. */
export interface Column {
  /** The heading. */
  readonly head: string;
  /** Whether the column holds words rather than numbers. */
  readonly words?: boolean;
}

/** A table in a box of its own that scrolls sideways where the screen is narrow. The first column heads the rows. */
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

/** A chart with its caption, or nothing where there is no chart. */
export function figure(svg: string | undefined, title: string, caption: Part): Markup | undefined {
  if (svg === undefined) return undefined;
  return markup`<figure><figcaption><b>${title}</b> ${caption}</figcaption>${new Markup(
    svg,
  )}</figure>
`;
}

/** Names and values, one pair a row. */
export function definitions(values: Readonly<Record<string, string>>): Markup {
  const rows = Object.entries(values).map(([name, value]) =>
    markup`<dt>${name}</dt><dd>${value}</dd>\n`
  );
  return markup`<dl>\n${rows}</dl>\n`;
}

/** A text of several lines, as it stands. */
export function preformatted(text: string): Markup {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\t", "  ").split("\n").map(printable);
  return markup`<pre>${lines.map((line) => markup`${line}\n`)}</pre>\n`;
}

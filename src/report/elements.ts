/**
 * The parts that the report's sections are made of.
 * @module
 */
import { printable } from "../basics/printable.ts";
import { Markup, markup, type Part } from "./markup.ts";
import { term } from "./term.ts";
import { isTerm } from "./words/terms.ts";

/** A section of the page, which is folded until it is asked for. */
export interface Section {
  /** The heading, which is unique on the page. */
  readonly title: string;
  /** What it answers, in one line. */
  readonly answers: string;
  /** The content below the heading. */
  readonly body: Markup;
}

/** Sections under one heading. */
export interface SectionGroup {
  /** The heading. */
  readonly title: string;
  /** The sections; a group without any is left out. */
  readonly sections: readonly Section[];
}

/** Makes the markup of a group. */
export function groupMarkup({ title, sections }: SectionGroup): Markup | undefined {
  if (sections.length === 0) return undefined;
  return markup`<section class="group" aria-label="${title}">
<h2>${title}</h2>
${sections.map(sectionMarkup)}</section>
`;
}

// The anchor is inside, since a browser opens what is folded around the target of a link.
function sectionMarkup({ title, answers, body }: Section): Markup {
  return markup`<details>
<summary><h3>${title}</h3> <span class="answers">${answers}</span></summary>
<div class="body" id="${anchorOf(title)}">
${body}</div>
</details>
`;
}

/** Makes the table of contents. */
export function contents(groups: readonly SectionGroup[]): Markup {
  const lists = groups.filter(({ sections }) => sections.length > 0).map(({ title, sections }) => {
    const links = sections.map((section) =>
      markup`<li><a href="#${anchorOf(section.title)}">${section.title}</a></li>\n`
    );
    return markup`<div><p>${title}</p><ul>\n${links}</ul></div>\n`;
  });
  return markup`<nav aria-label="Contents">
${lists}</nav>
`;
}

/** Returns the anchor of the section with a title. */
export function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** What an element is about, so that readers can choose a combination of backbones, or a condition. */
export interface About {
  /** The name of the combination; absent for what is about all. */
  readonly arm?: string | undefined;
  /** The condition; absent for what is about all. */
  readonly condition?: string | undefined;
}

/** Makes the attributes by which the page's script finds what an element is about. */
export function about({ arm, condition }: About): Markup {
  return markup`${arm === undefined ? undefined : markup` data-arm="${arm}"`}${
    condition === undefined ? undefined : markup` data-condition="${condition}"`
  }`;
}

/** A column of a table; numbers are aligned to the right. */
export interface Column {
  /** The heading. */
  readonly head: string;
  /** Whether the column holds words rather than numbers. */
  readonly words?: boolean;
}

/** What a table is about; each row may have a condition of its own. */
export interface AboutTable extends About {
  /** The condition of each row. */
  readonly conditions?: readonly string[];
}

/**
 * Makes a table in a box that scrolls sideways on narrow screens. The first column holds the rows' headings. Headings
 * that are terms explain themselves.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
  { conditions, ...whole }: AboutTable = {},
): Markup {
  const kind = (column: number) => columns[column]?.words ? "words" : "number";
  const heads = columns.map(({ head }, column) =>
    markup`<th scope="col" class="${kind(column)}">${isTerm(head) ? term(head) : head}</th>`
  );
  const body = rows.map(([first, ...others], row) => {
    const cells = others.map((cell, index) => markup`<td class="${kind(index + 1)}">${cell}</td>`);
    const of = about({ condition: conditions?.[row] });
    return markup`<tr${of}><th scope="row" class="${kind(0)}">${first}</th>${cells}</tr>\n`;
  });
  return frame(
    { name: caption, caption },
    markup`<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody>`,
    whole,
  );
}

/** Makes the attributes of a box that may scroll sideways, so that the keyboard reaches it. */
export function scrolling(name: string): Markup {
  return markup` role="region" aria-label="${name}" tabindex="0"`;
}

/** What a table is called. */
export interface TableNames {
  /** Its name, for people who cannot see it. */
  readonly name: string;
  /** The text above it. */
  readonly caption: Part;
  /** A class of the stylesheet. */
  readonly kind?: string;
}

/** Makes the box of a table, with its caption. */
export function frame(
  { name, caption, kind }: TableNames,
  rows: Markup,
  whole: About = {},
): Markup {
  const look = kind === undefined ? undefined : markup` class="${kind}"`;
  return markup`<figure${about(whole)}><figcaption>${caption}</figcaption>
<div class="scroll"${scrolling(name)}><table${look} aria-label="${name}">
${rows}</table></div></figure>
`;
}

/** Makes a figure of a chart with its caption; undefined without a chart. */
export function figure(
  svg: string | undefined,
  title: string,
  caption: Part,
  whole: About = {},
): Markup | undefined {
  if (svg === undefined) return undefined;
  return markup`<figure${
    about(whole)
  }><figcaption><b>${title}</b> ${caption}</figcaption>${new Markup(
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

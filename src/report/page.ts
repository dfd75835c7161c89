/**
 * The frame of a page: one HTML file that needs no network and no script.
 * @module
 */
import { contents, type Section, sectionMarkup } from "./elements.ts";
import { Markup, markup } from "./markup.ts";
import css from "./report.css" with { type: "text" };

/** What a page has. */
export interface Page {
  /** Its title, which is its heading, too. */
  readonly title: string;
  /** What kind of page it is, in a few words. */
  readonly kicker: string;
  /** The sentences that it begins with. */
  readonly lead: readonly string[];
  /** Its sections, which the table of contents lists. */
  readonly sections: readonly Section[];
}

/** Makes a page. Texts are escaped and cannot run, load or reorder anything. */
export function pageMarkup({ title, kicker, lead, sections }: Page): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Earnest</title>
<style>
${new Markup(css)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">Earnest · ${kicker}</p>
<h1>${title}</h1>
<ol class="lead">
${lead.map((sentence) => markup`<li>${sentence}</li>\n`)}</ol></header>
${contents(sections)}${sections.map(sectionMarkup)}</main>
</body>
</html>
`;
}

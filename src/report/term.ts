/**
 * Terms that explain themselves where they stand, and the list of them at the report's end.
 * @module
 */
import type { Measure } from "../audit/results/results.ts";
import { escape, Markup, markup } from "./markup.ts";
import { notesOf, type Term } from "./words/terms.ts";

/**
 * Makes a term that shows its note where a pointer rests on it, where it has the keyboard's focus, and on touch, without
 * a script. {@link withNotes} adds the note.
 *
 * @param shown the words that stand for it
 */
export function term(name: Term, shown: string = name): Markup {
  return markup`<button type="button" class="term" data-term="${name}">${shown}</button>`;
}

// Quotes in untrusted texts are escaped, so no text can look like this.
const PLACE = /data-term="([^"]*)"/g;

/** Adds the notes to the terms of a page. The stylesheet shows `data-note`; screen readers say `aria-description`. */
export function withNotes(page: Markup, measure: Measure): Markup {
  const notes = notesOf(measure);
  return new Markup(page.html.replaceAll(PLACE, (_, name: string) => {
    const note = escape(notes.get(name) ?? "");
    return `data-note="${note}" aria-description="${note}"`;
  }));
}

/** Makes the list of the terms that a page uses, in alphabetical order. */
export function glossary(page: Markup, measure: Measure): Markup {
  const used = new Set(Array.from(page.html.matchAll(PLACE), ([, name]) => name!));
  const entries = [...notesOf(measure)].filter(([name]) => used.has(name))
    .sort(([one], [other]) => one.localeCompare(other, "en"))
    .map(([name, note]) => markup`<div><dt>${name}</dt><dd>${note}</dd></div>\n`);
  return markup`<section class="terms" id="terms">
<h2>Terms</h2>
<dl>
${entries}</dl></section>
`;
}

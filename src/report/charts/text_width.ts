/**
 * How wide a text is in a chart, where there is no canvas to measure it.
 * @module
 */

/** Width of a letter in em in the widest of the fonts that browsers take for `system-ui` (DejaVu Sans). */
const NARROW = 0.39;
const MIDDLE = 0.64;
const WIDE = 0.98;

/**
 * Returns a width that no usual font exceeds, in pixels.
 *
 * @param text printable, on one line
 * @param fontSize in pixels
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(textWidth("illicit", 11) < textWidth("mammoth", 11));
 * assert.equal(textWidth("", 11), 0);
 * ```
 */
export function textWidth(text: string, fontSize: number): number {
  return [...text].reduce((width, letter) => width + fontSize * emOf(letter), 0);
}

function emOf(letter: string): number {
  if (/[ijlftrI.,:;'|![\]() ]/.test(letter)) return NARROW;
  if (/[mwMWÆŒ@%−…—]/.test(letter) || letter > "\u2E7F") return WIDE;
  return /\p{Lu}/u.test(letter) ? 0.78 : MIDDLE;
}

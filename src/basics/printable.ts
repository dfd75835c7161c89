/**
 * Text from outside made safe to show: a label or caption never moves the cursor, changes a color or hides what
 * stands beside it.
 * @module
 */

// Controls (terminal escapes), format characters (bidi marks, soft hyphens), line separators and what XML forbids.
// The two joiners stay: Persian, Indic scripts and emoji need them.
const UNPRINTABLE = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]--[\u{200C}\u{200D}]]/gv;

/**
 * A label, name, caption or file name from outside as one harmless line: whatever could steer a terminal, reorder
 * the text around it or break XML becomes U+FFFD. It does not escape markup.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(printable("dog\u001b[2J\u202e"), "dog\ufffd[2J\ufffd");
 * ```
 */
export function printable(text: string): string {
  return text.toWellFormed().replaceAll(UNPRINTABLE, "\uFFFD");
}

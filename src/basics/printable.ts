/**
 * Makes text from outside safe to show: a label or caption never moves the cursor, changes a color or hides the text
 * beside it, and no secret is shown.
 * @module
 */
import { masked } from "./secrets.ts";

// Controls (terminal escapes), format characters (bidi marks, soft hyphens), line separators and what XML forbids.
// The two joiners stay: Persian, Indic scripts and emoji need them.
const UNPRINTABLE = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]--[\u{200C}\u{200D}]]/gv;

/**
 * Turns a label, name, caption or file name from outside into one harmless line: characters that could steer a
 * terminal, reorder the surrounding text or break XML become U+FFFD, and secrets are masked. It does not escape markup.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(printable("dog\u001b[2J\u202e"), "dog\ufffd[2J\ufffd");
 * ```
 */
export function printable(text: string): string {
  return masked(text).toWellFormed().replaceAll(UNPRINTABLE, "\uFFFD");
}

/** Longest quotation in a message, in characters: longer than any legitimate name, hash or shape. */
const LONGEST_QUOTATION = 100;

/**
 * Quotes text from outside in a message: like {@link printable}, and cut where it is long, so that a message stays one
 * line.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(quotable("dog"), "dog");
 * assert.equal(quotable("a".repeat(5_000_000)), "a".repeat(100) + "…");
 * ```
 */
export function quotable(text: string): string {
  // Masks before cutting, since half a secret would not be recognized.
  const safe = masked(text);
  const cut = printable(safe.slice(0, LONGEST_QUOTATION));
  return safe.length > LONGEST_QUOTATION ? `${cut}…` : cut;
}

/**
 * Text from outside made safe to show: a label or caption never moves the cursor, changes a color or hides what
 * stands beside it, and no secret is shown.
 * @module
 */
import { masked } from "./secrets.ts";

// Controls (terminal escapes), format characters (bidi marks, soft hyphens), line separators and what XML forbids.
// The two joiners stay: Persian, Indic scripts and emoji need them.
const UNPRINTABLE = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]--[\u{200C}\u{200D}]]/gv;

/**
 * A label, name, caption or file name from outside as one harmless line: whatever could steer a terminal, reorder
 * the text around it or break XML becomes U+FFFD, and secrets are masked. It does not escape markup.
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

/** Characters of a quotation in a message: more than any honest name, hash or shape needs. */
const LONGEST_QUOTATION = 100;

/**
 * Text from outside as a message quotes it: {@link printable}, and cut where it is long, so that a message stays one
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
  // Before it is cut: half a secret would not be known as one.
  const safe = masked(text);
  const cut = printable(safe.slice(0, LONGEST_QUOTATION));
  return safe.length > LONGEST_QUOTATION ? `${cut}…` : cut;
}

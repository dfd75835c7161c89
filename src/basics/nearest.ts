/**
 * Finds the known word nearest to a mistyped one, for errors that suggest a fix.
 * @module
 */
// Edit distance: small, typed, no dependencies.
import { distance } from "npm:fastest-levenshtein@1.0.16";

/**
 * Returns the known word that was probably meant, if there is one.
 *
 * @param word the word as typed
 * @param known the possible words
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(nearest("sedes", ["seeds", "shuffles"]), "seeds");
 * assert.equal(nearest("x", ["seeds", "shuffles"]), undefined);
 * ```
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let found: string | undefined;
  let least = Math.max(2, Math.ceil(word.length / 2));
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < Math.min(least, candidate.length)) {
      least = edits;
      found = candidate;
    }
  }
  return found;
}

/**
 * Returns `did you mean "device"?` where a known word is near, else the list of known words.
 *
 * @param word the word as typed
 * @param known the possible words
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(suggestion("sedes", ["seeds", "shuffles"]), 'did you mean "seeds"?');
 * assert.equal(suggestion("x", ["seeds", "shuffles"]), "known: seeds, shuffles");
 * ```
 */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? `known: ${known.join(", ")}` : `did you mean "${near}"?`;
}

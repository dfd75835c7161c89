/**
 * Embeds texts as the mean of their words' vectors.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { type TextEmbeddings, UnusableText } from "./backbone.ts";
import { ofLengthOne } from "./pooling.ts";

/** Texts embedded in one call; a text's row does not depend on the others. */
export const WORD_VECTOR_BATCH = 256;

/** A vocabulary with a vector for each word. */
export interface WordVectors {
  /** The name of the vocabulary in error messages. */
  readonly name: string;
  /** Length of a vector. */
  readonly dimensions: number;
  /** The row of each word. */
  readonly rows: ReadonlyMap<string, number>;
  /** words × dimensions, row by row. */
  readonly vectors: Float32Array;
}

/**
 * Splits a text into words: its runs of letters and digits, in lower case. A possessive 's is removed, other
 * apostrophes are dropped so that their neighbors join, and everything else (spaces, `_`, `-`, punctuation) separates
 * words.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(tokenize("Crying_baby, hi-hat; a dog's bark: don't!"), [
 *   "crying", "baby", "hi", "hat", "a", "dog", "bark", "dont",
 * ]);
 * ```
 */
export function tokenize(text: string): string[] {
  const closed = text.toLowerCase().replaceAll(/['’]s(?![\p{L}\p{N}])|['’]/gu, "");
  return closed.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Returns the words of several texts, each once: all that a vocabulary has to know for them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(vocabularyOf(["Dog bark", "loud dog"]), new Set(["dog", "bark", "loud"]));
 * ```
 */
export function vocabularyOf(texts: Iterable<string>): Set<string> {
  const words = new Set<string>();
  for (const text of texts) tokenize(text).forEach((word) => words.add(word));
  return words;
}

/**
 * Embeds each text: the mean of its known words' vectors, weighted by how often a word occurs, scaled to length 1.
 *
 * @throws {UnusableText} when no word of a text is known, or its words' vectors add up to zero
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const words: WordVectors = {
 *   name: "tiny",
 *   dimensions: 2,
 *   rows: new Map([["dog", 0], ["bark", 1]]),
 *   vectors: Float32Array.of(3, 0, 0, 4),
 * };
 * assert.deepEqual(embedTexts(["Dog bark", "loud dog"], words), {
 *   vectors: Float32Array.of(0.6, 0.8, 1, 0),
 *   outOfVocabulary: ["loud"],
 * });
 * assert.throws(() => embedTexts(["meow"], words), /"meow" has no word that tiny knows/);
 * ```
 */
export function embedTexts(texts: readonly string[], words: WordVectors): TextEmbeddings {
  const vectors = new Float32Array(texts.length * words.dimensions);
  const unknown = new Set<string>();
  texts.forEach((text, i) => {
    const tokens = tokenize(text);
    const rows = tokens.flatMap((token) => words.rows.get(token) ?? []);
    const missing = tokens.filter((token) => !words.rows.has(token));
    if (rows.length === 0) throw noKnownWord(i, text, missing, words);
    missing.forEach((token) => unknown.add(token));
    const row = direction(rows, words);
    if (row.every((value) => value === 0)) throw noDirection(i, text, words);
    vectors.set(row, i * words.dimensions);
  });
  return { vectors, outOfVocabulary: [...unknown] };
}

/** Adds up the rows and scales the sum to length 1; the mean has the same direction. */
function direction(rows: readonly number[], { dimensions, vectors }: WordVectors): Float64Array {
  const sum = new Float64Array(dimensions);
  for (const row of rows) {
    for (let i = 0; i < dimensions; i++) sum[i]! += vectors[row * dimensions + i]!;
  }
  return ofLengthOne(sum);
}

function noKnownWord(
  index: number,
  text: string,
  missing: readonly string[],
  words: WordVectors,
): UnusableText {
  const found = missing.length === 0
    ? "it holds no word"
    : `unknown: ${quotable(missing.join(", "))}`;
  return new UnusableText(
    index,
    `Text "${quotable(text)}" has no word that ${words.name} knows (${found}); ` +
      "expected at least one word of its vocabulary",
  );
}

function noDirection(index: number, text: string, { name }: WordVectors): UnusableText {
  return new UnusableText(
    index,
    `Text "${quotable(text)}": the vectors of its words in ${name} add up to zero`,
  );
}

/**
 * Random text codes, which replace a text backbone with one that knows nothing.
 * @module
 */
import { ofLengthOne } from "../../backbones/pooling.ts";
import { RandomStream } from "../../basics/random.ts";
import type { AuditText } from "../inputs/read_inputs.ts";
import type { Matrix } from "../../basics/matrix.ts";

/**
 * Draws one random unit vector for each distinct text, with the text backbone's dimensions. Equal texts still have
 * equal codes, so that projectors can learn which sounds belong to which text, but no code carries information about
 * another.
 *
 * Captions hardly ever repeat, so a code for each could serve nothing. They have the sum of one random unit vector for
 * each of their lemmas, scaled to length 1: captions that share words are near each other, and no word is near another.
 * A lemma's vector depends on seed and lemma alone, whatever other texts there are.
 *
 * @param seed the training's seed
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const vectors = { rows: 2, columns: 3, values: new Float32Array(6) };
 * const text = { name: "any", baseline: undefined, texts: ["cat", "dog"], vectors, outOfVocabulary: [] };
 * const { values } = randomCodes(text, 7);
 * assert.ok(Math.abs(Math.hypot(...values.subarray(0, 3)) - 1) < 1e-6);
 * assert.deepEqual(values, randomCodes(text, 7).values);
 * assert.notDeepEqual(values, randomCodes(text, 8).values);
 * const captions = { ...text, texts: ["cat, dog", "dog and cat"], lemmas: [["cat", "dog"], ["dog", "cat"]] };
 * const codes = randomCodes(captions, 7).values;
 * assert.deepEqual(codes.subarray(0, 3), codes.subarray(3));
 * ```
 */
export function randomCodes(
  { lemmas, vectors: { rows, columns } }: Pick<AuditText, "lemmas" | "vectors">,
  seed: number,
): Matrix {
  const values = new Float32Array(rows * columns);
  const random = new RandomStream(seed, "random text codes");
  const codeOf = lemmas === undefined
    ? () => direction(random, columns)
    : sumsOfLemmas(lemmas, columns, seed);
  for (let row = 0; row < rows; row++) values.set(codeOf(row), row * columns);
  return { rows, columns, values };
}

/** Draws a unit vector. Normal coordinates have no preferred direction. */
function direction(random: RandomStream, columns: number): Float64Array {
  const vector = new Float64Array(columns);
  for (let i = 0; i < columns; i++) vector[i] = random.normal();
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

/**
 * Makes a function that adds up the vectors of a text's lemmas, in alphabetical order, so that the order of words
 * changes no bit. Streams differ by 32 bits of their names: among 10,000 lemmas, two share a vector with a probability
 * of 0.012.
 */
function sumsOfLemmas(
  lemmas: readonly (readonly string[])[],
  columns: number,
  seed: number,
): (row: number) => Float64Array {
  const vectors = new Map<string, Float64Array>();
  for (const lemma of new Set(lemmas.flat())) {
    const random = new RandomStream(seed, `random code of the lemma ${lemma}`);
    vectors.set(lemma, direction(random, columns));
  }
  return (row) => {
    const sum = new Float64Array(columns);
    for (const lemma of lemmas[row]!.toSorted()) {
      const vector = vectors.get(lemma)!;
      for (let i = 0; i < columns; i++) sum[i]! += vector[i]!;
    }
    return ofLengthOne(sum);
  };
}

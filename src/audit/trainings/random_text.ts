/**
 * Random text codes, which replace a text backbone with one that knows nothing.
 * @module
 */
import { RandomStream } from "../../basics/random.ts";
import type { AuditText } from "../inputs/read_inputs.ts";
import type { Matrix } from "../../basics/matrix.ts";

/**
 * Draws one random unit vector for each distinct text, with the text backbone's dimensions. Equal texts still have
 * equal codes, so that projectors can learn which sounds belong to which text, but no code carries information about
 * another.
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
 * ```
 */
export function randomCodes({ vectors: { rows, columns } }: AuditText, seed: number): Matrix {
  const random = new RandomStream(seed, "random text codes");
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    // Normal coordinates have no preferred direction.
    const code = Array.from({ length: columns }, () => random.normal());
    const norm = Math.hypot(...code);
    values.set(code.map((value) => value / norm), row * columns);
  }
  return { rows, columns, values };
}

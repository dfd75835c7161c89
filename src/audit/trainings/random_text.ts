/**
 * Random text codes: what stands for a text backbone that knows nothing.
 * @module
 */
import { RandomStream } from "../../basics/random.ts";
import type { AuditText } from "../inputs/read_inputs.ts";
import type { Matrix } from "../../basics/matrix.ts";

/**
 * One random unit vector for each distinct text, of the text backbone's dimension. Equal texts still have equal
 * codes, so that projectors can learn which sounds go with which text, but no code says anything of another.
 *
 * @param seed the training's
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const vectors = { rows: 2, columns: 3, values: new Float32Array(6) };
 * const text = { name: "any", texts: ["cat", "dog"], vectors, outOfVocabulary: [] };
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

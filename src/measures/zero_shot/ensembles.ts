/**
 * Prompts: the texts that stand for a label. Several of one label make an ensemble, the mean of their unit vectors:
 * Radford et al., arXiv 2103.00020, section 3.1.4.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { classCentroids, type LabeledVectors } from "../labeled_vectors.ts";

/**
 * The ensemble of each label's prompts: labels × dim, the means of their unit vectors.
 *
 * @param prompts their vectors, and the label of each
 * @throws {InputError} when a label has no prompt
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const values = Float32Array.of(2, 0, 0, 4, 0, 1);
 * const labels = ensembleOf({ values, dim: 2, classes: [0, 0, 1], classCount: 2 });
 * assert.deepEqual([...labels], [0.5, 0.5, 0, 1]);
 * ```
 */
export function ensembleOf(prompts: LabeledVectors): Float32Array {
  promptsOf(prompts.classes, prompts.classCount);
  return classCentroids(prompts);
}

/**
 * The prompts of each label one at a time: set p takes each label's p-th prompt. A label with fewer prompts than others
 * begins again.
 *
 * @returns as many sets of labels × dim as the label with the most prompts has
 * @throws {InputError} when a label has no prompt
 */
export function* singlePrompts(
  { values, dim, classes, classCount }: LabeledVectors,
): Generator<Float32Array> {
  const rows = promptsOf(classes, classCount);
  const most = Math.max(...rows.map(({ length }) => length));
  for (let p = 0; p < most; p++) {
    const labels = new Float32Array(classCount * dim);
    rows.forEach((own, label) => {
      const row = own[p % own.length]!;
      labels.set(values.subarray(row * dim, (row + 1) * dim), label * dim);
    });
    yield labels;
  }
}

/** The rows of each label's prompts. */
function promptsOf(classes: ArrayLike<number>, classCount: number): number[][] {
  const rows = Array.from({ length: classCount }, (): number[] => []);
  for (let row = 0; row < classes.length; row++) rows[classes[row]!]!.push(row);
  const without = rows.findIndex(({ length }) => length === 0);
  if (without < 0) return rows;
  throw new InputError(`Label ${without} has no prompt; expected at least 1`);
}

/**
 * Prompts: the texts that represent a label. Several prompts of one label form an ensemble, the mean of their unit
 * vectors: Radford et al., arXiv 2103.00020, section 3.1.4.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { type Matrix, selectRows } from "../../basics/matrix.ts";
import { classCentroids, type LabeledVectors } from "../labeled_vectors.ts";

/**
 * Computes the ensemble of each label's prompts, one row for each label: the means of their unit vectors.
 *
 * @param prompts the prompts' vectors, and the label of each
 * @throws {InputError} when a label has no prompt
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const values = Float32Array.of(2, 0, 0, 4, 0, 1);
 * const prompts = { rows: 3, columns: 2, values, classes: [0, 0, 1], classCount: 2 };
 * assert.deepEqual([...ensembleOf(prompts).values], [0.5, 0.5, 0, 1]);
 * ```
 */
export function ensembleOf(prompts: LabeledVectors): Matrix {
  promptsOf(prompts.classes, prompts.classCount);
  return classCentroids(prompts);
}

/**
 * Splits the prompts into sets of one prompt for each label: set p takes each label's p-th prompt. A label with fewer
 * prompts than others starts over.
 *
 * @returns as many matrices, one row for each label, as the label with the most prompts has
 * @throws {InputError} when a label has no prompt
 */
export function* singlePrompts(prompts: LabeledVectors): Generator<Matrix> {
  const rows = promptsOf(prompts.classes, prompts.classCount);
  const most = Math.max(...rows.map(({ length }) => length));
  for (let p = 0; p < most; p++) {
    yield selectRows(prompts, rows.map((own) => own[p % own.length]!));
  }
}

/** Lists the rows of each label's prompts. */
function promptsOf(classes: ArrayLike<number>, classCount: number): number[][] {
  const rows = Array.from({ length: classCount }, (): number[] => []);
  for (let row = 0; row < classes.length; row++) rows[classes[row]!]!.push(row);
  const without = rows.findIndex(({ length }) => length === 0);
  if (without < 0) return rows;
  throw new InputError(`Label ${without} has no prompt; expected at least 1`);
}

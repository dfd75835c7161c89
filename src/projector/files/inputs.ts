/**
 * Prepares a backbone's embeddings for projectors: audio is standardized by the training pool, text scaled to length
 * one.
 * @module
 */
import { type Matrix, type Standardization, standardize } from "../../basics/matrix.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { Side } from "../parameters.ts";

/** As in PyTorch's F.normalize. */
const LEAST_NORM = 1e-12;

/**
 * Scales the rows to length one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { values } = ofUnitLength({ rows: 2, columns: 2, values: Float32Array.of(3, 4, 0, 0) });
 * assert.deepEqual(values, Float32Array.of(0.6, 0.8, 0, 0));
 * ```
 */
export function ofUnitLength({ rows, columns, values }: Matrix): Matrix {
  const scaled = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) squares += values[i]! ** 2;
    const norm = Math.max(Math.sqrt(squares), LEAST_NORM);
    for (let i = row * columns; i < (row + 1) * columns; i++) scaled[i] = values[i]! / norm;
  }
  return { rows, columns, values: scaled };
}

/** Prepares the embeddings of a side for its projector. */
export function projectorInput(
  side: Side,
  embeddings: Matrix,
  standardization: Standardization,
): Matrix {
  return side === "audio" ? standardize(embeddings, standardization) : ofUnitLength(embeddings);
}

/**
 * Refuses embeddings of another width than the projector's input.
 *
 * @throws {InputError} that names both
 */
export function requireWidth(
  set: { readonly name: string; readonly columns: number },
  projector: string,
  side: Side,
  expected: number,
): void {
  if (set.columns === expected) return;
  throw new InputError(
    `"${quotable(set.name)}" has rows of ${set.columns} numbers; the ${side} projector of ` +
      `"${quotable(projector)}" takes ${expected}`,
  );
}

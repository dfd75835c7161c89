/**
 * Turns the pairs of a pool into rows of embeddings.
 * @module
 */
import { classNumbers } from "../../basics/class_numbers.ts";
import type { PairRows } from "../training_step.ts";

/** A pair, as the rows of its sound and its text. */
export interface PlacedPair {
  /** Row of its sound's embedding. */
  readonly audio: number;
  /** Row of its text's embedding; pairs with the same text share a row. */
  readonly text: number;
  /** Its class, if it has one. */
  readonly label: string | undefined;
}

/** The pairs of a pool as rows. */
export interface PoolRows {
  /** Those to train on. */
  readonly training: PairRows;
  /** The held-out pairs. */
  readonly validation: PairRows;
  /**
   * The class of each training pair, for class-aware batches: its label if all have one, else its text, or its sound
   * where a sound has several.
   */
  readonly classes: Uint32Array;
}

/**
 * Turns pairs into rows, with the classes of the training pairs.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = [{ audio: 4, text: 1, label: "dog" }, { audio: 2, text: 0, label: "hen" }];
 * const { training, classes } = poolRows(pairs, []);
 * assert.deepEqual([...training.audioRows, ...training.textRows], [4, 2, 1, 0]);
 * assert.deepEqual([...classes], [0, 1]);
 * ```
 */
export function poolRows(
  training: readonly PlacedPair[],
  validation: readonly PlacedPair[],
): PoolRows {
  const rows = pairRows(training);
  const labels = training.flatMap(({ label }) => label ?? []);
  const areLabeled = labels.length === training.length;
  const isOneEach = new Set(rows.audioRows).size === rows.audioRows.length;
  const unlabeled = isOneEach ? rows.textRows : rows.audioRows;
  return {
    training: rows,
    validation: pairRows(validation),
    classes: areLabeled ? Uint32Array.from(classNumbers(labels)) : unlabeled,
  };
}

function pairRows(pairs: readonly PlacedPair[]): PairRows {
  return {
    audioRows: Uint32Array.from(pairs, ({ audio }) => audio),
    textRows: Uint32Array.from(pairs, ({ text }) => text),
  };
}

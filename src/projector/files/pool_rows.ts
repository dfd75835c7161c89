/**
 * Turns the pairs of a pool into rows of embeddings.
 * @module
 */
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

/** Placed pairs, each column by the number of the pair. */
export interface PlacedPairs {
  /** Number of pairs. */
  readonly length: number;
  /** The columns, as {@link PlacedPair} has them. */
  readonly audio: (pair: number) => number;
  readonly text: (pair: number) => number;
  readonly label: (pair: number) => string | undefined;
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
  return poolRowsOf(columnsOf(training), columnsOf(validation));
}

/** Like {@link poolRows}, without an object for each pair. */
export function poolRowsOf(training: PlacedPairs, validation: PlacedPairs): PoolRows {
  const rows = pairRows(training);
  return {
    training: rows,
    validation: pairRows(validation),
    classes: labelNumbers(training) ?? unlabeledClasses(rows),
  };
}

function columnsOf(pairs: readonly PlacedPair[]): PlacedPairs {
  return {
    length: pairs.length,
    audio: (i) => pairs[i]!.audio,
    text: (i) => pairs[i]!.text,
    label: (i) => pairs[i]!.label,
  };
}

/** Numbers the labels in the order in which they first appear; undefined unless all pairs have one. */
function labelNumbers({ length, label }: PlacedPairs): Uint32Array | undefined {
  const known = new Map<string, number>();
  const numbers = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const own = label(i);
    if (own === undefined) return undefined;
    const number = known.get(own) ?? known.size;
    known.set(own, number);
    numbers[i] = number;
  }
  return numbers;
}

function unlabeledClasses({ audioRows, textRows }: PairRows): Uint32Array {
  const isOneEach = new Set(audioRows).size === audioRows.length;
  return isOneEach ? textRows : audioRows;
}

function pairRows({ length, audio, text }: PlacedPairs): PairRows {
  const [audioRows, textRows] = [new Uint32Array(length), new Uint32Array(length)];
  for (let i = 0; i < length; i++) {
    audioRows[i] = audio(i);
    textRows[i] = text(i);
  }
  return { audioRows, textRows };
}

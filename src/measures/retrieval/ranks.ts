/**
 * Where the right answers of each query stand among all candidates.
 * @module
 */
import { breathe } from "../../basics/progress.ts";
import { InputError } from "../../basics/errors.ts";
import { type Matrix, matrixOf, requireMatrix } from "../../basics/matrix.ts";
import type { Compute, Tensor } from "../../compute/compute.ts";
import { unitRows } from "../labeled_vectors.ts";

/** Depth of the mean average precision. */
export const PRECISION_DEPTH = 10;

/** Scores in memory at the same time: 64 MiB. */
const MOST_SCORES = 2 ** 24;

/** What each query found. */
export interface FoundByQueries {
  /** The rank of the first right answer, from 1. */
  readonly ranks: Float64Array;
  /**
   * Average precision at 10: the sum of the precisions at the right answers among the first ten, divided by the smaller
   * of the number of right answers and ten.
   */
  readonly precisions: Float64Array;
}

/** Sounds and their captions, in one space. */
export interface CaptionedSounds {
  /** The sounds, each with at least one caption. */
  readonly sounds: Matrix;
  /** The captions, as wide as the sounds. */
  readonly captions: Matrix;
  /** The row of each caption's sound. */
  readonly soundOf: readonly number[];
}

/** What was found in both directions. */
export interface RetrievalRanks {
  /** Captions as queries, sounds as candidates. */
  readonly captions: FoundByQueries;
  /** Sounds as queries, captions as candidates. */
  readonly sounds: FoundByQueries;
}

/**
 * Ranks by cosine similarity. Among candidates with equal scores, those that are no answer rank first, so that a space in
 * which all vectors are equal finds nothing.
 *
 * @param options `onDone` is called with the number of finished queries, over both directions; `signal` ends the search
 * @throws {InputError} when widths differ, or a sound has no caption
 */
export async function rankBothWays(
  compute: Compute,
  { sounds, captions, soundOf }: CaptionedSounds,
  { onDone = () => {}, signal }: {
    readonly onDone?: (queries: number) => void;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<RetrievalRanks> {
  requireMatrix("sounds", sounds);
  requireMatrix("captions", captions);
  if (sounds.columns !== captions.columns) {
    throw new InputError(
      `Sounds of width ${sounds.columns} and captions of width ${captions.columns}; expected one space`,
    );
  }
  const captionsOf = Array.from({ length: sounds.rows }, (): number[] => []);
  soundOf.forEach((sound, caption) => captionsOf[sound]!.push(caption));
  const bare = captionsOf.findIndex(({ length }) => length === 0);
  if (bare >= 0) throw new InputError(`Sound ${bare} has no caption; expected at least 1`);
  const [x, y] = [unitRows(sounds), unitRows(captions)];
  const answers = soundOf.map((sound) => [sound]);
  const step = (before: number) => async (done: number) => {
    onDone(before + done);
    await breathe();
    signal?.throwIfAborted();
  };
  return {
    captions: await rankQueries(compute, y, x, answers, step(0)),
    sounds: await rankQueries(compute, x, y, captionsOf, step(captions.rows)),
  };
}

async function rankQueries(
  compute: Compute,
  queries: Matrix,
  candidates: Matrix,
  matches: readonly (readonly number[])[],
  step: (queries: number) => Promise<void>,
): Promise<FoundByQueries> {
  const { columns } = queries;
  const count = candidates.rows;
  const block = Math.max(1, Math.min(matches.length, Math.floor(MOST_SCORES / count)));
  const database = compute.tensor(count, columns, candidates.values);
  const ranks = new Float64Array(matches.length);
  const precisions = new Float64Array(matches.length);
  try {
    for (let first = 0; first < matches.length; first += block) {
      const own = matches.slice(first, first + block);
      const values = queries.values.subarray(first * columns, (first + own.length) * columns);
      const scores = await scoresOf(compute, matrixOf(columns, values), database);
      own.forEach((rows, query) => {
        const places = placesOf(scores.subarray(query * count, (query + 1) * count), rows);
        ranks[first + query] = places[0]!;
        precisions[first + query] = averagePrecision(places);
      });
      await step(first + own.length);
    }
  } finally {
    compute.release(database);
  }
  return { ranks, precisions };
}

async function scoresOf(
  compute: Compute,
  { rows, columns, values }: Matrix,
  database: Tensor,
): Promise<Float32Array> {
  const queries = compute.tensor(rows, columns, values);
  const scores = compute.tensor(queries.rows, database.rows);
  try {
    compute.matrixMultiply(queries, database, scores, { transpose: "right" });
    return await compute.read(scores);
  } finally {
    compute.release(queries, scores);
  }
}

/** Returns the places of the right answers, from 1, the first of them first. */
function placesOf(scores: Float32Array, matches: readonly number[]): number[] {
  const own = matches.map((row) => scores[row]!).sort((a, b) => b - a);
  return own.map((score, i) => {
    let before = 0;
    for (let row = 0; row < scores.length; row++) if (scores[row]! >= score) before++;
    // Other candidates come before an equally near answer, the answers among themselves in turn.
    return before - own.filter((other) => other >= score).length + i + 1;
  });
}

/**
 * Computes average precision at 10 from the places of the right answers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(averagePrecision([1, 4, 20]), (1 / 1 + 2 / 4) / 3);
 * assert.equal(averagePrecision([11]), 0);
 * ```
 */
export function averagePrecision(places: readonly number[]): number {
  const sum = places.reduce(
    (sum, place, i) => place <= PRECISION_DEPTH ? sum + (i + 1) / place : sum,
    0,
  );
  return sum / Math.min(places.length, PRECISION_DEPTH);
}

/**
 * Retrieval: whether a caption finds its sound among all sounds, and a sound one of its captions among all captions.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { breathe, type OnProgress } from "../../basics/progress.ts";
import { type Matrix, matrixOf, requireMatrix } from "../../basics/matrix.ts";
import type { Compute, Tensor } from "../../compute/compute.ts";
import { unitRows } from "../labeled_vectors.ts";
import {
  bootstrap,
  type BootstrapOptions,
  type Estimate,
  untrainedQuantity,
} from "../../statistics/bootstrap.ts";
import { intervalOf } from "../../statistics/intervals.ts";
import { mean } from "../../statistics/means.ts";
import { bootstrapMedian } from "../../statistics/median.ts";
import { groupSources } from "../../statistics/sources.ts";

/** Depths at which recall is measured. */
export const DEPTHS = [1, 5, 10] as const;

/** Scores in memory at the same time: 64 MiB. */
const MOST_SCORES = 2 ** 24;

/** A measure with the 95 % interval over resampled sources, each with all captions of its sounds. */
export interface RetrievalMeasure {
  /** Its value over all queries. */
  readonly value: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
}

/** Retrieval in one direction. */
export interface Retrieval {
  /** Number of queries. */
  readonly queries: number;
  /** Number of candidates that are ranked for each query. */
  readonly candidates: number;
  /** Share of queries with a match among the first k, by `k1` and so on, with the expectation of a random order. */
  readonly recall: Readonly<Record<string, RetrievalMeasure & { readonly chance: number }>>;
  /** Median over queries of the rank of the first match, from 1. */
  readonly median_rank: RetrievalMeasure;
}

/** Retrieval in both directions. */
export interface RetrievalMeasures {
  /** Captions as queries, sounds as candidates. */
  readonly text_to_audio: Retrieval;
  /** Sounds as queries, captions as candidates. */
  readonly audio_to_text: Retrieval;
}

/**
 * Measures retrieval by cosine similarity. Among candidates with equal scores, those that do not match rank first, so
 * that a space in which all vectors are equal finds nothing.
 *
 * @param sounds the sounds, each with at least one caption
 * @param captions the captions, in the same space
 * @param soundOf the row of each caption's sound
 * @param sources source of each sound; a sound without one is its own source
 * @param onProgress called with the number of finished queries, over both directions
 * @throws {InputError} when widths differ, or a sound has no caption
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const sounds = { rows: 2, columns: 2, values: Float32Array.of(1, 0, 0, 1) };
 * const captions = { rows: 2, columns: 2, values: Float32Array.of(0, 2, 3, 1) };
 * const sources = [undefined, undefined];
 * const options = { resamples: 100, seed: 0 };
 * const found = await measureRetrieval(compute, sounds, captions, [1, 0], sources, options);
 * assert.equal(found.text_to_audio.recall["k1"]!.value, 1);
 * compute.close();
 * ```
 */
export async function measureRetrieval(
  compute: Compute,
  sounds: Matrix,
  captions: Matrix,
  soundOf: readonly number[],
  sources: readonly (string | undefined)[],
  options: BootstrapOptions,
  onProgress?: OnProgress,
): Promise<RetrievalMeasures> {
  requireMatrix("sounds", sounds);
  requireMatrix("captions", captions);
  const [soundCount, captionCount] = [sounds.rows, captions.rows];
  if (sounds.columns !== captions.columns) {
    throw new InputError(
      `Sounds of width ${sounds.columns} and captions of width ${captions.columns}; expected one space`,
    );
  }
  const captionsOf = Array.from({ length: soundCount }, (): number[] => []);
  soundOf.forEach((sound, caption) => captionsOf[sound]!.push(caption));
  const bare = captionsOf.findIndex(({ length }) => length === 0);
  if (bare >= 0) throw new InputError(`Sound ${bare} has no caption; expected at least 1`);
  const total = soundCount + captionCount;
  const report = (before: number) => (done: number) =>
    onProgress?.({ stage: "retrieving", done: before + done, total });

  const [x, y] = [unitRows(sounds), unitRows(captions)];
  const ofCaptions = await ranksOf(compute, y, x, soundOf.map((sound) => [sound]), report(0));
  const ofSounds = await ranksOf(compute, x, y, captionsOf, report(captionCount));
  // Sources get a prefix, so that the captions of a sound without a source share one source.
  const known = sources.map((source, i) =>
    source === undefined ? `sound ${i}` : `source ${source}`
  );
  const ones = soundOf.map(() => 1);
  const captionCounts = captionsOf.map(({ length }) => length);
  const ofCaption = soundOf.map((sound) => known[sound]!);
  return {
    text_to_audio: measure(ofCaptions, soundCount, ones, ofCaption, options),
    audio_to_text: measure(ofSounds, captionCount, captionCounts, known, options),
  };
}

/** Computes the rank, from 1, of each query's first match. */
async function ranksOf(
  compute: Compute,
  queries: Matrix,
  candidates: Matrix,
  matches: readonly (readonly number[])[],
  onDone: (queries: number) => void,
): Promise<Float64Array> {
  const { columns } = queries;
  const count = candidates.rows;
  const block = Math.max(1, Math.min(matches.length, Math.floor(MOST_SCORES / count)));
  const database = compute.tensor(count, columns, candidates.values);
  const ranks = new Float64Array(matches.length);
  try {
    for (let first = 0; first < matches.length; first += block) {
      const own = matches.slice(first, first + block);
      const values = queries.values.subarray(first * columns, (first + own.length) * columns);
      const scores = await scoresOf(compute, matrixOf(columns, values), database);
      own.forEach((rows, query) => {
        ranks[first + query] = rankOf(scores.subarray(query * count, (query + 1) * count), rows);
      });
      onDone(first + own.length);
      await breathe();
    }
  } finally {
    compute.release(database);
  }
  return ranks;
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

function rankOf(scores: Float32Array, matches: readonly number[]): number {
  const best = Math.max(...matches.map((row) => scores[row]!));
  let rank = 1;
  for (let row = 0; row < scores.length; row++) if (scores[row]! >= best) rank++;
  return rank - matches.filter((row) => scores[row]! >= best).length;
}

function measure(
  ranks: Float64Array,
  candidates: number,
  matches: readonly number[],
  sources: readonly string[],
  options: BootstrapOptions,
): Retrieval {
  const table = groupSources(sources.map(() => 0), sources);
  const found = DEPTHS.map((depth) => ranks.map((rank) => rank <= depth ? 1 : 0));
  const estimates = bootstrap(
    table,
    found.map((hits) => untrainedQuantity(table, "items", hits)),
    options,
  );
  const recall = DEPTHS.map((depth, at) => {
    const chance = mean(matches.map((own) => chanceOf(own, candidates, depth)));
    return [`k${depth}`, { ...measureOf(estimates[at]!), chance }];
  });
  return {
    queries: ranks.length,
    candidates,
    recall: Object.fromEntries(recall),
    median_rank: measureOf(bootstrapMedian(table, ranks, options)),
  };
}

function measureOf(estimate: Estimate): RetrievalMeasure {
  // All queries are one class, so that only their sources are resampled.
  const { low_fixed: low, high_fixed: high } = intervalOf(estimate);
  return { value: estimate.value, low, high };
}

/** Computes the probability that one of the matches is among the first of a random order. */
function chanceOf(matches: number, candidates: number, depth: number): number {
  let none = 1;
  for (let place = 0; place < depth; place++) {
    none *= Math.max(0, candidates - matches - place) / Math.max(1, candidates - place);
  }
  return 1 - none;
}

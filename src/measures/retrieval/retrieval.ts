/**
 * Retrieval: whether a caption finds its sound among all sounds, and a sound one of its captions among all captions.
 * @module
 */
import type { WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import { type CaptionedSounds, type FoundByQueries, rankBothWays } from "./ranks.ts";
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
  /**
   * Mean average precision at 10: the mean over queries of the precisions at the right answers among the first ten,
   * divided by the smaller of the number of right answers and ten.
   */
  readonly map_at_10: RetrievalMeasure;
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

/** Sounds with captions and sources. */
export interface RetrievalData extends CaptionedSounds {
  /** Source of each sound; a sound without one is its own source. */
  readonly sources: readonly (string | undefined)[];
}

/**
 * Measures retrieval by cosine similarity. Among candidates with equal scores, those that do not match rank first, so
 * that a space in which all vectors are equal finds nothing.
 *
 * @param data the sounds, their captions and their sources
 * @param options the bootstrap's; progress counts finished queries, over both directions
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
 * const found = await measureRetrieval(compute, { sounds, captions, soundOf: [1, 0], sources }, options);
 * assert.equal(found.text_to_audio.recall["k1"]!.value, 1);
 * compute.close();
 * ```
 */
export async function measureRetrieval(
  compute: Compute,
  data: RetrievalData,
  options: BootstrapOptions & WorkOptions,
): Promise<RetrievalMeasures> {
  const { sounds, captions, soundOf, sources } = data;
  const { onProgress, signal } = options;
  const total = sounds.rows + captions.rows;
  const { captions: ofCaptions, sounds: ofSounds } = await rankBothWays(compute, data, {
    onDone: (done) => onProgress?.({ stage: "retrieving", done, total }),
    signal,
  });
  // Sources get a prefix, so that the captions of a sound without a source share one source.
  const known = sources.map((source, i) =>
    source === undefined ? `sound ${i}` : `source ${source}`
  );
  const ones = soundOf.map(() => 1);
  const captionCounts = countsOf(soundOf, sounds.rows);
  const ofCaption = soundOf.map((sound) => known[sound]!);
  return {
    text_to_audio: measure(ofCaptions, sounds.rows, ones, ofCaption, options),
    audio_to_text: measure(ofSounds, captions.rows, captionCounts, known, options),
  };
}

/** Counts the captions of each sound. */
export function countsOf(soundOf: readonly number[], sounds: number): number[] {
  const counts = Array<number>(sounds).fill(0);
  for (const sound of soundOf) counts[sound]!++;
  return counts;
}

function measure(
  { ranks, precisions }: FoundByQueries,
  candidates: number,
  matches: readonly number[],
  sources: readonly string[],
  options: BootstrapOptions,
): Retrieval {
  const table = groupSources(sources.map(() => 0), sources);
  const found = DEPTHS.map((depth) => ranks.map((rank) => rank <= depth ? 1 : 0));
  const estimates = bootstrap(
    table,
    [...found, precisions].map((values) => untrainedQuantity(table, "items", values)),
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
    map_at_10: measureOf(estimates.at(-1)!),
    median_rank: measureOf(bootstrapMedian(table, ranks, options)),
  };
}

function measureOf(estimate: Estimate): RetrievalMeasure {
  // All queries are one class, so that only their sources are resampled.
  const { low_fixed: low, high_fixed: high } = intervalOf(estimate);
  return { value: estimate.value, low, high };
}

/** Computes the probability that one of the matches is among the first of a random order. */
export function chanceOf(matches: number, candidates: number, depth: number): number {
  let none = 1;
  for (let place = 0; place < depth; place++) {
    none *= Math.max(0, candidates - matches - place) / Math.max(1, candidates - place);
  }
  return 1 - none;
}

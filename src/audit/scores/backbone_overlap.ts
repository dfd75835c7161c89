/**
 * Measures whether audio and text backbones agree about which classes are near each other, before any training.
 * @module
 */
import { freeMatrix } from "../../basics/matrix.ts";
import type { Compute } from "../../compute/compute.ts";
import { classCentroids } from "../../measures/labeled_vectors.ts";
import {
  type NeighborhoodOverlap,
  neighborhoodOverlap,
} from "../../measures/separability/overlap.ts";
import type { BootstrapOptions } from "../../statistics/bootstrap.ts";
import { holm } from "../../statistics/holm.ts";
import { mean } from "../../statistics/means.ts";
import { type Fold, foldVectors } from "../trainings/folds.ts";
import type { AuditAudio, AuditBackbones, AuditText } from "../inputs/shape.ts";
import { labelVectors } from "../inputs/label_prompts.ts";
import { meanOverClasses } from "./resampling.ts";
import { LEAST_NEIGHBORHOODS, neighborsAmong } from "../trainings/shared_space.ts";
import type { OverlapResult } from "../results/spaces.ts";

const PERMUTATIONS = 9_999;
/** Two sums of the same shares in different orders differ by less than this. */
const ROUNDING = 1e-9;

/** The overlap of one pair of backbones, before the correction for all pairs. */
type PairOverlap = OverlapResult & { readonly p_value: number };

/**
 * Measures the overlap of every audio backbone with every text backbone: class centroids of sounds against the labels'
 * texts, within class folds of at least 3 classes. The p-values are corrected for all pairs. Without such a fold, the
 * result is empty.
 */
export async function measureOverlaps(
  compute: Compute,
  { audio, text }: Pick<AuditBackbones, "audio" | "text">,
  folds: readonly Fold[],
  templates: readonly string[],
  options: BootstrapOptions,
): Promise<OverlapResult[]> {
  const large = folds.filter(({ labels }) => labels.length >= LEAST_NEIGHBORHOODS);
  if (large.length === 0) return [];
  const pairs: PairOverlap[] = [];
  for (const sounds of audio) {
    for (const texts of text) {
      pairs.push(await measurePair(compute, sounds, texts, large, templates, options));
    }
  }
  const corrected = holm(pairs.map(({ p_value }) => p_value));
  return pairs.map((pair, i) => ({ ...pair, p_value_holm: corrected[i]! }));
}

async function measurePair(
  compute: Compute,
  audio: AuditAudio,
  text: AuditText,
  folds: readonly Fold[],
  templates: readonly string[],
  options: BootstrapOptions,
): Promise<PairOverlap> {
  const found: NeighborhoodOverlap[] = [];
  for (const fold of folds) {
    const items = foldVectors(fold, audio.evaluation);
    const centroids = classCentroids(items);
    freeMatrix(items);
    const texts = labelVectors(text, fold.labels, templates);
    found.push(
      await neighborhoodOverlap(compute, { first: centroids, second: texts }, {
        k: neighborsAmong(fold.labels.length),
        permutations: PERMUTATIONS,
        // Each class fold has its own permutations, so that the means are over independent ones.
        seed: (options.seed + fold.number) >>> 0,
      }),
    );
  }
  const perClass = found.flatMap(({ perItem }) => [...perItem]);
  return {
    space: "backbone",
    audio: audio.name,
    text: text.name,
    classes: mean(folds.map(({ labels }) => labels.length)),
    k: Math.max(...found.map(({ k }) => k)),
    overlap: meanOverClasses([perClass], "shares", "no trainings", options),
    chance: overFolds(found, ({ chance }) => chance),
    p_value: combinedPValue(found),
  };
}

/** Returns the mean over the classes of all folds. */
function overFolds(
  folds: readonly NeighborhoodOverlap[],
  valueOf: (fold: NeighborhoodOverlap) => number,
): number {
  const sum = folds.reduce((total, fold) => total + fold.perItem.length * valueOf(fold), 0);
  return sum / folds.reduce((total, { perItem }) => total + perItem.length, 0);
}

/** Compares the mean overlap with those after permuting classes within their folds, in all folds at once. */
function combinedPValue(folds: readonly NeighborhoodOverlap[]): number {
  const measured = overFolds(folds, ({ overlap }) => overlap) - ROUNDING;
  let atLeast = 1;
  for (let permutation = 0; permutation < PERMUTATIONS; permutation++) {
    if (overFolds(folds, ({ permuted }) => permuted[permutation]!) >= measured) atLeast++;
  }
  return atLeast / (1 + PERMUTATIONS);
}

/**
 * Measures a training's shared space: how well it separates the classes, and how far audio and text agree in it.
 * @module
 */
import { doAll, type Doing } from "../../basics/do_all.ts";
import type { Matrix } from "../../basics/matrix.ts";
import type { Compute } from "../../compute/compute.ts";
import { classifyByCentroids } from "../../measures/separability/centroids.ts";
import { classCentroids, type LabeledVectors } from "../../measures/labeled_vectors.ts";
import { NEIGHBORS } from "../../measures/separability/measure.ts";
import { nearestOthers } from "../../measures/nearest_others.ts";
import { classifyByNeighbors } from "../../measures/separability/neighbors.ts";
import { neighborhoodOverlap } from "../../measures/separability/overlap.ts";
import type { LabelValues } from "../../statistics/label_bootstrap.ts";
import type { RankedSounds } from "./ranked_sounds.ts";
import { rankByCentroids } from "./ranking.ts";
import { silhouettesOf } from "./silhouettes.ts";

/** Least number of classes for neighborhoods. */
export const LEAST_NEIGHBORHOODS = 3;

/** Measures of one training's shared space, for each item, prompt or label of its class fold. */
export interface SharedSpace {
  /** Cosine silhouette of each item. */
  readonly silhouettesCosine: Float64Array;
  /** Euclidean silhouette of each item, or of each that was drawn for comparisons with all. */
  readonly silhouettesEuclidean: Float64Array;
  /** 1 for each item that the nearest centroid names correctly, with its source left out; else 0. */
  readonly centroidHits: Uint8Array;
  /** The same for the nearest 1 and the nearest 5 items of other sources; of each item, or of each that was drawn. */
  readonly neighborHits: readonly Uint8Array[];
  /** Cosine similarity of each label's text to the nearest other label's. */
  readonly nearestTexts: Float64Array;
  /** Cosine silhouette of each prompt among the prompts of its label; empty where labels have one. */
  readonly textSilhouettesCosine: Float64Array;
  /** Euclidean silhouette of each prompt. */
  readonly textSilhouettesEuclidean: Float64Array;
  /** Share of each label's neighbors that audio and text have in common; empty with fewer than 3 labels. */
  readonly overlaps: Float64Array;
  /**
   * Average precisions of labels when their centroids rank the sounds, where sounds have several labels. Silhouettes and
   * neighbors are of items of one class: these are empty then.
   */
  readonly centroids?: LabelValues;
}

/** The rows of a class fold in the shared space. */
export interface ProjectedFold {
  /** The items and their labels. */
  readonly items: LabeledVectors;
  /** The prompts and their labels. */
  readonly prompts: LabeledVectors;
  /** A row for each label. */
  readonly labels: Matrix;
  /** Source of each item. */
  readonly sources: readonly (string | undefined)[];
  /** The items that are compared with all others, where these are not all. */
  readonly compared?: readonly number[] | undefined;
  /** The items, each once. */
  readonly sounds: Matrix;
  /** The sounds that labels rank, where they have several. */
  readonly ranked: RankedSounds | undefined;
}

/** Returns the number of neighbors of a class: a tenth of the classes, at least one. */
export function neighborsAmong(classes: number): number {
  return Math.max(1, Math.floor(classes / 10));
}

/**
 * Measures a shared space. On lavapipe, 320 items of 10 classes at width 128 take 23 ms of processor time. The time of
 * neighbors and Euclidean silhouettes grows with the square of the items, to 1.0 s at 5,000 items of 50 classes; of more
 * items some are drawn, which are compared with all.
 *
 * @param doing how what waits for the device is done
 */
export async function measureSharedSpace(
  compute: Compute,
  { items, prompts, labels, sources, compared, sounds, ranked }: ProjectedFold,
  seed: number,
  doing: Doing,
): Promise<SharedSpace> {
  const hasSeveral = prompts.classes.length > prompts.classCount;
  const [ofItems, ofPrompts, overlaps] = await doAll(doing, [
    async () =>
      ranked === undefined
        ? await separabilityOf(compute, { items, sources, compared }, doing)
        : { ...UNDEFINED_WITH_SEVERAL_LABELS, centroids: rankByCentroids(sounds, ranked) },
    async () => hasSeveral ? await silhouettesOf(compute, prompts) : undefined,
    () => overlapsOf(compute, items, labels, seed),
  ]);
  return {
    ...ofItems,
    nearestTexts: nearestOthers(labels),
    textSilhouettesCosine: ofPrompts?.cosine ?? new Float64Array(),
    textSilhouettesEuclidean: ofPrompts?.euclidean ?? new Float64Array(),
    overlaps,
  };
}

/** The measures of items of one class each. */
type OfItems = Pick<
  SharedSpace,
  "silhouettesCosine" | "silhouettesEuclidean" | "centroidHits" | "neighborHits"
>;

/** What is not defined of items with several labels. */
const UNDEFINED_WITH_SEVERAL_LABELS: OfItems = {
  silhouettesCosine: new Float64Array(),
  silhouettesEuclidean: new Float64Array(),
  centroidHits: new Uint8Array(),
  neighborHits: [],
};

async function separabilityOf(
  compute: Compute,
  { items, sources, compared }: Pick<ProjectedFold, "items" | "sources" | "compared">,
  doing: Doing,
): Promise<OfItems> {
  const [neighbors, silhouettes] = await doAll(doing, [
    () => classifyByNeighbors(compute, { items, sources }, { ks: NEIGHBORS, only: compared }),
    () => silhouettesOf(compute, items, compared),
  ]);
  return {
    silhouettesCosine: silhouettes.cosine,
    silhouettesEuclidean: silhouettes.euclidean,
    centroidHits: classifyByCentroids({ items, sources }).hits,
    neighborHits: neighbors.map(({ hits }) => hits),
  };
}

async function overlapsOf(
  compute: Compute,
  items: LabeledVectors,
  labels: Matrix,
  seed: number,
): Promise<Float64Array> {
  const { classCount } = items;
  if (classCount < LEAST_NEIGHBORHOODS) return new Float64Array();
  const { perItem } = await neighborhoodOverlap(compute, {
    first: classCentroids(items),
    second: labels,
  }, {
    k: neighborsAmong(classCount),
    // The p-value is not used: in a trained space it proves nothing.
    permutations: 1,
    seed,
  });
  return perItem;
}

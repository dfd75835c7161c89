/**
 * Audio references: how well an audio backbone separates the evaluation classes without text and training.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";
import { classifyByCentroids } from "../../measures/separability/centroids.ts";
import { NEIGHBORS } from "../../measures/separability/measure.ts";
import { classifyByNeighbors } from "../../measures/separability/neighbors.ts";
import { cosineSilhouette, euclideanSilhouette } from "../../measures/separability/silhouette.ts";
import { bootstrap, type Quantity } from "../../statistics/bootstrap.ts";
import type { Interval } from "../../statistics/intervals.ts";
import { type Measured, measuredOf } from "../../statistics/measured.ts";
import { sumBySource } from "../../statistics/sources.ts";
import { type Fold, foldVectors, placeItems } from "../trainings/folds.ts";
import type { AuditAudio } from "../inputs/shape.ts";
import type { Resampling } from "./resampling.ts";
import type { AudioReference } from "../results/results.ts";
import type { SpaceSeparability } from "../results/spaces.ts";

/** The measures of an audio backbone's space. */
type AudioSeparability =
  & SpaceSeparability
  & Required<Omit<SpaceSeparability, "text" | "condition" | "nearest_text">>
  & { readonly audio: string };

/** An audio backbone's space. */
export interface AudioSpace {
  /** How well it separates the classes, each within its class fold. */
  readonly separability: AudioSeparability;
  /** Cosine silhouette of each evaluation item within its class fold. */
  readonly silhouettes: Float64Array;
}

/** A value for each evaluation item of all class folds. */
type PerItem = Float64Array;

interface ItemValues {
  readonly centroidHits: PerItem;
  readonly neighborHits: readonly PerItem[];
  readonly cosine: PerItem;
  readonly euclidean: PerItem;
}

/** Measures an audio backbone on the evaluation items of each class fold, each item's source left out. */
export async function measureAudioSpace(
  compute: Compute,
  audio: AuditAudio,
  folds: readonly Fold[],
  { table, options }: Resampling,
): Promise<AudioSpace> {
  const values = await measureItems(compute, audio, folds);
  const quantity = (mean: Quantity["mean"], perItem: PerItem): Quantity => ({
    mean,
    seedList: "references",
    trainings: [sumBySource(table, perItem)],
  });
  const [cosine, euclidean, centroids, ...neighbors] = bootstrap(table, [
    quantity("items", values.cosine),
    quantity("items", values.euclidean),
    quantity("classes", values.centroidHits),
    ...values.neighborHits.map((hits) => quantity("classes", hits)),
  ], options).map(measuredOf);
  const separability: AudioSeparability = {
    space: "audio backbone",
    audio: audio.name,
    items: audio.evaluation.rows,
    silhouette_cosine: cosine!,
    silhouette_euclidean: euclidean!,
    nearest_centroid: centroids!,
    knn: Object.fromEntries(NEIGHBORS.map((k, i) => [`k${k}`, neighbors[i]!])),
  };
  return { separability, silhouettes: values.cosine };
}

/** Returns the entry of `references` for an audio backbone: the same measures in short. */
export function referenceOf({ separability }: AudioSpace): AudioReference {
  const { audio, nearest_centroid, knn, silhouette_cosine } = separability;
  return {
    audio,
    nearest_centroid: nearest_centroid.value,
    nearest_centroid_interval: withoutValue(nearest_centroid),
    knn: Object.fromEntries(Object.entries(knn).map(([k, { value }]) => [k, value])),
    silhouette_cosine: silhouette_cosine.value,
    silhouette_cosine_interval: withoutValue(silhouette_cosine),
  };
}

function withoutValue({ value: _, ...interval }: Measured): Interval {
  return interval;
}

async function measureItems(
  compute: Compute,
  audio: AuditAudio,
  folds: readonly Fold[],
): Promise<ItemValues> {
  const perItem = () => new Float64Array(audio.evaluation.rows);
  const centroidHits = perItem();
  const [cosine, euclidean] = [perItem(), perItem()];
  const neighborHits = NEIGHBORS.map(perItem);
  for (const fold of folds) {
    const set = foldVectors(fold, audio.evaluation);
    placeItems(centroidHits, fold, classifyByCentroids(set, fold.sources).hits);
    placeItems(cosine, fold, cosineSilhouette(set).perItem);
    placeItems(euclidean, fold, (await euclideanSilhouette(compute, set)).perItem);
    const neighbors = await classifyByNeighbors(compute, set, fold.sources, NEIGHBORS);
    neighbors.forEach(({ hits }, k) => placeItems(neighborHits[k]!, fold, hits));
  }
  return { centroidHits, neighborHits, cosine, euclidean };
}

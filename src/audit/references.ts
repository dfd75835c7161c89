/**
 * Audio references: how well an audio backbone tells the evaluation classes apart with no text and no training.
 * @module
 */
import type { Compute } from "../compute/compute.ts";
import { classifyByCentroids } from "../separability/centroids.ts";
import type { LabeledVectors } from "../separability/labeled_vectors.ts";
import { classifyByNeighbors } from "../separability/neighbors.ts";
import { cosineSilhouette } from "../separability/silhouette.ts";
import { bootstrap, type Quantity } from "../statistics/bootstrap.ts";
import { intervalOf } from "../statistics/intervals.ts";
import { sumBySource } from "../statistics/sources.ts";
import type { Fold } from "./folds.ts";
import type { AuditAudio } from "./inputs.ts";
import { selectRows } from "./matrix.ts";
import type { Resampling } from "./resampling.ts";
import type { AudioReference } from "./results.ts";

const NEIGHBORS = [1, 5];

/** A value of each evaluation item, whatever its class fold. */
type PerItem = Float64Array;

interface ReferenceValues {
  readonly centroidHits: PerItem;
  readonly neighborHits: readonly PerItem[];
  readonly silhouettes: PerItem;
}

/** Measures an audio backbone on the evaluation items of each class fold, each item's source left out. */
export async function measureReference(
  compute: Compute,
  audio: AuditAudio,
  folds: readonly Fold[],
  sources: readonly (string | undefined)[],
  resampling: Resampling,
): Promise<AudioReference> {
  const values = await measureItems(compute, audio, folds, sources);
  const { table, options } = resampling;
  const quantity = (mean: Quantity["mean"], perItem: PerItem): Quantity => ({
    mean,
    seedList: "references",
    trainings: [sumBySource(table, perItem)],
  });
  const [centroids, silhouette, ...neighbors] = bootstrap(table, [
    quantity("classes", values.centroidHits),
    quantity("items", values.silhouettes),
    ...values.neighborHits.map((hits) => quantity("classes", hits)),
  ], options);
  return {
    audio: audio.name,
    nearest_centroid: centroids!.value,
    nearest_centroid_interval: intervalOf(centroids!),
    knn: Object.fromEntries(NEIGHBORS.map((k, i) => [`k${k}`, neighbors[i]!.value])),
    silhouette_cosine: silhouette!.value,
    silhouette_cosine_interval: intervalOf(silhouette!),
  };
}

async function measureItems(
  compute: Compute,
  audio: AuditAudio,
  folds: readonly Fold[],
  sources: readonly (string | undefined)[],
): Promise<ReferenceValues> {
  const perItem = () => new Float64Array(audio.evaluation.rows);
  const centroidHits = perItem();
  const silhouettes = perItem();
  const neighborHits = NEIGHBORS.map(perItem);
  for (const { itemRows, labels, truths } of folds) {
    const { values, columns } = selectRows(audio.evaluation, itemRows);
    const set: LabeledVectors = {
      values,
      dim: columns,
      classes: truths,
      classCount: labels.length,
    };
    const foldSources = itemRows.map((row) => sources[row]);
    const centroids = classifyByCentroids(set, foldSources);
    const neighbors = await classifyByNeighbors(compute, set, foldSources, NEIGHBORS);
    const silhouette = cosineSilhouette(set);
    itemRows.forEach((row, i) => {
      centroidHits[row] = centroids.hits[i]!;
      silhouettes[row] = silhouette.perItem[i]!;
      neighbors.forEach(({ hits }, k) => neighborHits[k]![row] = hits[i]!);
    });
  }
  return { centroidHits, neighborHits, silhouettes };
}

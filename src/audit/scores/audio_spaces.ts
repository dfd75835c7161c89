/**
 * Audio references, which need neither text nor projector: how well an audio backbone separates the evaluation classes,
 * and what a classifier learns from the dirty pool's pairs of these classes.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";
import { freeMatrix } from "../../basics/matrix.ts";
import { classifyByCentroids } from "../../measures/separability/centroids.ts";
import { NEIGHBORS } from "../../measures/separability/measure.ts";
import { classifyByNeighbors } from "../../measures/separability/neighbors.ts";
import type { Quantity } from "../../statistics/bootstrap.ts";
import { measuredOf } from "../../statistics/measured.ts";
import { sumBySource } from "../../statistics/sources.ts";
import { silhouettesOf } from "../trainings/silhouettes.ts";
import { type Fold, foldVectors, placeItems } from "../trainings/folds.ts";
import type { AuditAudio, AuditPair } from "../inputs/shape.ts";
import { type ComparedItems, comparedItems, estimateBoth } from "./compared_items.ts";
import type { Resampling } from "./resampling.ts";
import { measureSamePairs, type SamePairs } from "./same_pairs.ts";
import type { AudioReference } from "../results/references.ts";
import type { SpaceSeparability } from "../results/spaces.ts";

/** The measures of an audio backbone's space. */
type AudioSeparability =
  & SpaceSeparability
  & Required<Pick<SpaceSeparability, "audio" | "nearest_centroid">>;

/** An audio backbone's space. */
export interface AudioSpace {
  /** How well it separates the classes, each within its class fold. */
  readonly separability: AudioSeparability;
  /** Cosine silhouette of each evaluation item within its class fold; none where items have several labels. */
  readonly silhouettes: Float64Array;
  /** The nearest-centroid accuracy that the dirty pool gives; absent where it has no pair of the evaluation's classes. */
  readonly samePairs?: SamePairs;
}

/** A value for each evaluation item of all class folds. */
type PerItem = Float64Array;

interface ItemValues {
  readonly centroidHits: PerItem;
  readonly neighborHits: readonly PerItem[];
  readonly cosine: PerItem;
  readonly euclidean: PerItem;
}

/**
 * Measures an audio backbone on the evaluation items of each class fold, each item's source left out.
 *
 * @param pairs every training pair
 */
export async function measureAudioSpace(
  compute: Compute,
  audio: AuditAudio,
  pairs: readonly AuditPair[],
  folds: readonly Fold[],
  resampling: Resampling,
): Promise<AudioSpace> {
  const own = comparedItems(folds, resampling);
  const values = await measureItems(compute, audio, folds, own);
  const quantity = (
    { table }: Pick<ComparedItems, "table">,
    mean: Quantity["mean"],
    perItem: PerItem,
    of: Quantity["values"] = "shares",
  ): Quantity => ({
    mean,
    values: of,
    seedList: "references",
    trainings: [sumBySource(table, perItem)],
  });
  const [[cosine, centroids], [euclidean, ...neighbors]] = estimateBoth(
    [
      quantity(resampling, "items", values.cosine, "unbounded"),
      quantity(resampling, "classes", values.centroidHits),
    ],
    [
      quantity(own, "items", values.euclidean, "unbounded"),
      ...values.neighborHits.map((hits) => quantity(own, "classes", hits)),
    ],
    own,
    resampling,
  );
  const separability: AudioSeparability = {
    space: "audio backbone",
    audio: audio.name,
    items: audio.evaluation.rows,
    ...(own.drawn === undefined ? {} : { compared: own.drawn }),
    silhouette_cosine: cosine!,
    silhouette_euclidean: euclidean!,
    nearest_centroid: centroids!,
    knn: Object.fromEntries(NEIGHBORS.map((k, i) => [`k${k}`, neighbors[i]!])),
  };
  const samePairs = measureSamePairs(audio, pairs, folds, resampling);
  return { separability, silhouettes: values.cosine, ...(samePairs ? { samePairs } : {}) };
}

/** Returns the entry of `references` for an audio backbone. */
export function referenceOf({ separability, samePairs }: AudioSpace): AudioReference {
  const { audio, nearest_centroid, knn, silhouette_cosine } = separability;
  return {
    audio,
    separability: {
      nearest_centroid,
      ...(knn ? { knn } : {}),
      ...(silhouette_cosine ? { silhouette_cosine } : {}),
    },
    ...(samePairs
      ? {
        same_pairs: {
          nearest_centroid: measuredOf(samePairs.accuracy),
          classes: samePairs.classes,
          pairs: samePairs.pairs,
        },
      }
      : {}),
  };
}

async function measureItems(
  compute: Compute,
  audio: AuditAudio,
  folds: readonly Fold[],
  own: ComparedItems,
): Promise<ItemValues> {
  const perItem = () => new Float64Array(audio.evaluation.rows);
  const perCompared = () => new Float64Array(own.table.sourceOf.length);
  const [centroidHits, cosine, euclidean] = [perItem(), perItem(), perCompared()];
  const neighborHits = NEIGHBORS.map(perCompared);
  for (const [at, fold] of folds.entries()) {
    const set = foldVectors(fold, audio.evaluation);
    placeItems(centroidHits, fold, classifyByCentroids({ items: set, sources: fold.sources }).hits);
    const silhouettes = await silhouettesOf(compute, set, fold.compared);
    placeItems(cosine, fold, silhouettes.cosine);
    placeItems(euclidean, own.folds[at]!, silhouettes.euclidean);
    const neighbors = await classifyByNeighbors(compute, { items: set, sources: fold.sources }, {
      ks: NEIGHBORS,
      only: fold.compared,
    });
    neighbors.forEach(({ hits }, k) => placeItems(neighborHits[k]!, own.folds[at]!, hits));
    freeMatrix(set);
  }
  return { centroidHits, neighborHits, cosine, euclidean };
}

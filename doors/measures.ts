/**
 * Measures of embeddings: zero-shot accuracy, retrieval, separability, t-SNE; and the statistics of them.
 *
 * Import it by itself: it reaches no package and no module of Node, and its code runs in Deno and in browsers.
 *
 * The example runs without permissions, and so does everything else here.
 *
 * @example Rank-correlate two measures of four backbones:
 * ```ts
 * import assert from "node:assert/strict";
 * import { spearman } from "@earnest/earnest/measures";
 * assert.equal(spearman([0.1, 0.4, 0.5, 0.9], [1, 2, 3, 4]), 1);
 * ```
 * @module
 */
export * from "./basics.ts";
export type { Classification } from "../src/measures/classification.ts";
export {
  classifyByScores,
  classifyZeroShot,
  type ItemsAndLabels,
  type LabelScoresOfItems,
  type ZeroShot,
} from "../src/measures/zero_shot/zero_shot.ts";
export type { ClassAssociations } from "../src/measures/zero_shot/associations.ts";
export {
  measureRetrieval,
  type Retrieval,
  type RetrievalData,
  type RetrievalMeasure,
  type RetrievalMeasures,
} from "../src/measures/retrieval/retrieval.ts";
export type {
  CaptionedSounds,
  FoundByQueries,
  RetrievalRanks,
} from "../src/measures/retrieval/ranks.ts";
export {
  type LabelMeasures,
  measureZeroShot,
  type PromptSpread,
  type ZeroShotData,
  type ZeroShotMeasures,
} from "../src/measures/zero_shot/zero_shot_measures.ts";
export {
  measureMultiLabel,
  type MultiLabelData,
  type MultiLabelEvaluation,
  type MultiLabelMeasures,
  type MultiLabelVectors,
} from "../src/measures/multi_label/multi_label_measures.ts";
export {
  commonClasses,
  type CommonItems,
  commonItems,
  type NamedSet,
} from "../src/measures/common_items.ts";
export {
  type ClassSeparability,
  type MeasuredClassification,
  measureSeparability,
  type Separability,
} from "../src/measures/separability/measure.ts";
export { associate, type Association, spearman } from "../src/statistics/spearman.ts";
export { type Measured, measuredOf } from "../src/statistics/measured.ts";
export { classifyByCentroids } from "../src/measures/separability/centroids.ts";
export type { LabeledVectors, SourcedItems } from "../src/measures/labeled_vectors.ts";
export { classifyByNeighbors } from "../src/measures/separability/neighbors.ts";
export {
  type NeighborhoodOverlap,
  neighborhoodOverlap,
  type OverlapOptions,
  type TwoSpaces,
} from "../src/measures/separability/overlap.ts";
export {
  cosineSilhouette,
  euclideanSilhouette,
  type Silhouette,
} from "../src/measures/separability/silhouette.ts";
export {
  type DatabaseRows,
  type NearestOptions,
  type Neighbors,
  type PartOptions,
  searchNearest,
  searchRows,
} from "../src/measures/retrieval/search_nearest.ts";
export {
  type OnRows,
  type SearchOptions,
  SearchRun,
} from "../src/measures/retrieval/search_run.ts";
export { KnownLists } from "../src/measures/retrieval/known_lists.ts";
export { mergeLists, type NearestLists } from "../src/measures/retrieval/nearest_lists.ts";
export { packLists, unpackLists } from "../src/measures/retrieval/packed_lists.ts";
export { tsne, type TsneMap } from "../src/measures/tsne/tsne.ts";
export {
  bootstrap,
  type BootstrapOptions,
  type Estimate,
  type Quantity,
} from "../src/statistics/bootstrap.ts";
export type { Bounds } from "../src/statistics/bounds.ts";
export { difference, type Interval, intervalOf } from "../src/statistics/intervals.ts";
export { groupSources, type SourceTable, sumBySource } from "../src/statistics/sources.ts";
export type { LabelValues } from "../src/statistics/label_bootstrap.ts";
export type { Blocks } from "../src/measures/multi_label/influences.ts";
export type { Matrix, RowBlock, Standardization } from "../src/basics/matrix.ts";

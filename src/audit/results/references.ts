/**
 * The shape of the audio references in `results.json`.
 * @module
 */
import type { Measured } from "../../statistics/measured.ts";

/** What an audio backbone gives without text and projector: two references, never confused. */
export interface AudioReference {
  /** Audio backbone. */
  readonly audio: string;
  /**
   * How well its space keeps the evaluation classes apart: classifiers that learn from the evaluation items themselves,
   * the item's whole source left out.
   */
  readonly separability: {
    /**
     * Balanced nearest-centroid accuracy (cosine); where items have several labels, macro mean average precision of the
     * cosines with the labels' centroids.
     */
    readonly nearest_centroid: Measured;
    /** Balanced k-nearest-neighbor accuracy (cosine): `k1`, `k5`; absent where items have several labels. */
    readonly knn?: Readonly<Record<string, Measured>>;
    /** Mean cosine silhouette of the evaluation items, -1 to 1; absent where items have several labels. */
    readonly silhouette_cosine?: Measured;
  };
  /**
   * What a closed-set classifier gets from the very pairs that the dirty model had; only this one may be compared with
   * the dirty accuracy. Absent where no training pair is of an evaluation class.
   */
  readonly same_pairs?: {
    /**
     * Balanced nearest-centroid accuracy (cosine, embeddings standardized by the dirty pool), learned from the dirty
     * pool's pairs of the evaluation's classes. Classes without such a pair count as wrong. Where items have several
     * labels, macro mean average precision of these centroids; a label without such a pair ranks all items alike.
     */
    readonly nearest_centroid: Measured;
    /** Number of evaluation classes with such a pair. */
    readonly classes: number;
    /** Number of such pairs. */
    readonly pairs: number;
  };
}

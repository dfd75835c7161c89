/**
 * Silhouettes of an audit's items, also where each is alone in its class.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";
import type { LabeledVectors } from "../../measures/labeled_vectors.ts";
import { cosineSilhouette, euclideanSilhouette } from "../../measures/separability/silhouette.ts";

/** Silhouettes of items, -1 to 1. */
export interface Silhouettes {
  /** By cosine distance, of each item. */
  readonly cosine: Float64Array;
  /** By Euclidean distance, of each item or of those that were drawn. */
  readonly euclidean: Float64Array;
}

/**
 * Returns the silhouette of each item. By Euclidean distance it takes the square of the items, for which some may be
 * drawn; by cosine distance the sums of classes are enough. One that is alone in its class has 0, and so have all where
 * every item is: a single measure that says nothing must not refuse an audit.
 *
 * @param drawn the items whose Euclidean silhouettes are computed; by default all
 * @throws {InputError} when the vectors do not match their classes, or have fewer than 2
 */
export async function silhouettesOf(
  compute: Compute,
  set: LabeledVectors,
  drawn?: readonly number[],
): Promise<Silhouettes> {
  const { classes } = set;
  if (new Set(Array.from(classes)).size === classes.length) {
    const count = drawn?.length ?? set.rows;
    return { cosine: new Float64Array(set.rows), euclidean: new Float64Array(count) };
  }
  return {
    cosine: cosineSilhouette(set).perItem,
    euclidean: (await euclideanSilhouette(compute, set, { only: drawn })).perItem,
  };
}

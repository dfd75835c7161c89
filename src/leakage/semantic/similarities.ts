/**
 * Computes how similar captions are to labels, one block of captions at a time.
 * @module
 */
import { type LabelEntry, wordsOfLabel } from "../labels/label_set.ts";
import type { TextBackbone } from "../../backbones/backbone.ts";
import { matrixOf } from "../../basics/matrix.ts";
import { InputError } from "../../basics/errors.ts";
import { type Compute, MOST_NEAREST } from "../../compute/compute.ts";
import { searchNearest } from "../../measures/retrieval/search_nearest.ts";
import { embedUsable } from "./embed_usable.ts";

/** Captions of a block: 16 MiB of embeddings at 1,024 dimensions. */
const BLOCK = 4096;

/** Most similarities in memory, 128 MiB; with more than 4,096 labels, fewer captions are compared at a time. */
const MOST_SIMILARITIES = 2 ** 24;

/**
 * Similarities are rounded to multiples of 1e-5: their last bits depend on the device and on the order in which a
 * text's words are added, and must not decide which of two captions is nearer.
 */
export const SIMILARITY_STEPS = 1e5;

/** The fields of a label that are needed to embed it. */
export type SemanticLabel = Pick<LabelEntry, "label" | "words">;

/** A caption, and the labels that the rules about words have found in it. */
export interface Caption {
  /** The text, as written. */
  readonly text: string;
  /** Labels, verbatim, that some rule has found in the text; similarity to them adds nothing. */
  readonly mentions?: readonly string[];
}

/** Labels with their embeddings. */
export interface EmbeddedLabels {
  /** The labels that the backbone can embed. */
  readonly labels: readonly SemanticLabel[];
  /** labels × dimensions. */
  readonly vectors: Float32Array;
  /** The labels that it cannot embed and that the rule cannot find. */
  readonly unusable: readonly string[];
}

/** The similarities of a block of captions. */
export interface SimilarityBlock<C extends Caption> {
  /** The captions that could be embedded, in order. */
  readonly captions: readonly C[];
  /** captions × labels: cosines, rounded to 1e-5. */
  readonly similarities: Float64Array;
  /** Number of captions of the block that could not be embedded. */
  readonly unusable: number;
}

/**
 * Embeds labels by their words.
 * @throws {InputError} when the backbone can embed none of them
 */
export async function embedLabels(
  backbone: TextBackbone,
  labels: readonly SemanticLabel[],
): Promise<EmbeddedLabels> {
  const { usable, vectors } = await embedUsable(backbone, labels.map(wordsOfLabel));
  if (usable.length === 0) {
    throw new InputError(
      `TEXT-SEMANTIC cannot run: ${backbone.name} can embed none of ${labels.length} labels`,
    );
  }
  const known = new Set(usable);
  return {
    labels: usable.map((i) => labels[i]!),
    vectors,
    unusable: labels.filter((_, i) => !known.has(i)).map(({ label }) => label),
  };
}

/**
 * Compares captions with labels, one block of captions at a time. The size of blocks does not depend on the device.
 */
export async function* similarityBlocks<C extends Caption>(
  compute: Compute,
  backbone: TextBackbone,
  labels: EmbeddedLabels,
  captions: Iterable<C> | AsyncIterable<C>,
): AsyncGenerator<SimilarityBlock<C>> {
  const most = Math.min(BLOCK, MOST_SIMILARITIES / labels.labels.length);
  const atOnce = Math.ceil(most / backbone.batch) * backbone.batch;
  let block: C[] = [];
  for await (const caption of captions) {
    block.push(caption);
    if (block.length < atOnce) continue;
    yield await blockSimilarities(compute, backbone, labels, block);
    block = [];
  }
  if (block.length > 0) yield await blockSimilarities(compute, backbone, labels, block);
}

async function blockSimilarities<C extends Caption>(
  compute: Compute,
  backbone: TextBackbone,
  { labels, vectors }: EmbeddedLabels,
  block: readonly C[],
): Promise<SimilarityBlock<C>> {
  const dim = backbone.dimensions;
  const embedded = await embedUsable(backbone, block.map(({ text }) => text));
  const captions = embedded.usable.map((i) => block[i]!);
  const similarities = new Float64Array(captions.length * labels.length);
  const queries = matrixOf(dim, embedded.vectors);
  for (let first = 0; captions.length > 0 && first < labels.length; first += MOST_NEAREST) {
    const k = Math.min(MOST_NEAREST, labels.length - first);
    const database = matrixOf(dim, vectors.subarray(first * dim, (first + k) * dim));
    // Asking for all labels as nearest ones gives the similarity of each.
    const { scores, rows } = await searchNearest(compute, { queries, database }, { k });
    for (let at = 0; at < scores.length; at++) {
      const caption = Math.floor(at / k);
      const rounded = Math.round(scores[at]! * SIMILARITY_STEPS) / SIMILARITY_STEPS;
      similarities[caption * labels.length + first + rows[at]!] = rounded;
    }
  }
  return { captions, similarities, unusable: block.length - captions.length };
}

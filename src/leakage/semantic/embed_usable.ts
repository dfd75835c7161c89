/**
 * Embeds the texts that a backbone can embed, and reports the others.
 * @module
 */
import { type TextBackbone, UnusableText } from "../../backbones/backbone.ts";

/** Embeddings of some of several texts. */
export interface UsableEmbeddings {
  /** Indices of the texts that have an embedding, in ascending order. */
  readonly usable: readonly number[];
  /** Why each of the other texts has none, by its index. */
  readonly refused: ReadonlyMap<number, string>;
  /** usable × dimensions, row by row. */
  readonly vectors: Float32Array;
  /** Words of the usable texts that the backbone does not know, each once, in order of appearance. */
  readonly outOfVocabulary: readonly string[];
}

/**
 * Embeds what can be embedded, one of the backbone's batches at a time. When the backbone refuses a text, the texts
 * before it in the batch are embedded again by themselves, then the texts after it.
 *
 * @param signal ends the work after the batch at hand, with its reason
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openGlove100d } from "../../backbones/glove_100d.ts";
 * const backbone = await openGlove100d();
 * const { usable, vectors } = await embedUsable(backbone, ["???", "a dog", "", "a hen"]);
 * assert.deepEqual(usable, [1, 3]);
 * assert.equal(vectors.length, 200);
 * await backbone.close();
 * ```
 */
export async function embedUsable(
  backbone: TextBackbone,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<UsableEmbeddings> {
  const dim = backbone.dimensions;
  const usable: number[] = [];
  const reasons = new Map<number, string>();
  const all = new Float32Array(texts.length * dim);
  const unknown = new Set<string>();
  const embed = async (first: number, end: number) => {
    if (first === end) return;
    const { vectors, outOfVocabulary } = await backbone.embed(texts.slice(first, end));
    all.set(vectors, usable.length * dim);
    for (let i = first; i < end; i++) usable.push(i);
    for (const word of outOfVocabulary) unknown.add(word);
  };
  for (let first = 0; first < texts.length; first += backbone.batch) {
    signal?.throwIfAborted();
    const end = Math.min(first + backbone.batch, texts.length);
    for (let next = first; next < end;) {
      try {
        await embed(next, end);
        next = end;
      } catch (thrown) {
        if (!(thrown instanceof UnusableText)) throw thrown;
        const refused = next + thrown.index;
        reasons.set(refused, thrown.message);
        await embed(next, refused);
        next = refused + 1;
      }
    }
  }
  return {
    usable,
    refused: reasons,
    vectors: all.subarray(0, usable.length * dim),
    outOfVocabulary: [...unknown],
  };
}

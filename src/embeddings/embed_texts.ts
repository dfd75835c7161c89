/**
 * Embeds a stream of texts, batch by batch.
 * @module
 */
import type { TextBackbone } from "../backbones/backbone.ts";
import type { Matrix } from "../basics/matrix.ts";
import { breather, type WorkOptions } from "../basics/progress.ts";
import { textEmbedder } from "./embed_items.ts";

/** Embeddings of a batch of texts. */
export interface EmbeddedTexts extends Matrix {
  /** The text of each row, in order. */
  readonly texts: readonly string[];
  /** The texts of the batch that have no row, with the reason. */
  readonly refused: readonly { readonly text: string; readonly reason: string }[];
}

/**
 * Embeds texts as they come, as many at a time as the backbone takes in one call. Only one batch is in memory.
 *
 * @param texts any number of texts
 * @param options `signal` ends the work after the batch at hand, with its reason
 * @throws {SurroundingsError} when the model fails
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openGlove100d } from "../backbones/glove_100d.ts";
 * await using backbone = await openGlove100d();
 * for await (const { texts, columns, refused } of embedTexts(backbone, ["a dog", "???", "rain"])) {
 *   assert.deepEqual([texts, columns], [["a dog", "rain"], 100]);
 *   assert.equal(refused[0]?.text, "???");
 * }
 * ```
 */
export async function* embedTexts(
  backbone: TextBackbone,
  texts: Iterable<string> | AsyncIterable<string>,
  { signal }: Pick<WorkOptions, "signal"> = {},
): AsyncGenerator<EmbeddedTexts> {
  const embedder = textEmbedder(backbone);
  const pause = breather(signal);
  let batch: string[] = [];
  const embedded = async (): Promise<EmbeddedTexts> => {
    await pause();
    const outcomes = await embedder.embedNext(batch.map((text) => ({ text })));
    const rows = outcomes.flatMap((outcome, i) =>
      "reason" in outcome ? [] : [{ text: batch[i]!, vector: outcome }]
    );
    const columns = backbone.dimensions;
    const values = new Float32Array(rows.length * columns);
    rows.forEach(({ vector }, row) => values.set(vector, row * columns));
    const refused = outcomes.flatMap((outcome, i) =>
      "reason" in outcome ? [{ text: batch[i]!, reason: outcome.reason }] : []
    );
    batch = [];
    return { rows: rows.length, columns, values, texts: rows.map(({ text }) => text), refused };
  };
  for await (const text of texts) {
    batch.push(text);
    if (batch.length === backbone.batch) yield await embedded();
  }
  if (batch.length > 0) yield await embedded();
}

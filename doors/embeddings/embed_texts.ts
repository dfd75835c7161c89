/**
 * Loads `src/embeddings/embed_texts.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { TextBackbone } from "../../src/backbones/backbone.ts";
import type { WorkOptions } from "../../src/basics/progress.ts";
import type { EmbeddedTexts } from "../../src/embeddings/embed_texts.ts";

const loading = later<typeof import("../../src/embeddings/embed_texts.ts")>(
  new URL("../../src/embeddings/embed_texts.ts", import.meta.url),
);

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
 * import { openGlove100d } from "../../src/backbones/glove_100d.ts";
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
  options?: Pick<WorkOptions, "signal">,
): AsyncGenerator<EmbeddedTexts> {
  yield* (await loading()).embedTexts(backbone, texts, options);
}

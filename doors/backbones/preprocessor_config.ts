/**
 * Loads `src/audio/front_end/preprocessor_config.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Preparation } from "../../src/audio/front_end/configuration.ts";

const loading = later<typeof import("../../src/audio/front_end/preprocessor_config.ts")>(
  new URL("../../src/audio/front_end/preprocessor_config.ts", import.meta.url),
);

/**
 * Reads sample rate, clips and front end from a `preprocessor_config.json` of transformers' `ClapFeatureExtractor`,
 * `Wav2Vec2FeatureExtractor` (also of HuBERT, SEW, UniSpeech, WavLM and MERT), `WhisperFeatureExtractor` or
 * `ASTFeatureExtractor`.
 *
 * CLAP's longer clips are cropped at their start, where the original crops at random, so that the same clip always gives
 * the same values. `top_db` is ignored, as in the original. CLAP's files with truncation `fusion` are refused: such
 * models take random crops beside the whole clip, and the choice of a batch's short clips that count as long is random
 * too. Whisper's longer clips are cropped, too, where its own transcription goes on.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} that names the key, the found value and the expected one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { sampleRateHz, clip } = await readPreprocessorConfig(
 *   `{ "feature_extractor_type": "ClapFeatureExtractor", "truncation": "rand_trunc" }`,
 *   "preprocessor_config.json",
 * );
 * assert.equal(sampleRateHz, 48_000);
 * assert.deepEqual(clip, { seconds: 10, short: "repeat-pad", long: "crop" });
 * ```
 */
export async function readPreprocessorConfig(text: string, name: string): Promise<Preparation> {
  return await (await loading()).readPreprocessorConfig(text, name);
}

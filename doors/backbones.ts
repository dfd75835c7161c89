/**
 * Backbones: frozen models of sounds and texts, their cards, and what prepares sounds for them.
 *
 * Models, and the packages that run them, are fetched when a backbone is opened.
 *
 * The example runs without permissions. Codecs of sound files and all other backbones need `--allow-read` of Earnest's
 * code (by URL `--allow-import` of its host, and for word vectors `--allow-net` of it); cards need it of their files,
 * and `openwakeword` of Deno's cache, which `deno info` names. Files of the Hugging Face Hub need
 * `--allow-env=HF_HOME`, `--allow-read` and `--allow-write` of that folder, and `--allow-net` of huggingface.co and where
 * it redirects to; {@link HUB_VARIABLES} lists what else is read where `--allow-env` allows it.
 *
 * @example Embed a second of silence with a backbone that ships:
 * ```ts
 * import assert from "node:assert/strict";
 * const backbone = openLogMelStatistics();
 * assert.equal((await backbone.embed(new Float32Array(16_000))).length, 128);
 * ```
 * @module
 */
export * from "./basics.ts";
export { AudioDecoder, type DecodedAudio, type MonoAudio } from "../src/audio/decode.ts";
export { Resampler } from "../src/audio/resample.ts";
export type * from "../src/audio/front_end/configuration.ts";
export { type ModelInput, prepareInput } from "../src/audio/front_end/model_input.ts";
export { FRONT_END_PRESETS } from "../src/audio/front_end/presets.ts";
export { readPreprocessorConfig } from "./backbones/preprocessor_config.ts";
export * from "../src/backbones/backbone.ts";
export type * from "../src/backbones/card.ts";
export { CARD_VARIABLES } from "../src/backbones/card_path.ts";
export { parseCard } from "./backbones/parse_card.ts";
export type { Pooling } from "../src/backbones/pooling.ts";
export type { InputAxis } from "../src/backbones/window_batches.ts";
export type { OutputAxis } from "../src/backbones/output_rows.ts";
export type { TextOptions } from "../src/backbones/text_card.ts";
export type { FileOptions, ReadCardFile } from "../src/backbones/card_files.ts";
export type { OnnxOptions } from "../src/backbones/onnx/session.ts";
export type { ThreadOptions } from "../src/backbones/worker/model_thread.ts";
export { CHARACTER_NGRAMS, openCharacterNgrams } from "../src/backbones/character_ngrams.ts";
export { GLOVE_100D, openGlove100d } from "../src/backbones/glove_100d.ts";
export type { Inference } from "../src/backbones/inference.ts";
export { openInference } from "./backbones/inference.ts";
export { LOG_MEL_STATISTICS, openLogMelStatistics } from "../src/backbones/log_mel_statistics.ts";
export { type BackboneOptions, SHIPPED_BACKBONES } from "../src/backbones/shipped.ts";
export { openBackbone, readLedger } from "./backbones/open.ts";
export { OPEN_WAKE_WORD } from "../src/backbones/openwakeword_ledger.ts";
export { openOpenWakeWord } from "./backbones/openwakeword.ts";
export { fetchHubFile } from "./backbones/fetch_hub_file.ts";
export type { HubFile, HubFileOptions } from "../src/backbones/hub/fetch.ts";
export { HUB_VARIABLES, type HubEnvironment } from "../src/backbones/hub/environment.ts";
export { MOST_DOWNLOAD_BYTES } from "../src/backbones/hub/room.ts";
export type { Patience } from "../src/backbones/hub/patience.ts";
export { type HubReference, parseHubReference } from "../src/backbones/hub/reference.ts";

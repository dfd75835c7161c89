/**
 * Reads the `preprocessor_config.json` beside a CLAP model on the Hugging Face hub.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { parseJson } from "../../basics/parse_json.ts";
import type { Clip, Preparation } from "./configuration.ts";
import { checkPreparation } from "./model_input.ts";
import { FRONT_END_PRESETS } from "./presets.ts";

/** The file's values `pad`, `repeat` and `repeatpad`. */
const SHORT: Record<string, Clip["short"]> = {
  pad: "pad",
  repeat: "repeat",
  repeatpad: "repeat-pad",
};

/** The keys that its constructor reads, with its defaults; it derives or ignores the file's other keys. */
const schema = z.object({
  feature_extractor_type: z.literal("ClapFeatureExtractor"),
  feature_size: z.int().min(1).max(1024).default(64),
  sampling_rate: z.int().min(1000).max(768_000).default(48_000),
  hop_length: z.int().min(1).max(65_536).default(480),
  max_length_s: z.int().min(1).max(3600).default(10),
  fft_window_size: z.int().min(2).max(65_536).default(1024),
  frequency_min: z.number().min(0).default(0),
  frequency_max: z.number().positive().default(14_000),
  truncation: z.literal("rand_trunc", {
    error: 'expected "rand_trunc": a model with "fusion" takes random crops as four channels',
  }),
  padding: z.enum(["pad", "repeat", "repeatpad"]).default("repeatpad"),
}).refine(({ frequency_min, frequency_max }) => frequency_min < frequency_max, {
  path: ["frequency_max"],
  error: "expected more than frequency_min",
});

/**
 * Reads sample rate, clips and front end from a `preprocessor_config.json` of transformers' `ClapFeatureExtractor`.
 *
 * Longer clips are cropped at their start, where the original crops at random, so that the same clip always gives the
 * same values. `top_db` is ignored, as in the original. Files with truncation `fusion` are refused: such models take
 * random crops beside the whole clip, and the choice of a batch's short clips that count as long is random too.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} that names the key, the found value and the expected one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { sampleRateHz, clip } = readPreprocessorConfig(
 *   `{ "feature_extractor_type": "ClapFeatureExtractor", "truncation": "rand_trunc" }`,
 *   "preprocessor_config.json",
 * );
 * assert.equal(sampleRateHz, 48_000);
 * assert.deepEqual(clip, { seconds: 10, short: "repeat-pad", long: "crop" });
 * ```
 */
export function readPreprocessorConfig(text: string, name: string): Preparation {
  const preparation = preparationOf(parseJson(text, name, schema));
  checkPreparation(preparation);
  return preparation;
}

function preparationOf(config: z.infer<typeof schema>): Preparation {
  const { clap } = FRONT_END_PRESETS;
  const fftLength = config.fft_window_size;
  return {
    sampleRateHz: config.sampling_rate,
    clip: { seconds: config.max_length_s, short: SHORT[config.padding]!, long: "crop" },
    frontEnd: {
      ...clap,
      padding: { mode: "reflect", samples: Math.floor(fftLength / 2) },
      window: { ...clap.window, samples: fftLength },
      fftLength,
      hop: config.hop_length,
      mel: {
        ...clap.mel,
        bands: config.feature_size,
        lowHz: config.frequency_min,
        highHz: config.frequency_max,
      },
    },
  };
}

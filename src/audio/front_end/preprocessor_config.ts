/**
 * Reads the `preprocessor_config.json` beside a model of the Hugging Face Hub.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { parseJson } from "../../basics/parse_json.ts";
import type { Clip, Preparation, SpectrogramFrontEnd } from "./configuration.ts";
import { checkPreparation } from "./model_input.ts";
import { FRONT_END_PRESETS } from "./presets.ts";

/** The file's values `pad`, `repeat` and `repeatpad`. */
const SHORT: Record<string, Clip["short"]> = {
  pad: "pad",
  repeat: "repeat",
  repeatpad: "repeat-pad",
};

const samples = z.int().min(1).max(65_536);
const rate = z.int().min(1000).max(768_000);
const bands = z.int().min(1).max(1024);

// The keys that each constructor reads, with its defaults; it derives or ignores the file's other keys.

const clap = z.object({
  feature_extractor_type: z.literal("ClapFeatureExtractor"),
  feature_size: bands.default(64),
  sampling_rate: rate.default(48_000),
  hop_length: samples.default(480),
  max_length_s: z.int().min(1).max(3600).default(10),
  fft_window_size: samples.min(2).default(1024),
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

const wav2vec2 = z.object({
  feature_extractor_type: z.literal("Wav2Vec2FeatureExtractor"),
  feature_size: z.literal(1, { error: "expected 1, a value a sample" }).default(1),
  sampling_rate: rate.default(16_000),
  do_normalize: z.boolean().default(true),
});

const whisper = z.object({
  feature_extractor_type: z.literal("WhisperFeatureExtractor"),
  feature_size: bands.default(80),
  sampling_rate: rate.default(16_000),
  hop_length: samples.default(160),
  chunk_length: z.number().positive().max(3600).default(30),
  n_fft: samples.min(2).default(400),
  do_normalize: z.literal(false, { error: "expected false: only log-mel values are known" })
    .default(false),
});

const ast = z.object({
  feature_extractor_type: z.literal("ASTFeatureExtractor"),
  // Its frames are 400 samples long whatever the rate, or 25 ms where torchaudio is installed.
  sampling_rate: z.literal(16_000, { error: "expected 16000" }).default(16_000),
  num_mel_bins: bands.default(128),
  max_length: z.int().min(1).max(100_000).default(1024),
  do_normalize: z.boolean().default(true),
  mean: z.number().default(-4.2677393),
  std: z.number().positive().default(4.5689974),
});

const EXTRACTORS = {
  ClapFeatureExtractor: clap,
  Wav2Vec2FeatureExtractor: wav2vec2,
  WhisperFeatureExtractor: whisper,
  ASTFeatureExtractor: ast,
} as const;

/** What one of the constructors is given. */
type Configuration = z.infer<typeof EXTRACTORS[keyof typeof EXTRACTORS]>;

/** The field that decides which keys a file has. */
const kind = z.looseObject({
  feature_extractor_type: z.enum(
    Object.keys(EXTRACTORS) as (keyof typeof EXTRACTORS)[],
    { error: `expected ${Object.keys(EXTRACTORS).map((name) => `"${name}"`).join(", ")}` },
  ),
});

/** Implements {@link readPreprocessorConfig}, which `doors/backbones/preprocessor_config.ts` documents. */
export function readPreprocessorConfig(text: string, name: string): Preparation {
  const { feature_extractor_type: type } = parseJson(text, name, kind);
  const preparation = preparationOf(parseJson<Configuration>(text, name, EXTRACTORS[type]));
  checkPreparation(preparation);
  return preparation;
}

function preparationOf(config: Configuration): Preparation {
  switch (config.feature_extractor_type) {
    case "ClapFeatureExtractor":
      return clapPreparation(config);
    case "WhisperFeatureExtractor":
      return whisperPreparation(config);
    case "ASTFeatureExtractor":
      return astPreparation(config);
    case "Wav2Vec2FeatureExtractor":
      return {
        sampleRateHz: config.sampling_rate,
        frontEnd: { kind: "waveform", ...(config.do_normalize ? { standardize: true } : {}) },
      };
  }
}

function clapPreparation(config: z.infer<typeof clap>): Preparation {
  const preset = FRONT_END_PRESETS.clap;
  return {
    sampleRateHz: config.sampling_rate,
    clip: { seconds: config.max_length_s, short: SHORT[config.padding]!, long: "crop" },
    frontEnd: {
      ...framed(preset, config.fft_window_size, config.hop_length),
      mel: {
        ...preset.mel,
        bands: config.feature_size,
        lowHz: config.frequency_min,
        highHz: config.frequency_max,
      },
    },
  };
}

function whisperPreparation(config: z.infer<typeof whisper>): Preparation {
  const preset = FRONT_END_PRESETS.whisper;
  return {
    sampleRateHz: config.sampling_rate,
    clip: { seconds: config.chunk_length, short: "pad", long: "crop" },
    frontEnd: {
      ...framed(preset, config.n_fft, config.hop_length),
      mel: { ...preset.mel, bands: config.feature_size },
    },
  };
}

/** A preset with other frames, as librosa centers them: a window as long as the transform. */
function framed(
  preset: SpectrogramFrontEnd,
  fftLength: number,
  hop: number,
): SpectrogramFrontEnd {
  return {
    ...preset,
    padding: { mode: "reflect", samples: Math.floor(fftLength / 2) },
    window: { ...preset.window, samples: fftLength },
    fftLength,
    hop,
  };
}

function astPreparation(config: z.infer<typeof ast>): Preparation {
  const { normalization: _, ...preset } = FRONT_END_PRESETS.ast;
  const scale = 1 / (2 * config.std);
  return {
    sampleRateHz: config.sampling_rate,
    frontEnd: {
      ...preset,
      mel: { ...preset.mel, bands: config.num_mel_bins },
      frames: { count: config.max_length, value: 0 },
      ...(config.do_normalize
        ? { normalization: { multiply: scale, add: -config.mean * scale } }
        : {}),
    },
  };
}

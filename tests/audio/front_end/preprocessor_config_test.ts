import assert from "node:assert/strict";
import { prepareInput } from "../../../src/audio/front_end/model_input.ts";
import { FRONT_END_PRESETS } from "../../../src/audio/front_end/presets.ts";
import { readPreprocessorConfig } from "../../../src/audio/front_end/preprocessor_config.ts";
import { InputError } from "../../../src/basics/errors.ts";

/** The file of laion/clap-htsat-unfused. */
const UNFUSED = {
  chunk_length_s: 10,
  feature_extractor_type: "ClapFeatureExtractor",
  feature_size: 64,
  fft_window_size: 1024,
  frequency_max: 14_000,
  frequency_min: 50,
  hop_length: 480,
  max_length_s: 10,
  n_fft: 1024,
  nb_frequency_bins: 513,
  nb_max_frames: 1000,
  nb_max_samples: 480_000,
  padding: "repeatpad",
  padding_side: "right",
  padding_value: 0,
  processor_class: "ClapProcessor",
  return_attention_mask: false,
  sampling_rate: 48_000,
  top_db: null,
  truncation: "rand_trunc",
};

const read = (value: unknown) => readPreprocessorConfig(JSON.stringify(value), "config.json");

Deno.test("the file of laion/clap-htsat-unfused is the preset clap", () => {
  assert.deepEqual(read(UNFUSED), {
    sampleRateHz: 48_000,
    clip: { seconds: 10, short: "repeat-pad", long: "crop" },
    frontEnd: FRONT_END_PRESETS.clap,
  });
});

Deno.test("other values of the file are used", () => {
  const { sampleRateHz, clip, frontEnd } = read({
    ...UNFUSED,
    sampling_rate: 32_000,
    max_length_s: 5,
    padding: "repeat",
    fft_window_size: 800,
    hop_length: 320,
    feature_size: 40,
    frequency_min: 0,
    frequency_max: 16_000,
  });
  assert.equal(sampleRateHz, 32_000);
  assert.deepEqual(clip, { seconds: 5, short: "repeat", long: "crop" });
  assert.deepEqual(frontEnd, {
    ...FRONT_END_PRESETS.clap,
    padding: { mode: "reflect", samples: 400 },
    window: { shape: "hann-periodic", samples: 800, at: "center" },
    fftLength: 800,
    hop: 320,
    mel: { ...FRONT_END_PRESETS.clap.mel, bands: 40, lowHz: 0, highHz: 16_000 },
  });
});

Deno.test("the defaults of Whisper's and AST's files are their presets", () => {
  assert.deepEqual(read({ feature_extractor_type: "WhisperFeatureExtractor" }), {
    sampleRateHz: 16_000,
    clip: { seconds: 30, short: "pad", long: "crop" },
    frontEnd: FRONT_END_PRESETS.whisper,
  });
  assert.deepEqual(read({ feature_extractor_type: "ASTFeatureExtractor" }), {
    sampleRateHz: 16_000,
    frontEnd: FRONT_END_PRESETS.ast,
  });
  const { frontEnd } = read({ feature_extractor_type: "ASTFeatureExtractor", do_normalize: false });
  assert(frontEnd.kind === "log-mel" && frontEnd.normalization === undefined);
});

Deno.test("Wav2Vec2's files give waveforms of mean 0 and variance 1", () => {
  const preparation = read({
    feature_extractor_type: "Wav2Vec2FeatureExtractor",
    do_normalize: true,
    sampling_rate: 24_000,
  });
  assert.deepEqual(preparation, {
    sampleRateHz: 24_000,
    frontEnd: { kind: "waveform", standardize: true },
  });
  const { values } = prepareInput(Float32Array.of(0.25, 0.5, 0.75), preparation);
  // NumPy: (x - x.mean()) / np.sqrt(x.var() + 1e-7)
  const expected = [-1.2247434, 0, 1.2247434];
  values.forEach((value, i) => assert(Math.abs(value - expected[i]!) < 1e-6, `${values}`));
  const plain = read({ feature_extractor_type: "Wav2Vec2FeatureExtractor", do_normalize: false });
  assert.deepEqual(plain.frontEnd, { kind: "waveform" });
});

Deno.test("an unsupported file is refused by its key", () => {
  const cases: [unknown, RegExp][] = [
    [{ ...UNFUSED, truncation: "fusion" }, /"truncation" is "fusion"; expected "rand_trunc"/],
    [{ ...UNFUSED, truncation: undefined }, /"truncation" is nothing; expected "rand_trunc"/],
    [
      { ...UNFUSED, feature_extractor_type: "SeamlessM4TFeatureExtractor" },
      /"feature_extractor_type" is "SeamlessM4TFeatureExtractor"; .*ClapFeatureExtractor/,
    ],
    [{ ...UNFUSED, padding: "loop" }, /"padding" is "loop"/],
    [{ ...UNFUSED, hop_length: 0 }, /"hop_length" is 0/],
    [{ ...UNFUSED, frequency_min: 14_000 }, /"frequency_max" is .*more than frequency_min/],
    [{ ...UNFUSED, sampling_rate: 16_000 }, /mel\.highHz is 14000; .* 16000 Hz/],
    [null, /it is null/],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => read(value), (error) => {
      assert(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  }
  assert.throws(() => readPreprocessorConfig("{", "config.json"), /"config.json": it is not JSON/);
});

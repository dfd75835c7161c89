import assert from "node:assert/strict";
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

Deno.test("an unsupported file is refused by its key", () => {
  const cases: [unknown, RegExp][] = [
    [{ ...UNFUSED, truncation: "fusion" }, /"truncation" is "fusion"; expected "rand_trunc"/],
    [{ ...UNFUSED, truncation: undefined }, /"truncation" is nothing; expected "rand_trunc"/],
    [
      { ...UNFUSED, feature_extractor_type: "WhisperFeatureExtractor" },
      /"feature_extractor_type" is "WhisperFeatureExtractor"; .*ClapFeatureExtractor/,
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

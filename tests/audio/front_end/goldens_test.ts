import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type ModelInput, prepareInput } from "../../../src/audio/front_end/model_input.ts";
import { FRONT_END_PRESETS } from "../../../src/audio/front_end/presets.ts";
import { openMelStage } from "../../../src/backbones/openwakeword_mel.ts";
import { ModelThread } from "../../../src/backbones/worker/model_thread.ts";
import { goldenArray } from "../../golden.ts";
import { sharedPath } from "../../shared.ts";
import { madeSignal } from "./signal.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/front_end", import.meta.url));

function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(found.length, expected.length);
  return Array.from(found, (value, i) => Math.abs(value - expected[i]!))
    .reduce((largest, difference) => Math.max(largest, difference), 0);
}

/** Compares every `step`-th frame, for as many frames as the golden array has. */
function checkGolden(name: string, input: ModelInput, step: number, tolerance: number): void {
  const { shape: [rows, bands], data } = goldenArray(FIXTURES, name);
  assert.equal(input.bands, bands);
  const found = Array.from(
    { length: rows! },
    (_, row) => [...input.values.subarray(row * step * bands!, (row * step + 1) * bands!)],
  );
  const difference = largestDifference(found.flat(), data);
  assert(difference < tolerance, `${name} differs by ${difference}`);
}

Deno.test("efficientat is mn04's golden log-mel spectrogram", () => {
  const folder = sharedPath("models/mn04/golden");
  if (folder === undefined) return;
  const preparation = { sampleRateHz: 32_000, frontEnd: FRONT_END_PRESETS.efficientat };
  const { windows, frames, bands, values } = prepareInput(
    goldenArray(folder, "dog_32k").data,
    preparation,
  );
  assert.deepEqual([windows, frames, bands], [1, 500, 128]);
  const expected = goldenArray(folder, "dog_logmel");
  assert.deepEqual(expected.shape, [bands, frames]);
  const turned = values.map((_, i) => expected.data[(i % bands) * frames + Math.floor(i / bands)]!);
  const difference = largestDifference(values, turned);
  assert(difference < 2e-5, `it differs by ${difference}`);
});

Deno.test("openwakeword is openWakeWord's own melspectrogram.onnx, in patches", async () => {
  const thread = new ModelThread();
  const mel = await openMelStage(thread);
  const preparation = { sampleRateHz: 16_000, frontEnd: FRONT_END_PRESETS.openwakeword };
  for (const samples of [12_512, 12_600, 20_000]) {
    const signal = madeSignal(samples);
    const { windows, frames, values } = prepareInput(signal, preparation);
    assert.deepEqual([windows, frames], [1 + Math.floor((samples - 12_512) / 1280), 76]);
    const expected = await mel.run(signal);
    for (let window = 0; window < windows; window++) {
      const start = window * 8 * 32;
      const difference = largestDifference(
        values.subarray(window * 76 * 32, (window + 1) * 76 * 32),
        expected.subarray(start, start + 76 * 32),
      );
      // 1e-5 is 1e-4 dB.
      assert(difference < 1e-5, `window ${window} of ${samples} samples differs by ${difference}`);
    }
  }
  await mel.close();
  await thread.end();
});

Deno.test("clap is transformers' ClapFeatureExtractor", () => {
  const input = prepareInput(madeSignal(60_000), {
    sampleRateHz: 48_000,
    clip: { seconds: 10, short: "repeat-pad", long: "crop" },
    frontEnd: FRONT_END_PRESETS.clap,
  });
  assert.deepEqual([input.windows, input.frames], [1, 1001]);
  checkGolden("clap", input, 7, 1e-4);
});

Deno.test("whisper is transformers' WhisperFeatureExtractor", () => {
  const input = prepareInput(madeSignal(16_000), {
    sampleRateHz: 16_000,
    clip: { seconds: 30, short: "pad", long: "crop" },
    frontEnd: FRONT_END_PRESETS.whisper,
  });
  assert.deepEqual([input.windows, input.frames], [1, 3000]);
  checkGolden("whisper", input, 1, 1e-4);
});

for (
  const { name, sampleRateHz, samples, shape } of [
    { name: "ast", sampleRateHz: 16_000, samples: 16_000, shape: [1, 1024] },
    { name: "panns", sampleRateHz: 32_000, samples: 32_000, shape: [1, 101] },
    { name: "yamnet", sampleRateHz: 16_000, samples: 24_000, shape: [3, 96] },
  ] as const
) {
  Deno.test(`${name} is what its reference code makes of clips of any length`, () => {
    const preparation = { sampleRateHz, frontEnd: FRONT_END_PRESETS[name] };
    const input = prepareInput(madeSignal(samples), preparation);
    assert.deepEqual([input.windows, input.frames], shape);
    checkGolden(name, input, 1, 1e-4);
  });
}

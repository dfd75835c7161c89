import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { Clip } from "../../../src/audio/front_end/configuration.ts";
import { prepareInput } from "../../../src/audio/front_end/model_input.ts";
import { FRONT_END_PRESETS } from "../../../src/audio/front_end/presets.ts";
import { InputError } from "../../../src/basics/errors.ts";

/** Returns the windows of the clip 1, 2, 3 ..., at ten samples per second. */
function windowsOf(samples: number, clip: Clip): number[][] {
  const signal = Float32Array.from({ length: samples }, (_, i) => i + 1);
  const preparation = { sampleRateHz: 10, clip, frontEnd: { kind: "waveform" } as const };
  const { windows, frames, bands, values } = prepareInput(signal, preparation);
  assert.equal(bands, 1);
  assert.equal(values.length, windows * frames);
  return Array.from({ length: windows }, (_, i) => [
    ...values.subarray(i * frames, (i + 1) * frames),
  ]);
}

Deno.test("a short clip is kept, padded, repeated, or repeated whole and padded", () => {
  const long = "crop" as const;
  assert.deepEqual(windowsOf(2, { seconds: 0.5, short: "keep", long }), [[1, 2]]);
  assert.deepEqual(windowsOf(2, { seconds: 0.5, short: "pad", long }), [[1, 2, 0, 0, 0]]);
  assert.deepEqual(windowsOf(2, { seconds: 0.5, short: "repeat", long }), [[1, 2, 1, 2, 1]]);
  assert.deepEqual(windowsOf(2, { seconds: 0.5, short: "repeat-pad", long }), [[1, 2, 1, 2, 0]]);
  assert.deepEqual(windowsOf(3, { seconds: 0.5, short: "repeat-pad", long }), [[1, 2, 3, 0, 0]]);
  for (const short of ["keep", "pad", "repeat", "repeat-pad"] as const) {
    assert.deepEqual(windowsOf(5, { seconds: 0.5, short, long }), [[1, 2, 3, 4, 5]]);
  }
});

Deno.test("a long clip is kept, cropped at its start, or cut into windows, with the last at its end", () => {
  const clip = { seconds: 0.4, short: "pad" } as const;
  assert.deepEqual(windowsOf(6, { ...clip, long: "keep" }), [[1, 2, 3, 4, 5, 6]]);
  assert.deepEqual(windowsOf(6, { ...clip, long: "crop" }), [[1, 2, 3, 4]]);
  assert.deepEqual(windowsOf(6, { ...clip, long: "windows" }), [[1, 2, 3, 4], [3, 4, 5, 6]]);
  assert.deepEqual(windowsOf(8, { ...clip, long: "windows" }), [[1, 2, 3, 4], [5, 6, 7, 8]]);
  assert.deepEqual(windowsOf(6, { ...clip, long: "windows", hopSeconds: 0.1 }), [
    [1, 2, 3, 4],
    [2, 3, 4, 5],
    [3, 4, 5, 6],
  ]);
});

Deno.test("windows have one length and leave no sample out", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom("pad", "repeat", "repeat-pad"),
      (samples, length, hop, short) => {
        const hopSeconds = Math.min(hop, length) / 10;
        const windows = windowsOf(samples, {
          seconds: length / 10,
          short,
          long: "windows",
          hopSeconds,
        });
        assert(windows.every((window) => window.length === length));
        const seen = new Set(windows.flat());
        for (let i = 1; i <= samples; i++) assert(seen.has(i));
      },
    ),
    { seed: 5, numRuns: 200 },
  );
});

Deno.test("a waveform is scaled, and refused where that goes beyond float32", () => {
  const preparation = {
    sampleRateHz: 16_000,
    frontEnd: { kind: "waveform", scale: 32_768 },
  } as const;
  const { values } = prepareInput(Float32Array.of(0.5, -1), preparation);
  assert.deepEqual([...values], [16_384, -32_768]);
  assert.throws(() => prepareInput(Float32Array.of(0, 3e38), preparation), /Sample 1 .* Infinity/);
});

Deno.test("clips without samples, or with samples that are not finite, are refused", () => {
  const preparation = { sampleRateHz: 16_000, frontEnd: { kind: "waveform" } } as const;
  assert.throws(() => prepareInput(new Float32Array(0), preparation), InputError);
  for (const bad of [NaN, Infinity, -Infinity]) {
    const samples = new Float32Array(600);
    samples[17] = bad;
    assert.throws(
      () => prepareInput(samples, preparation),
      new RegExp(`Sample 17 of the audio clip is ${bad}`),
    );
  }
});

Deno.test("an input of more than 256 MiB is refused before it is allocated", () => {
  const frontEnd = FRONT_END_PRESETS.efficientat;
  const hour = new Float32Array(3600 * 32_000);
  const dense = { seconds: 5, short: "pad", long: "windows", hopSeconds: 0.5 } as const;
  assert.throws(
    () => prepareInput(hour, { sampleRateHz: 32_000, clip: dense, frontEnd }),
    /clip of 3600 s takes 460224000 values .*7191 windows of 500 x 128.*expected at most 67108864/,
  );
  assert.throws(
    () => prepareInput(hour, { sampleRateHz: 32_000, frontEnd: { kind: "waveform" } }),
    InputError,
  );
  const day = { seconds: 86_400, short: "pad", long: "crop" } as const;
  assert.throws(
    () => prepareInput(Float32Array.of(1), { sampleRateHz: 32_000, clip: day, frontEnd }),
    InputError,
  );
});

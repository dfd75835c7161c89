import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { SpectrogramFrontEnd } from "../../../src/audio/front_end/configuration.ts";
import { prepareInput } from "../../../src/audio/front_end/model_input.ts";
import { FRONT_END_PRESETS } from "../../../src/audio/front_end/presets.ts";
import { frontEndSchema } from "../../../src/audio/front_end/schema.ts";
import { spectrogramByDefinition } from "./oracle.ts";
import { madeSignal } from "./signal.ts";

const RATE_HZ = 8000;

/** Absent, or one of these values. */
const perhaps = <Value>(...values: Value[]) => fc.constantFrom(undefined, ...values);

const log = fc.constantFrom<SpectrogramFrontEnd["log"]>(
  { unit: "ln", offset: 1e-6 },
  { unit: "ln", floor: 1e-7, range: 5 },
  { unit: "log10", floor: 1e-10, range: 8 },
  { unit: "log10", offset: 1e-3 },
  { unit: "dB", floor: 1e-10 },
  { unit: "dB", floor: 1e-5, range: 30 },
);

/** Small front ends with every option, alone and combined. */
const frontEnds: fc.Arbitrary<SpectrogramFrontEnd> = fc.record({
  kind: fc.constant("log-mel" as const),
  scale: perhaps(3),
  preEmphasis: perhaps<NonNullable<SpectrogramFrontEnd["preEmphasis"]>>(
    { coefficient: 0.97, over: "signal" },
    { coefficient: 0.9, over: "frame" },
  ),
  padding: perhaps<NonNullable<SpectrogramFrontEnd["padding"]>>(
    { mode: "reflect", samples: 20 },
    { mode: "zeros", samples: 13 },
  ),
  removeMean: perhaps(true),
  window: fc.record({
    shape: fc.constantFrom("hann", "hann-periodic", "hamming", "povey"),
    samples: fc.constantFrom(17, 24, 32),
    at: fc.constantFrom("center", "start"),
  }),
  fftLength: fc.constantFrom(32, 40, 45, 64),
  hop: fc.constantFrom(7, 16),
  spectrum: fc.constantFrom("power", "magnitude"),
  mel: fc.constantFrom<SpectrogramFrontEnd["mel"]>(
    { scale: "htk", bands: 7, lowHz: 0, highHz: 4000, triangles: "hertz", height: "peak" },
    { scale: "slaney", bands: 9, lowHz: 100, highHz: 3500, triangles: "hertz", height: "area" },
    { scale: "slaney", bands: 3, lowHz: 50, highHz: 3900, triangles: "mel", height: "peak" },
    { scale: "kaldi", bands: 12, lowHz: 20, highHz: 4000, triangles: "mel", height: "peak" },
  ),
  log,
  dropLastFrame: perhaps(true),
  frames: perhaps({ count: 5, value: 0.5 }, { count: 2, value: 0 }),
  normalization: perhaps({ multiply: 0.2, add: 0.9 }),
});

Deno.test("any front end matches its definition, for clips of any length", () => {
  fc.assert(
    fc.property(
      frontEnds,
      fc.float32Array({ minLength: 1, maxLength: 150, min: -1, max: 1, noNaN: true }),
      (frontEnd, samples) => {
        const input = prepareInput(samples, { sampleRateHz: RATE_HZ, frontEnd });
        const expected = spectrogramByDefinition(samples, frontEnd, RATE_HZ);
        assert.deepEqual([input.windows, input.frames, input.bands], [
          1,
          expected.length,
          frontEnd.mel.bands,
        ]);
        expected.flat().forEach((value, i) => {
          const difference = Math.abs(input.values[i]! - value);
          assert(difference < 2e-5, `value ${i}: ${input.values[i]}, expected ${value}`);
        });
      },
    ),
    { seed: 3, numRuns: 400 },
  );
});

Deno.test("the schema accepts the definition's front ends", () => {
  fc.assert(
    fc.property(frontEnds, (frontEnd) => {
      const json = JSON.parse(JSON.stringify(frontEnd));
      assert.deepEqual(frontEndSchema.parse(json), json);
    }),
    { seed: 4, numRuns: 100 },
  );
});

Deno.test("presets give finite values for silence and for clips of one sample", () => {
  for (const [name, frontEnd] of Object.entries(FRONT_END_PRESETS)) {
    for (const samples of [1, 2, 399, 512, 1025, 20_000]) {
      const input = prepareInput(new Float32Array(samples), { sampleRateHz: 32_000, frontEnd });
      const { windows, frames, bands, values } = input;
      assert.equal(values.length, windows * frames * bands);
      assert(values.every(Number.isFinite), `${name}, ${samples} samples`);
    }
  }
});

Deno.test("the loudest possible samples give finite values", () => {
  const frontEnd = FRONT_END_PRESETS.openwakeword;
  const loud = new Float32Array(12_512).map((_, i) => i % 2 === 0 ? 3e38 : -3e38);
  assert(prepareInput(loud, { sampleRateHz: 16_000, frontEnd }).values.every(Number.isFinite));
});

Deno.test("log-mel-statistics counts whole frames only, and pads a clip shorter than one", () => {
  const preparation = { sampleRateHz: 16_000, frontEnd: FRONT_END_PRESETS["log-mel-statistics"] };
  for (const [samples, frames] of [[1, 1], [511, 1], [512, 1], [671, 1], [672, 2], [16_000, 97]]) {
    const input = prepareInput(new Float32Array(samples!), preparation);
    assert.equal(input.frames, frames, `${samples} samples`);
    assert(input.values.every((value) => value === Math.fround(Math.log(1e-6))));
  }
});

Deno.test("a frame's values do not depend on what lies outside of it", () => {
  const frontEnd = FRONT_END_PRESETS["log-mel-statistics"];
  const preparation = { sampleRateHz: 16_000, frontEnd };
  const signal = madeSignal(8000);
  const all = prepareInput(signal, preparation);
  for (let frame = 0; frame < all.frames; frame += 5) {
    const alone = prepareInput(signal.slice(frame * 160, frame * 160 + 512), preparation);
    const found = all.values.subarray(frame * 64, (frame + 1) * 64);
    // Two frames share a transform, which can change the last bit.
    alone.values.forEach((value, i) => assert(Math.abs(value - found[i]!) < 2e-6));
  }
});

Deno.test("patches drop the remaining frames, or pad until none remain", () => {
  const { patches: _, ...whole } = FRONT_END_PRESETS.yamnet;
  const preparation = { sampleRateHz: 16_000, frontEnd: whole };
  const signal = madeSignal(6000);
  const all = prepareInput(new Float32Array([...signal, ...Array(20_000).fill(0)]), preparation);
  // 10 frames take 1840 samples, 4 frames more 640.
  for (
    const [rest, samples, windows] of [
      ["drop", 100, 1],
      ["drop", 1840, 1],
      ["drop", 2479, 1],
      ["drop", 2480, 2],
      ["pad", 100, 1],
      ["pad", 1840, 1],
      ["pad", 1841, 2],
      ["pad", 2480, 2],
      ["drop", 6000, 7],
      ["pad", 6000, 8],
    ] as const
  ) {
    const frontEnd = { ...whole, patches: { frames: 10, hop: 4, rest } };
    const input = prepareInput(signal.slice(0, samples), { sampleRateHz: 16_000, frontEnd });
    assert.deepEqual([input.windows, input.frames], [windows, 10], `${rest} ${samples}`);
    if (samples < 6000) continue;
    for (let window = 0; window < windows; window++) {
      const found = input.values.subarray(window * 640, (window + 1) * 640);
      const expected = all.values.subarray(window * 4 * 64, (window * 4 + 10) * 64);
      assert.deepEqual(found, expected);
    }
  }
});

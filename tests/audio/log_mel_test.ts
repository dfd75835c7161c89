import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { logMel } from "../../src/audio/log_mel.ts";
import { InputError } from "../../src/basics/errors.ts";

/** The definition, term by term: a discrete Fourier sum for each bin, a triangle for each band. */
function logMelByDefinition(samples: Float32Array): number[] {
  const starts = [0];
  while (starts.at(-1)! + 160 + 512 <= samples.length) starts.push(starts.at(-1)! + 160);
  const mel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);
  const edge = (i: number) => 700 * (10 ** ((mel(50) + (mel(7500) - mel(50)) * i / 65) / 2595) - 1);
  return starts.flatMap((start) => {
    const power = Array.from({ length: 257 }, (_, bin) => {
      let [real, imaginary] = [0, 0];
      for (let i = 0; i < 512; i++) {
        const weighted = (samples[start + i] ?? 0) * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / 511));
        real += weighted * Math.cos(2 * Math.PI * bin * i / 512);
        imaginary += weighted * Math.sin(2 * Math.PI * bin * i / 512);
      }
      return real ** 2 + imaginary ** 2;
    });
    return Array.from({ length: 64 }, (_, band) => {
      const [low, center, high] = [edge(band), edge(band + 1), edge(band + 2)];
      const sum = power.reduce((total, p, bin) => {
        const hertz = bin * 31.25;
        const height = Math.min((hertz - low) / (center - low), (high - hertz) / (high - center));
        return total + p * Math.max(0, height);
      }, 0);
      return Math.log(sum + 1e-6);
    });
  });
}

Deno.test("logMel equals its definition on made signals of any length", () => {
  fc.assert(
    fc.property(
      fc.float32Array({ minLength: 1, maxLength: 1200, min: -1, max: 1, noNaN: true }),
      (samples) => {
        const { frames, bands, values } = logMel(samples);
        const expected = logMelByDefinition(samples);
        assert.equal(frames * bands, expected.length);
        expected.forEach((value, i) => assert(Math.abs(values[i]! - value) < 1e-8, `value ${i}`));
      },
    ),
    { seed: 1, numRuns: 12 },
  );
});

Deno.test("logMel counts whole frames only, and pads a clip shorter than one", () => {
  for (const [samples, frames] of [[1, 1], [511, 1], [512, 1], [671, 1], [672, 2], [16_000, 97]]) {
    assert.equal(logMel(new Float32Array(samples!)).frames, frames, `${samples} samples`);
  }
});

Deno.test("logMel of silence is ln(1e-6)", () => {
  assert(logMel(new Float32Array(700)).values.every((value) => value === Math.log(1e-6)));
});

Deno.test("logMel sees a tone in the band around its frequency", () => {
  const tone = Float32Array.from(
    { length: 512 },
    (_, i) => Math.sin(2 * Math.PI * 500 * i / 16_000),
  );
  const { values } = logMel(tone);
  const loudest = values.indexOf(Math.max(...values));
  // 500 Hz is 607 mel; band b is centered at 78 + 41.5 (b + 1) mel.
  assert.equal(loudest, 12);
  assert(values[40]! < values[loudest]! - 20);
});

Deno.test("logMel names the sample that is no number", () => {
  assert.throws(() => logMel(new Float32Array(0)), InputError);
  for (const bad of [NaN, Infinity, -Infinity]) {
    const samples = new Float32Array(600);
    samples[17] = bad;
    assert.throws(() => logMel(samples), new RegExp(`Sample 17 of the audio clip is ${bad}`));
  }
});

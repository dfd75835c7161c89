/**
 * Tones and their levels.
 * @module
 */
import type { MonoAudio } from "../../src/audio/decode.ts";

/** A tone of this frequency with amplitude 1. */
export function sine(hz: number, sampleRateHz: number, seconds = 0.5): MonoAudio {
  const samples = new Float32Array(Math.round(seconds * sampleRateHz))
    .map((_, i) => Math.sin(2 * Math.PI * hz * i / sampleRateHz));
  return { samples, sampleRateHz };
}

/** Returns the half in the middle, which edge effects do not reach. */
export function middleOf(samples: Float32Array): Float32Array {
  return samples.subarray(samples.length / 4, samples.length * 3 / 4);
}

/** Level in decibels; 0 for a full-scale tone. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
  return 10 * Math.log10(2 * power);
}

/** Returns the residual of a sound after removing the best fitting tone of this frequency. */
export function withoutTone(samples: Float32Array, hz: number, sampleRateHz: number): Float32Array {
  const angle = (i: number) => 2 * Math.PI * hz * i / sampleRateHz;
  let ss = 0, sc = 0, cc = 0, xs = 0, xc = 0;
  samples.forEach((x, i) => {
    const sin = Math.sin(angle(i)), cos = Math.cos(angle(i));
    ss += sin * sin;
    sc += sin * cos;
    cc += cos * cos;
    xs += x * sin;
    xc += x * cos;
  });
  const determinant = ss * cc - sc * sc;
  const sineShare = (xs * cc - xc * sc) / determinant;
  const cosineShare = (xc * ss - xs * sc) / determinant;
  return samples.map((x, i) =>
    x - sineShare * Math.sin(angle(i)) - cosineShare * Math.cos(angle(i))
  );
}

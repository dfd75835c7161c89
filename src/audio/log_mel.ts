/**
 * Log-mel spectrograms of mono audio at 16 kHz: frames of 512 samples, hop 160, no padding at the ends.
 * @module
 */
import FFT from "npm:fft.js@4.0.4";
import { FRAME_LENGTH, htkMelFilters, type MelFilter } from "./log_mel_filters.ts";
import { checkSamples } from "./samples.ts";

/** Samples from the start of a frame to the start of the next. */
const HOP_LENGTH = 160;
/** A symmetric Hann window. */
const WINDOW = Float64Array.from(
  { length: FRAME_LENGTH },
  (_, i) => 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (FRAME_LENGTH - 1)),
);
const FILTERS = htkMelFilters(64, 50, 7500);

/** Numbers for each frame and mel band. */
export interface MelSpectrogram {
  /** Number of frames, at least 1. */
  readonly frames: number;
  /** Number of mel bands. */
  readonly bands: number;
  /** frames × bands, a frame after the other. */
  readonly values: Float64Array;
}

/**
 * The natural logarithm of mel power: symmetric Hann window, |rfft|², 64 HTK bands of peak 1 from 50 to 7,500 Hz,
 * ln(power + 1e-6). A clip shorter than a frame is zero-padded to one frame; samples after the last whole frame
 * do not count.
 *
 * @param samples mono, 16 kHz, in [-1, 1]
 * @returns a value for each frame and band; that of silence is ln(1e-6) = -13.8
 * @throws {InputError} when there is no sample, or one that is no finite number
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const tone = Float32Array.from({ length: 16_000 }, (_, i) => Math.sin(2 * Math.PI * 1000 * i / 16_000));
 * const { frames, bands, values } = logMel(tone);
 * assert.deepEqual([frames, bands], [97, 64]);
 * const loudest = values.indexOf(Math.max(...values)) % bands;
 * assert.equal(loudest, 21);
 * ```
 */
export function logMel(samples: Float32Array): MelSpectrogram {
  checkSamples(samples);
  const frames = 1 + Math.max(0, Math.floor((samples.length - FRAME_LENGTH) / HOP_LENGTH));
  const bands = FILTERS.length;
  const values = new Float64Array(frames * bands);
  const fft = new FFT(FRAME_LENGTH);
  const frame = new Float64Array(FRAME_LENGTH);
  const spectrum = new Float64Array(2 * FRAME_LENGTH);
  for (let f = 0; f < frames; f++) {
    for (let i = 0; i < FRAME_LENGTH; i++) {
      frame[i] = WINDOW[i]! * (samples[f * HOP_LENGTH + i] ?? 0);
    }
    fft.realTransform(spectrum, frame);
    for (let b = 0; b < bands; b++) {
      values[f * bands + b] = Math.log(bandPower(spectrum, FILTERS[b]!) + 1e-6);
    }
  }
  return { frames, bands, values };
}

/** @param spectrum real and imaginary parts in turn */
function bandPower(spectrum: Float64Array, { first, weights }: MelFilter): number {
  let power = 0;
  for (let i = 0; i < weights.length; i++) {
    const real = spectrum[2 * (first + i)]!;
    const imaginary = spectrum[2 * (first + i) + 1]!;
    power += weights[i]! * (real * real + imaginary * imaginary);
  }
  return power;
}

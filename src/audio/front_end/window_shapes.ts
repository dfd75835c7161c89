/**
 * Computes the windows that the samples of a frame are multiplied with before the Fourier transform.
 * @module
 */
import type { WindowShape } from "./configuration.ts";

/**
 * Computes a window of this shape.
 *
 * @param samples its length, at least 2
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...windowOf("hann-periodic", 4)].map((w) => Math.round(4 * w)), [0, 2, 4, 2]);
 * ```
 */
export function windowOf(shape: WindowShape, samples: number): Float64Array {
  const period = shape === "hann-periodic" ? samples : samples - 1;
  return Float64Array.from({ length: samples }, (_, i) => {
    const cosine = Math.cos(2 * Math.PI * i / period);
    if (shape === "hamming") return 0.54 - 0.46 * cosine;
    const hann = 0.5 - 0.5 * cosine;
    // Kaldi's own: similar to Hamming's, but zero at the edges.
    return shape === "povey" ? hann ** 0.85 : hann;
  });
}

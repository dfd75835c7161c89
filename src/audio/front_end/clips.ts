/**
 * Cuts clips of any length into windows of one length.
 * @module
 */
import type { Clip } from "./configuration.ts";

/** The windows of a clip. */
export interface ClipWindows {
  /** Number of windows, at least 1. */
  readonly count: number;
  /** Samples of a window. */
  readonly length: number;
  /** Samples from the start of a window to the start of the next; the last one may start earlier. */
  readonly hop: number;
}

/**
 * Computes the windows of a clip before anything is allocated.
 *
 * @param clip absent: the clip is one window
 * @param samples length of the clip, at least 1
 */
export function clipWindows(
  clip: Clip | undefined,
  samples: number,
  sampleRateHz: number,
): ClipWindows {
  const whole = { count: 1, length: samples, hop: samples };
  if (!clip) return whole;
  const length = Math.max(1, Math.round(clip.seconds * sampleRateHz));
  if (clip[samples < length ? "short" : "long"] === "keep") return whole;
  const hop = Math.max(1, Math.round((clip.hopSeconds ?? clip.seconds) * sampleRateHz));
  const more = clip.long === "windows" ? Math.ceil((samples - length) / hop) : 0;
  return { count: 1 + Math.max(0, more), length, hop };
}

/**
 * Returns the samples of one window, without a copy where they lie in the clip.
 * @param index number of the window, from 0
 */
export function clipWindow(
  samples: Float32Array,
  clip: Clip | undefined,
  { length, hop }: ClipWindows,
  index: number,
): Float32Array {
  if (samples.length >= length) {
    const start = Math.min(index * hop, samples.length - length);
    return samples.subarray(start, start + length);
  }
  const window = new Float32Array(length);
  const end = repeatedLength(clip!, samples.length, length);
  for (let at = 0; at < end; at += samples.length) {
    window.set(samples.subarray(0, end - at), at);
  }
  return window;
}

/** Samples of a short clip's window before its zeros. */
function repeatedLength({ short }: Clip, samples: number, length: number): number {
  if (short === "repeat") return length;
  return short === "repeat-pad" ? length - length % samples : samples;
}

/**
 * Cuts a sound into overlapping frames, ready for the Fourier transform.
 * @module
 */
import type { SpectrogramFrontEnd } from "./configuration.ts";
import { windowOf } from "./window_shapes.ts";

/** Cuts a sound into frames: pre-emphasis, padding, mean removal, window. */
export class FrameCutter {
  readonly #frontEnd: SpectrogramFrontEnd;
  /** Samples of the sound that a frame spans. */
  readonly #frameLength: number;
  /** Samples of a frame before its window. */
  readonly #before: number;
  /** The window times the scale. */
  readonly #window: Float64Array;
  readonly #frame: Float64Array;
  /** Samples that pre-emphasis over the signal removes. */
  readonly #lost: 0 | 1;
  readonly #padding: number;
  /** Whether a frame's own mean or pre-emphasis is used. */
  readonly #changesFrames: boolean;

  /** Creates the tables for frames of this configuration. */
  constructor(frontEnd: SpectrogramFrontEnd) {
    const { window, fftLength } = frontEnd;
    this.#frontEnd = frontEnd;
    this.#frameLength = window.at === "center" ? fftLength : window.samples;
    this.#before = Math.floor((this.#frameLength - window.samples) / 2);
    const scale = frontEnd.scale ?? 1;
    this.#window = windowOf(window.shape, window.samples).map((weight) => scale * weight);
    this.#frame = new Float64Array(window.samples);
    this.#lost = frontEnd.preEmphasis?.over === "signal" ? 1 : 0;
    this.#padding = frontEnd.padding?.samples ?? 0;
    this.#changesFrames = frontEnd.removeMean === true || frontEnd.preEmphasis?.over === "frame";
  }

  /** Returns the number of whole frames in this many samples; one frame, padded with zeros, where there are too few. */
  framesIn(samples: number): number {
    const length = samples - this.#lost + 2 * this.#padding;
    return 1 + Math.max(0, Math.floor((length - this.#frameLength) / this.#frontEnd.hop));
  }

  /** Returns the least number of samples with this many whole frames, at least 1. */
  samplesOf(frames: number): number {
    const length = (frames - 1) * this.#frontEnd.hop + this.#frameLength;
    return Math.max(1, length - 2 * this.#padding + this.#lost);
  }

  /**
   * Writes a windowed frame into every second element of a transform's input. It leaves the other elements, and the
   * zeros around the window, unchanged.
   *
   * @param samples the sound; zeros follow it
   * @param frame number of the frame, from 0
   * @param first offset of its first sample: 0 for the real parts, 1 for the imaginary ones
   */
  write(samples: Float32Array, frame: number, input: Float64Array, first: 0 | 1): void {
    const start = frame * this.#frontEnd.hop - this.#padding + this.#before;
    const at = 2 * this.#before + first;
    const inside = start >= 0 && start + this.#window.length + this.#lost <= samples.length;
    if (inside && !this.#changesFrames) this.#copyWindowed(samples, start, input, at);
    else this.#makeWindowed(samples, start, input, at);
  }

  /** The fast path, 1.6 times as fast, for frames inside the sound that are only windowed. */
  #copyWindowed(samples: Float32Array, start: number, input: Float64Array, at: number): void {
    const window = this.#window;
    if (this.#lost === 0) {
      for (let i = 0; i < window.length; i++) input[at + 2 * i] = window[i]! * samples[start + i]!;
      return;
    }
    const { coefficient } = this.#frontEnd.preEmphasis!;
    let sample = samples[start]!;
    for (let i = 0; i < window.length; i++) {
      const next = samples[start + i + 1]!;
      input[at + 2 * i] = window[i]! * (next - coefficient * sample);
      sample = next;
    }
  }

  #makeWindowed(samples: Float32Array, start: number, input: Float64Array, at: number): void {
    const [signal, window, { removeMean, preEmphasis }] = [
      this.#frame,
      this.#window,
      this.#frontEnd,
    ];
    for (let i = 0; i < signal.length; i++) signal[i] = this.#paddedAt(samples, start + i);
    if (removeMean) subtractMean(signal);
    if (preEmphasis?.over === "frame") emphasize(signal, preEmphasis.coefficient);
    for (let i = 0; i < window.length; i++) input[at + 2 * i] = window[i]! * signal[i]!;
  }

  /** Returns the signal at a position inside or outside the sound. */
  #paddedAt(samples: Float32Array, place: number): number {
    const length = samples.length - this.#lost;
    const outside = place < 0 || place >= length;
    if (outside && (this.#frontEnd.padding?.mode !== "reflect" || length === 0)) return 0;
    if (place >= length + this.#padding) return 0;
    const at = outside ? mirrored(place, length) : place;
    if (this.#lost === 0) return samples[at]!;
    return samples[at + 1]! - this.#frontEnd.preEmphasis!.coefficient * samples[at]!;
  }
}

/**
 * Returns the position in a signal that a position outside it reflects, mirrored at the first and last sample
 * repeatedly.
 */
function mirrored(place: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const inPeriod = ((place % period) + period) % period;
  return Math.min(inPeriod, period - inPeriod);
}

function subtractMean(signal: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < signal.length; i++) sum += signal[i]!;
  const mean = sum / signal.length;
  for (let i = 0; i < signal.length; i++) signal[i]! -= mean;
}

/** y[n] = x[n] - coefficient x[n - 1], with x[0] in place of the sample before the first. */
function emphasize(signal: Float64Array, coefficient: number): void {
  for (let i = signal.length - 1; i > 0; i--) signal[i]! -= coefficient * signal[i - 1]!;
  signal[0]! *= 1 - coefficient;
}

/**
 * Overlapping frames of a sound, ready for the Fourier transform.
 * @module
 */
import type { SpectrogramFrontEnd } from "./configuration.ts";
import { windowOf } from "./window_shapes.ts";

/** Cuts a sound in frames: pre-emphasis, padding, mean removal, window. */
export class FrameCutter {
  readonly #frontEnd: SpectrogramFrontEnd;
  /** Samples from the start of a frame to its end, the zeros of a window at the frame's start not counted. */
  readonly #frameLength: number;
  /** Samples of the frame before its window. */
  readonly #before: number;
  /** The window times the scale. */
  readonly #window: Float64Array;
  readonly #frame: Float64Array;
  /** Samples that pre-emphasis over the signal takes away. */
  readonly #lost: 0 | 1;
  readonly #padding: number;

  /** Makes the tables that frames of this kind need. */
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
  }

  /** Number of whole frames in this many samples; one frame, filled up with zeros, where there are too few. */
  framesIn(samples: number): number {
    const length = samples - this.#lost + 2 * this.#padding;
    return 1 + Math.max(0, Math.floor((length - this.#frameLength) / this.#frontEnd.hop));
  }

  /** The least number of samples with this many whole frames, at least 1. */
  samplesOf(frames: number): number {
    const length = (frames - 1) * this.#frontEnd.hop + this.#frameLength;
    return Math.max(1, length - 2 * this.#padding + this.#lost);
  }

  /**
   * Writes a windowed frame into every second place of a transform's input, whose other places and whose zeros
   * around the window it leaves alone.
   *
   * @param samples the sound; zeros follow it
   * @param frame number of the frame, from 0
   * @param first place of its first sample, 0 for the real parts, 1 for the imaginary ones
   */
  write(samples: Float32Array, frame: number, input: Float64Array, first: 0 | 1): void {
    const [signal, window] = [this.#frame, this.#window];
    this.#read(samples, frame * this.#frontEnd.hop - this.#padding + this.#before);
    if (this.#frontEnd.removeMean) removeMean(signal);
    const { preEmphasis } = this.#frontEnd;
    if (preEmphasis?.over === "frame") emphasize(signal, preEmphasis.coefficient);
    let at = 2 * this.#before + first;
    for (let i = 0; i < window.length; i++, at += 2) input[at] = window[i]! * signal[i]!;
  }

  /** Reads the frame's signal from this place of the sound on, which lies before its start where it is padded. */
  #read(samples: Float32Array, start: number): void {
    const signal = this.#frame;
    if (start < 0 || start + signal.length + this.#lost > samples.length) {
      for (let i = 0; i < signal.length; i++) signal[i] = this.#paddedAt(samples, start + i);
    } else if (this.#lost === 0) {
      for (let i = 0; i < signal.length; i++) signal[i] = samples[start + i]!;
    } else {
      const { coefficient } = this.#frontEnd.preEmphasis!;
      for (let i = 0; i < signal.length; i++) {
        signal[i] = samples[start + i + 1]! - coefficient * samples[start + i]!;
      }
    }
  }

  /** The signal at a place inside or outside of the sound. */
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

/** The place in a signal that a place outside shows when it is mirrored at its first and last sample, to and fro. */
function mirrored(place: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const inPeriod = ((place % period) + period) % period;
  return Math.min(inPeriod, period - inPeriod);
}

function removeMean(signal: Float64Array): void {
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

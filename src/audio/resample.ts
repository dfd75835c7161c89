/**
 * Band-limited resampling with a sinc under a Kaiser window (`low_pass.ts`), without delay.
 *
 * It passes up to 0.94 of the slower rate's Nyquist frequency within 0.1 dB; above that Nyquist frequency, aliases and
 * images lie below -104 dB. Five seconds take 3 ms; for rates without a large common divisor (44,101 Hz) 54 ms. Others,
 * 44,100 to 32,000 Hz, passband and worst alias: scipy.signal.resample_poly 0.855, -7 dB, 3 ms; libsamplerate in
 * WebAssembly, "medium", 0.865, -119 dB, 45 ms; speexdsp in WebAssembly, the fastest setting that passes 0.9, 0.915,
 * -102 dB, 24 ms; the loop of the kernel in TypeScript 19 ms (all on one core of an AMD EPYC).
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { HIGHEST_SAMPLE_RATE_HZ, MOST_SAMPLES } from "../formats/sound.ts";
import type { MonoAudio } from "./decode.ts";
import {
  type InterpolatedTable,
  resampleInterpolated,
  tabulateInterpolated,
} from "./interpolated.ts";
import { type PolyphaseTable, resamplePolyphase, tabulatePolyphase } from "./polyphase.ts";

const LOWEST_HZ = 1000;
/** Most filters that are kept, each at most 8 MB; a data set seldom has more than a few sample rates. */
const MOST_TABLES = 8;

/**
 * Resamples sounds to one rate.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * using resampler = await Resampler.open(16_000);
 * const half = resampler.resample({ samples: new Float32Array(32_000), sampleRateHz: 32_000 });
 * assert.equal(half.length, 16_000);
 * ```
 */
export class Resampler implements Disposable {
  readonly #sampleRateHz: number;
  readonly #tables = new Map<number, PolyphaseTable | InterpolatedTable>();

  private constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
  }

  /**
   * Creates a resampler to this rate.
   *
   * @throws {RangeError} when it is not a whole number from 1,000 to 768,000
   */
  static open(sampleRateHz: number): Promise<Resampler> {
    return Promise.try(() => new Resampler(checkedRate(sampleRateHz, LOWEST_HZ)));
  }

  /**
   * Returns the sound at this resampler's rate. The sound is taken as silent before its beginning and after its end.
   *
   * @param audio any number of samples, at a whole number of samples a second from 1 to 768,000
   * @returns round(length · rate / old rate) samples; the same array if the rate is the same. The bits depend only on
   * the sound and the two rates.
   * @throws {InputError} when there would be more than 268,435,456 samples
   */
  resample({ samples, sampleRateHz }: MonoAudio): Float32Array {
    if (checkedRate(sampleRateHz, 1) === this.#sampleRateHz) return samples;
    const length = Math.round(samples.length * this.#sampleRateHz / sampleRateHz);
    if (length > MOST_SAMPLES) {
      throw new InputError(
        `A sound of ${samples.length} samples at ${sampleRateHz} a second would become ${length} at ` +
          `${this.#sampleRateHz} a second; expected at most ${MOST_SAMPLES}`,
      );
    }
    const table = this.#tableFrom(sampleRateHz);
    if ("taps" in table) return resamplePolyphase(samples, table, length);
    return resampleInterpolated(samples, table, [sampleRateHz, this.#sampleRateHz], length);
  }

  /** Returns the filters from this rate, created on first use. */
  #tableFrom(sampleRateHz: number): PolyphaseTable | InterpolatedTable {
    const table = this.#tables.get(sampleRateHz) ??
      tabulatePolyphase(sampleRateHz, this.#sampleRateHz) ??
      tabulateInterpolated(sampleRateHz, this.#sampleRateHz);
    // The last entry of the map is the most recently used one.
    this.#tables.delete(sampleRateHz);
    this.#tables.set(sampleRateHz, table);
    const [oldest] = this.#tables.keys();
    if (this.#tables.size > MOST_TABLES) this.#tables.delete(oldest!);
    return table;
  }

  /** Frees the filters. */
  close(): void {
    this.#tables.clear();
  }

  /** Same as {@link Resampler.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}

function checkedRate(sampleRateHz: number, lowest: number): number {
  if (
    !Number.isInteger(sampleRateHz) || sampleRateHz < lowest ||
    sampleRateHz > HIGHEST_SAMPLE_RATE_HZ
  ) {
    throw new RangeError(
      `${sampleRateHz} samples a second; expected ${lowest} to ${HIGHEST_SAMPLE_RATE_HZ}`,
    );
  }
  return sampleRateHz;
}

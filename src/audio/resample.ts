/**
 * Band-limited resampling: Secret Rabbit Code by E. de Castro Lopo (BSD), compiled to WebAssembly
 * (`@alexanderolsen/libsamplerate-js`), whose windowed-sinc method is J. O. Smith's.
 *
 * "Medium" quality. From 44,100 to 16,000 Hz it passes up to 6,800 Hz within 0.1 dB, and what lies above 8,000 Hz
 * comes back below -120 dB. It takes 14 ms for a second of sound where "best" takes 80, which passes up to
 * 7,400 Hz; "fastest" loses 0.5 dB at 6,000 Hz.
 * @module
 */
import libsamplerate from "npm:@alexanderolsen/libsamplerate-js@2.1.2";
import type { MonoAudio } from "./decode.ts";

type Converter = Awaited<ReturnType<typeof libsamplerate.create>>;

/** The package handles longer sounds in blocks; it loses the end, and begins the next sound with what is left over. */
const LONGEST = 1_000_000;

/**
 * Resamples to one rate; `using` or {@link Resampler.close} frees its memory.
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
  readonly #converter: Converter;

  private constructor(converter: Converter) {
    this.#converter = converter;
  }

  /** A resampler to this rate. */
  static async open(sampleRateHz: number): Promise<Resampler> {
    const { create, ConverterType } = libsamplerate;
    const converterType = ConverterType.SRC_SINC_MEDIUM_QUALITY;
    return new Resampler(await create(1, sampleRateHz, sampleRateHz, { converterType }));
  }

  /**
   * The sound at this resampler's rate, with no delay.
   *
   * @param audio at most 1,000,000 samples (22 s at 44,100 Hz), before and after
   * @returns round(length · rate / old rate) samples; the same array if the rate is the same
   * @throws {RangeError} when the sound is longer
   */
  resample(audio: MonoAudio): Float32Array {
    const { samples, sampleRateHz } = audio;
    if (sampleRateHz === this.#converter.outputSampleRate) return samples;
    const length = Math.round(samples.length * this.#converter.outputSampleRate / sampleRateHz);
    if (Math.max(samples.length, length + 1) > LONGEST) {
      throw new RangeError(`${samples.length} samples at once; expected at most ${LONGEST}`);
    }
    if (sampleRateHz !== this.#converter.inputSampleRate) {
      this.#converter.inputSampleRate = sampleRateHz;
    }
    const resampled = new Float32Array(length);
    // The library gives up to two samples fewer or one more than the ratio says.
    resampled.set(this.#converter.simple(samples).subarray(0, length));
    return resampled;
  }

  /** Frees the converter's memory; it cannot be used any more. */
  close(): void {
    this.#converter.destroy();
  }

  /** As {@link Resampler.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}

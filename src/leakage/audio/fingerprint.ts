/**
 * Fingerprints of sounds: bits that stay when a sound is encoded again, resampled, made louder or cut.
 *
 * After J. Haitsma and T. Kalker, "A highly robust audio fingerprinting system" (ISMIR 2002): a bit tells whether the
 * level of a band, against that of the next band, has risen or fallen since a moment before. What differs from theirs:
 * levels are logarithms over a floor, so that quiet bands count as loud ones do and silence gives no bits; frames are
 * short (64 ms, theirs 370 ms), since many sounds are a bark or a tick; and each bit knows whether it is strong, so
 * that chance decides none.
 *
 * Of the strong bits of ESC-10's 400 clips, 98 % or more agree with those of a copy as MP3 at 64 kbit/s, 94 % as Ogg
 * Vorbis at 64 kbit/s or 6 dB louder and clipped (the worst clip of each), and all of a resampled or quieter one.
 * @module
 */
import type { MonoAudio } from "../../audio/decode.ts";
import { type Fourier, fourierOf, separateSpectra } from "../../audio/front_end/fourier.ts";
import { Resampler } from "../../audio/resample.ts";

/** All sounds are brought to this rate: what is above 4 kHz is what encoders change first. */
const RATE_HZ = 8000;
/** Samples of a frame, 64 ms. */
const FRAME = 512;
/** Samples from frame to frame, 4 ms: a cut shifts frames by at most half of it. */
const HOP = 32;
/** Seconds from frame to frame. */
export const HOP_SECONDS = HOP / RATE_HZ;
/** Frames between the two moments that a bit compares, 32 ms: half a frame apart, they are about independent. */
const LAG = 8;
/** Bits of a frame, each of two neighbouring bands. */
const BITS = 32;
const LOWEST_HZ = 150;
const HIGHEST_HZ = 3800;
/** The floor under the levels, against the power of the loudest band of the sound. */
const FLOOR = 1e-5;
/** A change of level, as a natural logarithm of power, that is strong. */
const STRONG = 0.5;

/** The bits of a sound, frame by frame, 250 frames a second. */
export interface Fingerprint {
  /** 32 bits of each frame. */
  readonly bits: Uint32Array;
  /** Which of them are strong, as a mask. */
  readonly strong: Uint32Array;
}

/**
 * Makes fingerprints.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const fingerprinter = await Fingerprinter.open();
 * const silence = { samples: new Float32Array(16_000), sampleRateHz: 16_000 };
 * assert.ok(fingerprinter.fingerprint(silence).strong.every((mask) => mask === 0));
 * ```
 */
export class Fingerprinter {
  readonly #resampler: Resampler;
  readonly #fourier: Fourier = fourierOf(FRAME);
  readonly #pair = new Float64Array(2 * (FRAME / 2 + 1));
  readonly #window = Float64Array.from(
    { length: FRAME },
    (_, i) => 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / FRAME),
  );
  readonly #edges = bandEdges();

  private constructor(resampler: Resampler) {
    this.#resampler = resampler;
  }

  /** Makes the tables. */
  static async open(): Promise<Fingerprinter> {
    return new Fingerprinter(await Resampler.open(RATE_HZ));
  }

  /** The fingerprint of a sound; empty where it is shorter than 0.1 s, all weak where it is silent. */
  fingerprint(audio: MonoAudio): Fingerprint {
    const levels = this.#levelsOf(this.#resampler.resample(audio));
    const frames = Math.max(0, levels.length / (BITS + 1) - LAG);
    const bits = new Uint32Array(frames);
    const strong = new Uint32Array(frames);
    for (let frame = 0; frame < frames; frame++) {
      const before = frame * (BITS + 1);
      const after = before + LAG * (BITS + 1);
      for (let bit = 0; bit < BITS; bit++) {
        const change = levels[after + bit]! - levels[after + bit + 1]! -
          levels[before + bit]! + levels[before + bit + 1]!;
        if (change > 0) bits[frame]! |= 1 << bit;
        if (Math.abs(change) > STRONG) strong[frame]! |= 1 << bit;
      }
    }
    return { bits, strong };
  }

  /** The level of each band in each frame. */
  #levelsOf(samples: Float32Array): Float32Array {
    const frames = Math.max(0, 1 + Math.floor((samples.length - FRAME) / HOP));
    const levels = new Float32Array(frames * (BITS + 1));
    const { input } = this.#fourier;
    for (let frame = 0; frame < frames; frame += 2) {
      for (let i = 0; i < FRAME; i++) {
        const weight = this.#window[i]!;
        input[2 * i] = weight * samples[frame * HOP + i]!;
        input[2 * i + 1] = weight * (samples[frame * HOP + HOP + i] ?? 0);
      }
      this.#fourier.transform();
      separateSpectra(this.#pair, this.#fourier.output, "power");
      this.#sumBands(levels, frame, 0);
      if (frame + 1 < frames) this.#sumBands(levels, frame + 1, 1);
    }
    const loudest = levels.reduce((most, power) => Math.max(most, power), 0);
    const floor = loudest * FLOOR || 1;
    for (let i = 0; i < levels.length; i++) levels[i] = Math.log(levels[i]! + floor);
    return levels;
  }

  #sumBands(levels: Float32Array, frame: number, first: 0 | 1): void {
    for (let band = 0; band <= BITS; band++) {
      let power = 0;
      for (let bin = this.#edges[band]!; bin < this.#edges[band + 1]!; bin++) {
        power += this.#pair[2 * bin + first]!;
      }
      levels[frame * (BITS + 1) + band] = power;
    }
  }
}

/** The bins where bands begin, as wide as the ear's resolution (mel), at least a bin each. */
function bandEdges(): number[] {
  const mel = (hertz: number) => Math.log(1 + hertz / 700);
  const [lowest, highest] = [mel(LOWEST_HZ), mel(HIGHEST_HZ)];
  return Array.from({ length: BITS + 2 }, (_, edge) => {
    const hertz = 700 * (Math.exp(lowest + (highest - lowest) * edge / (BITS + 1)) - 1);
    return Math.round(hertz * FRAME / RATE_HZ);
  });
}

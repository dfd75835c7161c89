/**
 * Reads samples that a file stores one by one: integers, floats, A-law and mu-law.
 * @module
 */
import { A_LAW, MU_LAW } from "./g711.ts";
import { checkLength, HIGHEST_SAMPLE_RATE_HZ, type Sound } from "./sound.ts";

/** The coding of one sample. */
export type PcmCoding =
  | "unsigned8"
  | "signed8"
  | "signed16"
  | "signed24"
  | "signed32"
  | "signed64"
  | "float32"
  | "float64"
  | "alaw"
  | "mulaw";

/** How samples lie in a file. */
export interface PcmFormat {
  /** Coding of one sample. */
  readonly coding: PcmCoding;
  /** Whether the lowest byte of a sample comes first. */
  readonly littleEndian: boolean;
  /** Number of interleaved channels, 1 to 1,024. */
  readonly channels: number;
  /** Samples of a channel per second, 1 to 768,000. */
  readonly sampleRateHz: number;
}

/** Most channels that a file may have. */
const MOST_CHANNELS = 1024;

/**
 * Refuses numbers of channels and samples a second that are out of range.
 *
 * @param wrong makes the error; it is given what was found and expected
 */
export function checkRange(
  channels: number,
  sampleRateHz: number,
  wrong: (reason: string) => Error,
): void {
  if (channels < 1 || channels > MOST_CHANNELS) {
    throw wrong(`says ${channels} channels; expected 1 to ${MOST_CHANNELS}`);
  }
  if (!(sampleRateHz >= 1 && sampleRateHz <= HIGHEST_SAMPLE_RATE_HZ)) {
    const expected = `expected 1 to ${HIGHEST_SAMPLE_RATE_HZ}`;
    throw wrong(`says ${sampleRateHz} samples a second; ${expected}`);
  }
}

/** Bytes of a sample of each coding. */
export const SAMPLE_BYTES: Readonly<Record<PcmCoding, number>> = {
  unsigned8: 1,
  signed8: 1,
  signed16: 2,
  signed24: 3,
  signed32: 4,
  signed64: 8,
  float32: 4,
  float64: 8,
  alaw: 1,
  mulaw: 1,
};

/** Bytes of a frame: a sample of each channel. */
export function frameBytes({ coding, channels }: PcmFormat): number {
  return SAMPLE_BYTES[coding] * channels;
}

/**
 * Reads the whole frames of these bytes; a rest is left out.
 *
 * Integers are divided by the largest magnitude, so that they lie in [-1, 1); floats are kept as they are, including
 * NaN.
 *
 * @param name the file's name, for error messages
 * @throws {InputError} when there are more samples than a sound may have
 */
export function readPcm(data: Uint8Array, format: PcmFormat, name: string): Sound["channels"] {
  const { coding, channels: count, littleEndian } = format;
  const sampleBytes = SAMPLE_BYTES[coding];
  const frames = Math.floor(data.length / (count * sampleBytes));
  checkLength(frames * count, name);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const channels = Array.from({ length: count }, () => new Float32Array(frames));
  const read = SAMPLE_READERS[coding];
  for (const [channel, samples] of channels.entries()) {
    read(view, channel * sampleBytes, count * sampleBytes, samples, littleEndian);
  }
  return channels;
}

/** Fills `samples` with the values at `at`, `at + step` and so on. */
type SampleReader = (
  view: DataView,
  at: number,
  step: number,
  samples: Float32Array,
  littleEndian: boolean,
) => void;

/** One loop for each coding: a single loop that calls a function for each sample takes three times as long. */
const SAMPLE_READERS: Record<PcmCoding, SampleReader> = {
  unsigned8: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) samples[i] = view.getUint8(at + i * step) / 128 - 1;
  },
  signed8: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) samples[i] = view.getInt8(at + i * step) / 128;
  },
  signed16: (view, at, step, samples, little) => {
    for (let i = 0; i < samples.length; i++) {
      samples[i] = view.getInt16(at + i * step, little) / 2 ** 15;
    }
  },
  signed24: (view, at, step, samples, little) => {
    const high = little ? 1 : 0, low = little ? 0 : 2;
    for (let i = 0; i < samples.length; i++) {
      const place = at + i * step;
      samples[i] = (view.getInt16(place + high, little) * 256 + view.getUint8(place + low)) /
        2 ** 23;
    }
  },
  signed32: (view, at, step, samples, little) => {
    for (let i = 0; i < samples.length; i++) {
      samples[i] = view.getInt32(at + i * step, little) / 2 ** 31;
    }
  },
  signed64: (view, at, step, samples, little) => {
    const high = little ? 4 : 0, low = little ? 0 : 4;
    for (let i = 0; i < samples.length; i++) {
      const place = at + i * step;
      samples[i] = (view.getInt32(place + high, little) * 2 ** 32 +
        view.getUint32(place + low, little)) / 2 ** 63;
    }
  },
  float32: (view, at, step, samples, little) => {
    for (let i = 0; i < samples.length; i++) samples[i] = view.getFloat32(at + i * step, little);
  },
  float64: (view, at, step, samples, little) => {
    for (let i = 0; i < samples.length; i++) samples[i] = view.getFloat64(at + i * step, little);
  },
  alaw: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) samples[i] = A_LAW[view.getUint8(at + i * step)]!;
  },
  mulaw: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) samples[i] = MU_LAW[view.getUint8(at + i * step)]!;
  },
};

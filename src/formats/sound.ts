/**
 * The result of the readers of sound files.
 * @module
 */
import { unreadable } from "./reading.ts";

/** Sound as a file holds it. */
export interface Sound {
  /** The samples of each channel, mostly in [-1, 1]; all are equally long. */
  readonly channels: readonly Float32Array[];
  /** Samples of a channel per second. */
  readonly sampleRateHz: number;
  /** What was unusual about the file, though nothing shows that sound is missing: an open sentence each. */
  readonly notes: readonly string[];
}

/** Most samples of a sound, in all channels: a gibibyte of float32, 50 minutes of stereo at 44,100 Hz. */
export const MOST_SAMPLES = 2 ** 28;
/** Highest sample rate in samples per second: twice that of the fastest converters in use. */
export const HIGHEST_SAMPLE_RATE_HZ = 768_000;

/**
 * Refuses a sound that would not fit in memory, before memory is allocated.
 *
 * @param samples samples in all channels
 * @throws {InputError} when they are more than {@link MOST_SAMPLES}
 */
export function checkLength(samples: number, name: string): void {
  if (samples > MOST_SAMPLES) {
    const most = `expected at most ${MOST_SAMPLES} (a gibibyte); cut the sound into several files`;
    throw unreadable(name, `it decodes to ${samples} samples in all channels; ${most}`);
  }
}

/**
 * Decodes sound files to mono samples: WAV, AIFF, AU, CAF, FLAC, Ogg (Vorbis, Opus, FLAC) and MP3.
 *
 * A file that was cut off is refused where this is certain, since half a sound gives another embedding: WAV, AIFF, AU,
 * CAF and FLAC state their length, an Ogg page states its own, its position among the samples and where a packet goes
 * on, and an MP3 file can state its frames. It is not certain for a file that was written to a pipe, an Ogg stream
 * that ends with a whole page which is not marked as the last, nor for an MP3 file that states nothing: those give the
 * sound that is there, with a note. Damage is detected by the checksums of FLAC and Ogg; other kinds have none.
 * @module
 */
import { later } from "../basics/later.ts";
import { unreadable } from "../formats/reading.ts";

/** Decoded sound, one channel. */
export interface MonoAudio {
  /** The samples, mostly in [-1, 1]: lossy coding can overshoot a little. */
  readonly samples: Float32Array;
  /** Samples per second. */
  readonly sampleRateHz: number;
}

/** The decoded sound of a file. */
export interface DecodedAudio extends MonoAudio {
  /**
   * What was unusual about the file, although it is read and nothing shows that sound is missing: an open sentence each,
   * such as `its name says WAV, but it holds MP3`.
   */
  readonly notes: readonly string[];
}

const reading = later<typeof import("./decode_sound.ts")>(
  new URL("./decode_sound.ts", import.meta.url),
);

/**
 * Decodes files of all kinds, one after another. A codec is loaded for its first file and kept.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * using decoder = new AudioDecoder();
 * const text = new TextEncoder().encode("no sound");
 * await assert.rejects(decoder.decode(text, "notes.wav"), /"notes.wav": it is text; expected WAV/);
 * ```
 */
export class AudioDecoder implements Disposable {
  /**
   * Decodes a file; several channels become their mean.
   *
   * @param bytes the whole file
   * @param name the file's name, for error messages; where its extension contradicts the content, this is noted
   * @returns at least one sample, all finite, and notes
   * @throws {InputError} when the file is of a kind that is not read, is damaged or cut off, has no sound, is longer than 268,435,456 samples in all channels, or contains values that are not finite
   */
  async decode(bytes: Uint8Array, name: string): Promise<DecodedAudio> {
    const { decodeSound } = await reading();
    const { channels, sampleRateHz, notes } = await decodeSound(bytes, name);
    const samples = meanOf(channels);
    if (samples.length === 0) throw unreadable(name, "it holds no samples; expected at least one");
    for (let i = 0; i < samples.length; i++) {
      if (Number.isFinite(samples[i])) continue;
      throw unreadable(name, `sample ${i} is ${samples[i]}; expected finite numbers`);
    }
    return { samples, sampleRateHz, notes };
  }

  /** Nothing needs to be freed: each file's memory is freed after decoding. */
  close(): void {}

  /** Same as {@link AudioDecoder.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}

/** The mean of the channels, sample by sample. */
function meanOf(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  if (others.length === 0) return first!;
  const mean = new Float32Array(first!.length);
  for (let i = 0; i < mean.length; i++) {
    let sum = first![i]!;
    for (const channel of others) sum += channel[i]!;
    mean[i] = sum / channels.length;
  }
  return mean;
}

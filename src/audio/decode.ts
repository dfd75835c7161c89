/**
 * Decodes sound files to mono samples: WAV, FLAC, Ogg (Vorbis, Opus, FLAC) and MP3.
 *
 * A file that was cut off is refused where this is certain, since half a sound gives another embedding: WAV and FLAC
 * state their length, an Ogg stream marks its last page, and an MP3 file ends inside a frame or has fewer frames than
 * its encoder's tag states. It cannot be detected for a WAV or FLAC file that was written to a pipe, nor for an MP3
 * file without the tag that was cut between two frames: those give the remaining sound. Damage is detected by the
 * checksums of FLAC and Ogg; WAV and MP3 have none.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { readFlac, readOggFlac } from "../formats/flac.ts";
import { id3Length, readMp3 } from "../formats/mp3.ts";
import { type OggStream, readOgg } from "../formats/ogg.ts";
import { unreadable } from "../formats/reading.ts";
import type { Sound } from "../formats/sound.ts";
import { readWav } from "../formats/wav.ts";
import { checkExtension, EXPECTED_KINDS, fileKind } from "./kinds.ts";

/** Decoded sound, one channel. */
export interface MonoAudio {
  /** The samples, mostly in [-1, 1]: lossy coding can overshoot a little. */
  readonly samples: Float32Array;
  /** Samples per second. */
  readonly sampleRateHz: number;
}

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
   * @param name the file's name, for error messages; a known extension must match the content
   * @returns at least one sample, all finite
   * @throws {InputError} when the file is of another kind than expected or than its extension, is damaged or cut off,
   * has no sound, is longer than 268,435,456 samples in all channels, or contains values that are not finite
   */
  async decode(bytes: Uint8Array, name: string): Promise<MonoAudio> {
    const { channels, sampleRateHz } = await decodeSound(bytes, name);
    const samples = meanOf(channels);
    if (samples.length === 0) throw unreadable(name, "it holds no samples; expected at least one");
    for (let i = 0; i < samples.length; i++) {
      if (Number.isFinite(samples[i])) continue;
      throw unreadable(name, `sample ${i} is ${samples[i]}; expected finite numbers`);
    }
    return { samples, sampleRateHz };
  }

  /** Nothing needs to be freed: each file's memory is freed after decoding. */
  close(): void {}

  /** Same as {@link AudioDecoder.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}

/** Reads a file of any kind. The codecs are imported here, so that a program that decodes nothing loads none. */
async function decodeSound(bytes: Uint8Array, name: string): Promise<Sound> {
  const kind = fileKind(bytes, name);
  if (kind === "Ogg") return await decodeOgg(readOgg(bytes, name), name);
  checkExtension(kind, name);
  if (kind === "WAV") return readWav(bytes, name);
  if (kind === "FLAC") {
    const { decodeFlac } = await import("./codecs/flac.ts");
    return await decodeFlac(readFlac(bytes.subarray(id3Length(bytes)), name), name);
  }
  const { decodeMp3 } = await import("./codecs/mp3.ts");
  return await decodeMp3(readMp3(bytes, name), name);
}

/** The codecs of Ogg streams, by the start of the first packet. */
const OGG_CODECS = [
  { kind: "Ogg Vorbis", start: "\x01vorbis" },
  { kind: "Ogg Opus", start: "OpusHead" },
  { kind: "Ogg FLAC", start: "\x7fFLAC" },
] as const;

/** Decodes the only stream of sound; other streams, such as pictures, are skipped. */
async function decodeOgg(streams: readonly OggStream[], name: string): Promise<Sound> {
  const starts = streams.map(({ packets }) =>
    String.fromCharCode(...packets[0]!.bytes.subarray(0, 8))
  );
  const codecs = starts.map((start) => OGG_CODECS.find((codec) => start.startsWith(codec.start)));
  const [index, another] = codecs.flatMap((codec, i) => codec === undefined ? [] : [i]);
  if (index === undefined) {
    const found = quotable(starts.join(", "));
    throw unreadable(
      name,
      `no stream in it is sound (they start with "${found}"); ${EXPECTED_KINDS}`,
    );
  }
  if (another !== undefined) {
    throw unreadable(name, "it holds several sounds at once; expected one");
  }
  const { kind } = codecs[index]!;
  checkExtension(kind, name);
  const { packets, complete } = streams[index]!;
  if (!complete) throw unreadable(name, "its last Ogg page is missing: it was cut off");
  if (kind === "Ogg Vorbis") {
    const { decodeVorbis } = await import("./codecs/vorbis.ts");
    return await decodeVorbis(packets, name);
  }
  if (kind === "Ogg Opus") {
    const { decodeOpus } = await import("./codecs/opus.ts");
    return await decodeOpus(packets, name);
  }
  const { decodeFlac } = await import("./codecs/flac.ts");
  return await decodeFlac(readOggFlac(packets, name), name);
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

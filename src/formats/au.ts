/**
 * Reads Sun's and NeXT's audio files (`.au`, `.snd`): a header of six numbers, then the samples.
 * @module
 */
import { decodeG726, type G726Bits } from "./g726.ts";
import { checkRange, frameBytes, type PcmCoding, readPcm } from "./pcm.ts";
import { unreadable } from "./reading.ts";
import type { Sound } from "./sound.ts";
import { noteRest, soundBytes } from "./stated_length.ts";

/** Codings by their numbers. */
const CODINGS: Readonly<Record<number, PcmCoding>> = {
  1: "mulaw",
  2: "signed8",
  3: "signed16",
  4: "signed24",
  5: "signed32",
  6: "float32",
  7: "float64",
  27: "alaw",
};
/** ADPCM codings by their numbers: the bits of a sample. */
const ADPCM_CODINGS: Readonly<Record<number, G726Bits>> = { 23: 4, 25: 3, 26: 5 };
const HEADER_BYTES = 24;
/** A length that the writer did not know. */
const UNKNOWN = 0xffff_ffff;

/**
 * Reads integers, floats, A-law, mu-law, G.721 and G.723, with the highest byte first (`.snd`) or the lowest (`dns.`).
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when it is no such file, its coding is not supported, or it was cut off
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const header = ".snd\0\0\0\x18\0\0\0\x04\0\0\0\x03\0\0\x1f\x40\0\0\0\x01";
 * const bytes = Uint8Array.from(header + "\x40\0\xc0\0", (character) => character.charCodeAt(0));
 * assert.deepEqual(readAu(bytes, "x.au").channels, [Float32Array.of(0.5, -0.5)]);
 * ```
 */
export function readAu(bytes: Uint8Array, name: string): Sound {
  const id = String.fromCharCode(...bytes.subarray(0, 4));
  if (id !== ".snd" && id !== "dns.") throw unreadable(name, "it is not an AU file");
  if (bytes.length < HEADER_BYTES) throw unreadable(name, "it ends inside its AU header");
  const littleEndian = id === "dns.";
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const field = (index: number) => view.getUint32(4 * index, littleEndian);
  const start = field(1), length = field(2), sampleRateHz = field(4), channels = field(5);
  const coding = CODINGS[field(3)], adpcmBits = ADPCM_CODINGS[field(3)];
  const wrong = (reason: string) => unreadable(name, `its AU header ${reason}`);
  if (start < HEADER_BYTES || start > bytes.length) {
    throw wrong(`says that the sound starts at byte ${start} of ${bytes.length}`);
  }
  if (coding === undefined && adpcmBits === undefined) {
    throw wrong(`says coding ${field(3)}; expected 1 to 7, 23, or 25 to 27`);
  }
  checkRange(channels, sampleRateHz, wrong);
  if (adpcmBits !== undefined && channels > 1) {
    throw wrong(`says ADPCM of ${channels} channels; expected 1`);
  }
  const content = bytes.subarray(start), notes: string[] = [];
  const isUnknown = length === UNKNOWN || length === 0 && content.length > 0;
  const stated = {
    by: "AU header",
    bytes: isUnknown ? undefined : length,
    isFileWhole: false,
  };
  const data = soundBytes(content, stated, notes, name);
  if (coding === undefined) {
    // The format requires a text between the header and the sound, which only libsndfile leaves out.
    const isSndfile = start === HEADER_BYTES;
    return { channels: decodeG726(data, adpcmBits!, !isSndfile, name), sampleRateHz, notes };
  }
  const format = { coding, channels, sampleRateHz, littleEndian };
  noteRest(data, frameBytes(format), "sound", notes);
  return { channels: readPcm(data, format, name), sampleRateHz, notes };
}

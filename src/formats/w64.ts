/**
 * Reads Wave64 files, which Sony's programs made for sounds of over 4 GB: WAV with 16 bytes for a chunk's id and 8 for
 * its length, which counts these 24 bytes too.
 * @module
 */
import { unreadable } from "./reading.ts";
import { asciiOf } from "./riff.ts";
import type { Sound } from "./sound.ts";
import { soundBytes } from "./stated_length.ts";
import { decodeWav, type MpegInWav } from "./wav.ts";
import { readWavFormat, type WavFormat } from "./wav_format.ts";

const HEADER_BYTES = 24;
/** No file is so large: a program that wrote to a pipe could not fill in the length. */
const LARGEST = 2 ** 53;
/** The bytes of every id after its first four, except the file's own. */
const ID_REST = "f3acd3118cd100c04f8edb8a";
/** The file's own id. */
const FILE_ID = "726966662e91cf11a5d628db04c10000";

/**
 * Reads the codings that WAV files have.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when it is no Wave64 file, its coding is not supported, or it was cut off
 */
export function readWave64(bytes: Uint8Array, name: string): Sound | MpegInWav {
  const kind = asciiOf(bytes.subarray(24, 28));
  if (bytes.length < 40 || bytes.subarray(0, 16).toHex() !== FILE_ID || kind !== "wave") {
    throw unreadable(name, "it is not a Wave64 file");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengthAt = (at: number) => Number(view.getBigUint64(at + 16, true));
  const end = lengthAt(0);
  let format: WavFormat | undefined, samples: number | undefined;
  for (let at = 40; at < bytes.length;) {
    if (bytes.length - at < HEADER_BYTES) throw unreadable(name, "it ends inside a chunk's header");
    const isChunk = bytes.subarray(at + 4, at + 16).toHex() === ID_REST;
    const id = isChunk ? asciiOf(bytes.subarray(at, at + 4)) : "another";
    const content = bytes.subarray(at + HEADER_BYTES);
    const says = lengthAt(at);
    const isUnknown = id === "data" && (says === 0 || says >= LARGEST);
    const length = isUnknown ? content.length : says - HEADER_BYTES;
    if (length < 0) throw unreadable(name, `chunk "${id}" is shorter than its own header`);
    if (id === "data") {
      if (format === undefined) throw unreadable(name, 'its "data" chunk comes before "fmt "');
      const notes: string[] = [];
      const isFileWhole = end > 0 && end <= bytes.length;
      const stated = { by: '"data" chunk', bytes: isUnknown ? undefined : length, isFileWhole };
      return decodeWav(
        soundBytes(content, stated, notes, name),
        { ...format, samples },
        notes,
        name,
      );
    }
    if (length > content.length) {
      throw unreadable(name, `chunk "${id}" says ${length} bytes, but ${content.length} are left`);
    }
    if (id === "fmt") format ??= readWavFormat(content.subarray(0, length), name);
    if (id === "fact" && length >= 8) samples ??= Number(view.getBigUint64(at + 24, true));
    // Chunks start at multiples of eight bytes.
    at += HEADER_BYTES + Math.ceil(length / 8) * 8;
  }
  throw unreadable(name, 'it has no "data" chunk');
}

/**
 * Reads WAV files: "Multimedia Programming Interface and Data Specifications 1.0" (IBM, Microsoft, 1991), "Multiple
 * Channel Audio Data and WAVE Files" (Microsoft, 2001), and their 64-bit form (EBU Tech 3306, RF64; ITU-R BS.2088,
 * BW64).
 * @module
 */
import { decodeAdpcm } from "./adpcm.ts";
import { decodeGsm, GSM_BLOCK_BYTES, GSM_BLOCK_SAMPLES } from "./gsm.ts";
import { frameBytes, readPcm } from "./pcm.ts";
import { unreadable } from "./reading.ts";
import { asciiOf } from "./riff.ts";
import type { Sound } from "./sound.ts";
import { noteRest, soundBytes } from "./stated_length.ts";
import { readWavFormat, type WavFormat } from "./wav_format.ts";

/** What the start of a file says of all of it. */
interface Outer {
  /** Whether the lowest byte of a number comes first. */
  readonly littleEndian: boolean;
  /** Where the file ends; undefined if its writer did not know. */
  readonly end: number | undefined;
  /** Whether the file ends there, or later. */
  readonly isWhole: boolean;
  /** Length of the data chunk in a 64-bit file, where the chunk itself has no room for it. */
  readonly dataBytes: number | undefined;
}

/** A chunk's header. */
interface ChunkHeader {
  readonly id: string;
  readonly length: number;
}

/** A file whose sound is MPEG audio. */
export interface MpegInWav {
  /** The frames of MPEG audio, as an MP3 file has them. */
  readonly mpeg: Uint8Array;
  /** What was unusual about the chunks. */
  readonly notes: readonly string[];
}

/** "fmt " and "data", what files hold beside them, and what follows in a file that was joined from two. */
const KNOWN_IDS = new Set(
  ["fmt", "data", "fact", "LIST", "bext", "cue", "id3", "smpl", "inst", "PEAK", "JUNK", "RIFF"],
);

/**
 * Whether a length means "to the end of the file": a program that writes to a pipe, or that was killed, could not go
 * back and fill in the length.
 */
const isUnknownLength = (length: number) =>
  length >= 0xffff_f000 || length >= 0x7fff_f000 && length <= 0x8000_0000;

/** No file is so large: a length in a 64-bit file from here on is not known either. */
const LARGEST_64 = 2 ** 53;

/**
 * Reads 8-bit (unsigned), 16-, 24-, 32- and 64-bit integers, 32- and 64-bit floats, A-law, mu-law, the ADPCM of IMA and of
 * Microsoft, and GSM 6.10.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @returns the channels, without samples if the file has none; or MPEG audio, which is not decoded here
 * @throws {InputError} when it is not a WAV file, its coding is not supported, or it was cut off
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const header = "RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x04\0\0\0";
 * const bytes = Uint8Array.from(header + "\0\x40\0\xc0", (character) => character.charCodeAt(0));
 * const sound = readWav(bytes, "x.wav");
 * assert.ok("channels" in sound);
 * assert.deepEqual(sound.channels, [Float32Array.of(0.5, -0.5)]);
 * assert.equal(sound.sampleRateHz, 8000);
 * ```
 */
export function readWav(bytes: Uint8Array, name: string): Sound | MpegInWav {
  const outer = readOuter(bytes, name);
  const notes: string[] = [];
  const parts: Uint8Array[] = [];
  let format: WavFormat | undefined, samples: number | undefined;
  for (let at = 12; at < bytes.length;) {
    const chunk = chunkAt(bytes, at, outer);
    if (chunk === undefined) {
      if (parts.length > 0) break;
      throw unreadable(name, "it ends inside a chunk's header");
    }
    const { id, length } = chunk;
    const content = bytes.subarray(at + 8);
    if (id === "data") {
      if (format === undefined) throw unreadable(name, 'its "data" chunk comes before "fmt "');
      const part = dataOf(content, length, outer, notes, name);
      parts.push(part);
      at += 8 + part.length + part.length % 2;
    } else if (length > content.length) {
      if (parts.length > 0) break;
      throw unreadable(name, `chunk "${id}" says ${length} bytes, but ${content.length} are left`);
    } else {
      if (id === "fmt") {
        format ??= readWavFormat(content.subarray(0, length), name, outer.littleEndian);
      }
      if (id === "fact") samples ??= factOf(content.subarray(0, length), outer.littleEndian);
      if (id === "RIFF" && parts.length > 0) {
        notes.push("another RIFF file follows, which is not read");
        break;
      }
      at += 8 + length + length % 2;
    }
  }
  if (format === undefined || parts.length === 0) {
    throw unreadable(name, 'it has no "data" chunk');
  }
  noteOuter(bytes, parts, outer, notes);
  return decodeWav(joinParts(parts, notes), { ...format, samples }, notes, name);
}

/** The samples of a channel that a "fact" chunk states. */
function factOf(chunk: Uint8Array, littleEndian: boolean): number | undefined {
  if (chunk.length < 4) return undefined;
  return new DataView(chunk.buffer, chunk.byteOffset, 4).getUint32(0, littleEndian);
}

/**
 * Decodes the content of the data chunk.
 *
 * @param format the coding, and the samples of a channel that the file states
 * @param notes what was noted so far
 * @throws {InputError} when an ADPCM block is damaged, or there are more samples than a sound may have
 */
export function decodeWav(
  data: Uint8Array,
  format: WavFormat & { readonly samples: number | undefined },
  notes: string[],
  name: string,
): Sound | MpegInWav {
  const { layout, sampleRateHz, notes: ofFormat, samples } = format;
  if (layout.coding === "mpeg") return { mpeg: data, notes };
  if ("blockBytes" in layout) {
    return { channels: decodeAdpcm(data, layout, name), sampleRateHz, notes };
  }
  if (layout.coding === "gsm") {
    noteRest(data, GSM_BLOCK_BYTES, '"data" chunk', notes);
    const channels = decodeGsm(data, name).map((channel) => withoutPadding(channel, samples));
    return { channels, sampleRateHz, notes };
  }
  noteRest(data, frameBytes(layout), '"data" chunk', notes);
  return { channels: readPcm(data, layout, name), sampleRateHz, notes: [...ofFormat, ...notes] };
}

/** Leaves out what fills the last block, where the file states how long the sound is. */
function withoutPadding(samples: Float32Array, stated: number | undefined): Float32Array {
  const isInLast = stated !== undefined && stated > samples.length - GSM_BLOCK_SAMPLES;
  return isInLast ? samples.subarray(0, stated) : samples;
}

function readOuter(bytes: Uint8Array, name: string): Outer {
  const id = asciiOf(bytes.subarray(0, 4)), kind = asciiOf(bytes.subarray(8, 12));
  if (!["RIFF", "RIFX", "RF64", "BW64"].includes(id)) {
    throw unreadable(name, "it is not a WAV file (its first bytes are not RIFF)");
  }
  if (kind !== "WAVE") {
    throw unreadable(name, `it is a RIFF file of kind "${kind}"; expected "WAVE"`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = id !== "RIFX";
  if (id === "RIFF" || id === "RIFX") {
    const length = view.getUint32(4, littleEndian);
    const isUnknown = length === 0 || isUnknownLength(length);
    return {
      littleEndian,
      end: isUnknown ? undefined : 8 + length,
      isWhole: !isUnknown && 8 + length <= bytes.length,
      dataBytes: undefined,
    };
  }
  if (bytes.length < 36 || asciiOf(bytes.subarray(12, 16)) !== "ds64") {
    throw unreadable(name, 'its first chunk is not "ds64", which a 64-bit WAV file starts with');
  }
  const end = Number(view.getBigUint64(20, true)), dataBytes = Number(view.getBigUint64(28, true));
  const isUnknown = end === 0 || end >= LARGEST_64;
  return {
    littleEndian,
    end: isUnknown ? undefined : 8 + end,
    isWhole: !isUnknown && 8 + end <= bytes.length,
    dataBytes,
  };
}

/** Returns the header of the chunk at this position; undefined where none fits. */
function chunkAt(bytes: Uint8Array, at: number, outer: Outer): ChunkHeader | undefined {
  if (bytes.length - at < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  const length = view.getUint32(4, outer.littleEndian);
  return { id: asciiOf(bytes.subarray(at, at + 4)), length };
}

/** Returns the bytes of a data chunk. */
function dataOf(
  content: Uint8Array,
  length: number,
  outer: Outer,
  notes: string[],
  name: string,
): Uint8Array {
  const in64 = length === 0xffff_ffff && outer.dataBytes !== undefined;
  const says = in64 ? outer.dataBytes! : length;
  const isUnknown = says === 0
    ? content.length > 0 && !startsChunks(content, outer)
    : says > content.length && (in64 ? says >= LARGEST_64 : isUnknownLength(says));
  const stated = {
    by: '"data" chunk',
    bytes: isUnknown ? undefined : says,
    isFileWhole: outer.isWhole,
  };
  return soundBytes(content, stated, notes, name);
}

/** Whether a chunk that WAV files have starts here: an empty data chunk before it is empty. */
function startsChunks(content: Uint8Array, outer: Outer): boolean {
  const chunk = chunkAt(content, 0, outer);
  return chunk !== undefined && KNOWN_IDS.has(chunk.id) && chunk.length <= content.length - 8;
}

function joinParts(parts: readonly Uint8Array[], notes: string[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1) return first!;
  notes.push(`its sound is in ${parts.length} "data" chunks, which are joined`);
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Notes a length of the whole file that contradicts a sound that is there; a last pad byte may be missing. */
function noteOuter(
  bytes: Uint8Array,
  parts: readonly Uint8Array[],
  { end }: Outer,
  notes: string[],
): void {
  if (end === undefined) return;
  const last = parts.at(-1)!;
  const soundEnd = last.byteOffset - bytes.byteOffset + last.length;
  if (end >= soundEnd && end <= bytes.length + 1) return;
  const there = `the file has ${bytes.length - 8}`;
  notes.push(`its ${asciiOf(bytes.subarray(0, 4))} length says ${end - 8} bytes, ${there}`);
}

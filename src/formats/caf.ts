/**
 * Reads Apple's Core Audio Format ("Apple Core Audio Format Specification 1.0").
 * @module
 */
import { decodeIma4 } from "./ima4.ts";
import { checkRange, frameBytes, type PcmCoding, type PcmFormat, readPcm } from "./pcm.ts";
import { unreadable } from "./reading.ts";
import { asciiOf } from "./riff.ts";
import type { Sound } from "./sound.ts";
import { noteRest, soundBytes } from "./stated_length.ts";

/** The content of the "desc" chunk. */
interface Description {
  /** How the samples lie; undefined for ima4. */
  readonly pcm: PcmFormat | undefined;
  readonly channels: number;
  readonly sampleRateHz: number;
}

const FLOAT = 1, LITTLE_ENDIAN = 2;
/** Integers by the bytes that they take. */
const INTEGERS = ["signed8", "signed16", "signed24", "signed32"] as const;

/**
 * Reads integers, floats, A-law, mu-law and ima4.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when it is not CAF, its coding is not supported, or it was cut off
 */
export function readCaf(bytes: Uint8Array, name: string): Sound {
  if (asciiOf(bytes.subarray(0, 4)) !== "caff") throw unreadable(name, "it is not a CAF file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let description: Description | undefined;
  for (let at = 8; at < bytes.length;) {
    if (bytes.length - at < 12) throw unreadable(name, "it ends inside a chunk's header");
    const id = asciiOf(bytes.subarray(at, at + 4)), length = Number(view.getBigInt64(at + 4));
    const content = bytes.subarray(at + 12);
    if (id === "data") {
      if (description === undefined) throw unreadable(name, 'its "data" chunk comes before "desc"');
      return decode(content, length, description, name);
    }
    if (length < 0 || length > content.length) {
      throw unreadable(name, `chunk "${id}" says ${length} bytes, but ${content.length} are left`);
    }
    if (id === "desc") description ??= readDescription(content.subarray(0, length), name);
    at += 12 + length;
  }
  throw unreadable(name, 'it has no "data" chunk');
}

function readDescription(chunk: Uint8Array, name: string): Description {
  const wrong = (reason: string) => unreadable(name, `its "desc" chunk ${reason}`);
  if (chunk.length < 32) throw wrong(`has ${chunk.length} bytes; expected 32`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const sampleRateHz = Math.round(view.getFloat64(0)), coding = asciiOf(chunk.subarray(8, 12));
  const flags = view.getUint32(12), channels = view.getUint32(24);
  checkRange(channels, sampleRateHz, wrong);
  const sampleBytes = view.getUint32(16) / channels;
  if (coding === "ima4") return { pcm: undefined, channels, sampleRateHz };
  const pcmCoding = codingOf(coding, flags, sampleBytes);
  if (pcmCoding === undefined) {
    const of = coding === "lpcm" ? `samples of ${sampleBytes} bytes` : `"${coding}"`;
    throw wrong(`says that the sound is coded as ${of}`);
  }
  const littleEndian = (flags & LITTLE_ENDIAN) !== 0;
  return {
    pcm: { coding: pcmCoding, channels, sampleRateHz, littleEndian },
    channels,
    sampleRateHz,
  };
}

function codingOf(coding: string, flags: number, sampleBytes: number): PcmCoding | undefined {
  if (coding === "alaw") return "alaw";
  if (coding === "ulaw") return "mulaw";
  if (coding !== "lpcm") return undefined;
  if ((flags & FLOAT) === 0) return INTEGERS[sampleBytes - 1];
  return sampleBytes === 4 ? "float32" : sampleBytes === 8 ? "float64" : undefined;
}

/** Decodes a data chunk: after the number of edits, the sound. */
function decode(
  content: Uint8Array,
  length: number,
  { pcm, channels: count, sampleRateHz }: Description,
  name: string,
): Sound {
  const notes: string[] = [];
  if (content.length < 4 || length >= 0 && length < 4) {
    throw unreadable(name, 'it ends inside its "data" chunk');
  }
  const stated = {
    by: '"data" chunk',
    bytes: length < 0 ? undefined : length - 4,
    isFileWhole: false,
  };
  const data = soundBytes(content.subarray(4), stated, notes, name);
  if (pcm === undefined) return { channels: decodeIma4(data, count, name), sampleRateHz, notes };
  noteRest(data, frameBytes(pcm), '"data" chunk', notes);
  return { channels: readPcm(data, pcm, name), sampleRateHz, notes };
}

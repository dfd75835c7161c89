/**
 * Reads AIFF and AIFF-C ("Audio Interchange File Format", version 1.3, Apple, 1989, and its draft for compression,
 * 1991).
 * @module
 */
import { decodeIma4 } from "./ima4.ts";
import { checkRange, frameBytes, type PcmCoding, type PcmFormat, readPcm } from "./pcm.ts";
import { unreadable } from "./reading.ts";
import { asciiOf } from "./riff.ts";
import type { Sound } from "./sound.ts";
import { noteRest, soundBytes } from "./stated_length.ts";

/** The content of the COMM chunk. */
interface Common {
  /** Samples of a channel; in ima4, packets of 64. */
  readonly frames: number;
  /** How the samples lie; undefined for ima4. */
  readonly pcm: PcmFormat | undefined;
  readonly channels: number;
  readonly sampleRateHz: number;
}

/** Integers by the bytes that they take. */
const INTEGERS = ["signed8", "signed16", "signed24", "signed32"] as const;
/** Codings of AIFF-C by their names in lower case, except integers. */
const CODINGS: Readonly<Record<string, PcmCoding>> = {
  raw: "unsigned8",
  fl32: "float32",
  fl64: "float64",
  alaw: "alaw",
  ulaw: "mulaw",
};
/** Integers of AIFF-C; "sowt" is the only one with the lowest byte first. */
const INTEGER_CODINGS = ["none", "twos", "sowt", "in16", "in24", "in32"];
const INTEGER_BITS: Readonly<Record<string, number>> = { in16: 16, in24: 24, in32: 32 };

/**
 * Reads 8- to 32-bit integers, floats, A-law, mu-law and ima4.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when it is not AIFF, its coding is not supported, or it was cut off
 */
export function readAiff(bytes: Uint8Array, name: string): Sound {
  const form = asciiOf(bytes.subarray(8, 12));
  if (asciiOf(bytes.subarray(0, 4)) !== "FORM" || form !== "AIFF" && form !== "AIFC") {
    throw unreadable(name, `it is an IFF file of kind "${form}"; expected "AIFF" or "AIFC"`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 8 + view.getUint32(4);
  const isFileWhole = end > 8 && end <= bytes.length;
  const notes: string[] = [];
  let common: Common | undefined, data: Uint8Array | undefined;
  for (let at = 12; at + 8 <= bytes.length && (common === undefined || data === undefined);) {
    const id = asciiOf(bytes.subarray(at, at + 4)), length = view.getUint32(at + 4);
    const content = bytes.subarray(at + 8);
    if (id === "SSND") data = dataOf(content, length, isFileWhole, notes, name);
    else if (length > content.length) {
      throw unreadable(name, `chunk "${id}" says ${length} bytes, but ${content.length} are left`);
    }
    if (id === "COMM") common = readCommon(content.subarray(0, length), form, name);
    at += 8 + length + length % 2;
  }
  if (common === undefined) throw unreadable(name, 'it has no "COMM" chunk');
  if (data === undefined && common.frames > 0) throw unreadable(name, 'it has no "SSND" chunk');
  return decode(data ?? new Uint8Array(), common, notes, name);
}

/** Returns the sound of an SSND chunk, after its offset and the size of its blocks. */
function dataOf(
  content: Uint8Array,
  length: number,
  isFileWhole: boolean,
  notes: string[],
  name: string,
): Uint8Array {
  if (content.length < 8) throw unreadable(name, 'it ends inside its "SSND" chunk');
  const offset = new DataView(content.buffer, content.byteOffset, 4).getUint32(0);
  const sound = content.subarray(8 + offset);
  const isUnknown = length === 0 || length > content.length && length >= 0x7fff_f000;
  if (!isUnknown && length < 8 + offset) {
    throw unreadable(name, `its sound starts at byte ${offset} of an "SSND" chunk of ${length}`);
  }
  const stated = {
    by: '"SSND" chunk',
    bytes: isUnknown ? undefined : length - 8 - offset,
    isFileWhole,
  };
  return soundBytes(sound, stated, notes, name);
}

function readCommon(chunk: Uint8Array, form: string, name: string): Common {
  const wrong = (reason: string) => unreadable(name, `its "COMM" chunk ${reason}`);
  const least = form === "AIFC" ? 22 : 18;
  if (chunk.length < least) throw wrong(`has ${chunk.length} bytes; expected at least ${least}`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const channels = view.getUint16(0), frames = view.getUint32(2), bits = view.getUint16(6);
  const sampleRateHz = Math.round(extendedFloat(view, 8));
  const coding = form === "AIFC" ? asciiOf(chunk.subarray(18, 22)) : "NONE";
  checkRange(channels, sampleRateHz, wrong);
  const kind = coding.toLowerCase();
  if (kind === "ima4") return { frames, pcm: undefined, channels, sampleRateHz };
  const isInteger = INTEGER_CODINGS.includes(kind);
  if (isInteger && (bits < 1 || bits > 32)) {
    throw wrong(`says integers of ${bits} bits; expected 1 to 32`);
  }
  const bytesOfInteger = Math.ceil((INTEGER_BITS[kind] ?? bits) / 8);
  const pcmCoding = isInteger ? INTEGERS[bytesOfInteger - 1]! : CODINGS[kind];
  if (pcmCoding === undefined) throw wrong(`says that the sound is coded as "${coding}"`);
  const pcm = { coding: pcmCoding, channels, sampleRateHz, littleEndian: coding === "sowt" };
  return { frames, pcm, channels, sampleRateHz };
}

/** A number of 80 bits: sign and exponent in two bytes, the digits in eight. */
function extendedFloat(view: DataView, at: number): number {
  const exponent = view.getUint16(at), digits = Number(view.getBigUint64(at + 2));
  return exponent >= 0x8000 ? NaN : digits * 2 ** (exponent - 16_383 - 63);
}

function decode(data: Uint8Array, common: Common, notes: string[], name: string): Sound {
  const { frames, pcm, channels: count, sampleRateHz } = common;
  if (pcm !== undefined) noteRest(data, frameBytes(pcm), '"SSND" chunk', notes);
  const channels = pcm === undefined ? decodeIma4(data, count, name) : readPcm(data, pcm, name);
  const length = channels[0]!.length, says = pcm === undefined ? 64 * frames : frames;
  if (says !== length) {
    notes.push(`its "COMM" chunk says ${says} samples a channel, its "SSND" chunk holds ${length}`);
  }
  return { channels, sampleRateHz, notes };
}

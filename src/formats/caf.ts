/**
 * Reads Apple's Core Audio Format ("Apple Core Audio Format Specification 1.0").
 * @module
 */
import { decodeCafAlac } from "./caf_packets.ts";
import { decodeIma4 } from "./ima4.ts";
import { checkRange, frameBytes, type PcmCoding, type PcmFormat, readPcm } from "./pcm.ts";
import { unreadable } from "./reading.ts";
import { asciiOf } from "./riff.ts";
import type { Sound } from "./sound.ts";
import { noteRest, soundBytes } from "./stated_length.ts";

/** The content of the "desc" chunk. */
interface Description {
  /** How the samples lie, or the coding of packets. */
  readonly layout: PcmFormat | "ima4" | "alac";
  readonly channels: number;
  readonly sampleRateHz: number;
}

/** The sound, and two chunks that describe its packets, before it or behind it. */
const PACKET_CHUNKS = 3;
const FLOAT = 1, LITTLE_ENDIAN = 2;
/** Integers by the bytes that they take. */
const INTEGERS = ["signed8", "signed16", "signed24", "signed32"] as const;

/**
 * Reads integers, floats, A-law, mu-law, ima4 and Apple Lossless.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when it is not CAF, its coding is not supported, or it was cut off
 */
export function readCaf(bytes: Uint8Array, name: string): Sound {
  if (asciiOf(bytes.subarray(0, 4)) !== "caff") throw unreadable(name, "it is not a CAF file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Uint8Array>(), notes: string[] = [];
  let description: Description | undefined;
  for (let at = 8; at < bytes.length && chunks.size < PACKET_CHUNKS;) {
    if (bytes.length - at < 12) throw unreadable(name, "it ends inside a chunk's header");
    const id = asciiOf(bytes.subarray(at, at + 4)), length = Number(view.getBigInt64(at + 4));
    const content = bytes.subarray(at + 12);
    if (id === "data") {
      if (description === undefined) throw unreadable(name, 'its "data" chunk comes before "desc"');
      const data = dataOf(content, length, notes, name);
      if (description.layout !== "alac") return decode(data, description, notes, name);
      chunks.set(id, data);
    } else if (length < 0 || length > content.length) {
      throw unreadable(name, `chunk "${id}" says ${length} bytes, but ${content.length} are left`);
    }
    if (id === "desc") description ??= readDescription(content.subarray(0, length), name);
    else if (id === "kuki" || id === "pakt") chunks.set(id, content.subarray(0, length));
    at += 12 + (length < 0 ? content.length : length);
  }
  const data = chunkOf(chunks, "data", name), { channels, sampleRateHz } = description!;
  const packets = {
    description: chunkOf(chunks, "kuki", name),
    table: chunkOf(chunks, "pakt", name),
  };
  return { channels: decodeCafAlac(data, packets, channels, name), sampleRateHz, notes };
}

function chunkOf(chunks: ReadonlyMap<string, Uint8Array>, id: string, name: string): Uint8Array {
  const chunk = chunks.get(id);
  if (chunk === undefined) throw unreadable(name, `it has no "${id}" chunk`);
  return chunk;
}

function readDescription(chunk: Uint8Array, name: string): Description {
  const wrong = (reason: string) => unreadable(name, `its "desc" chunk ${reason}`);
  if (chunk.length < 32) throw wrong(`has ${chunk.length} bytes; expected 32`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const sampleRateHz = Math.round(view.getFloat64(0)), coding = asciiOf(chunk.subarray(8, 12));
  const flags = view.getUint32(12), channels = view.getUint32(24);
  checkRange(channels, sampleRateHz, wrong);
  const sampleBytes = view.getUint32(16) / channels;
  if (coding === "ima4" || coding === "alac") return { layout: coding, channels, sampleRateHz };
  const pcmCoding = codingOf(coding, flags, sampleBytes);
  if (pcmCoding === undefined) {
    const of = coding === "lpcm" ? `samples of ${sampleBytes} bytes` : `"${coding}"`;
    throw wrong(`says that the sound is coded as ${of}`);
  }
  const littleEndian = (flags & LITTLE_ENDIAN) !== 0;
  return {
    layout: { coding: pcmCoding, channels, sampleRateHz, littleEndian },
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

/** The sound of a data chunk, behind the number of edits. */
function dataOf(content: Uint8Array, length: number, notes: string[], name: string): Uint8Array {
  if (content.length < 4 || length >= 0 && length < 4) {
    throw unreadable(name, 'it ends inside its "data" chunk');
  }
  const stated = {
    by: '"data" chunk',
    bytes: length < 0 ? undefined : length - 4,
    isFileWhole: false,
  };
  return soundBytes(content.subarray(4), stated, notes, name);
}

function decode(
  data: Uint8Array,
  { layout, channels: count, sampleRateHz }: Description,
  notes: string[],
  name: string,
): Sound {
  if (typeof layout === "string") {
    return { channels: decodeIma4(data, count, name), sampleRateHz, notes };
  }
  noteRest(data, frameBytes(layout), '"data" chunk', notes);
  return { channels: readPcm(data, layout, name), sampleRateHz, notes };
}

/**
 * Builds small WAV files, and reads them.
 * @module
 */
import assert from "node:assert/strict";
import type { Sound } from "../../src/formats/sound.ts";
import { readWav } from "../../src/formats/wav.ts";

/** Samples of 16 bits, and what they are as numbers. */
export const SAMPLES: Int16Array<ArrayBuffer> = Int16Array.of(0, 16_384, -32_768, 32_767);
export const EXPECTED: Float32Array<ArrayBuffer> = Float32Array.of(0, 0.5, -1, 32_767 / 32_768);

/** Reads a WAV file whose sound is no MPEG audio. */
export function readWavSound(bytes: Uint8Array, name: string): Sound {
  const sound = readWav(bytes, name);
  assert.ok("channels" in sound);
  return sound;
}

/** Builds a chunk: four characters, a length, the content and a pad byte after an odd length. */
export function chunk(id: string, content: Uint8Array, length = content.length): Uint8Array {
  const bytes = new Uint8Array(8 + content.length + content.length % 2);
  bytes.set(new TextEncoder().encode(id.padEnd(4)));
  new DataView(bytes.buffer).setUint32(4, length, true);
  bytes.set(content, 8);
  return bytes;
}

/** The content of a "fmt " chunk. */
export interface WavHeader {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bits: number;
  /** Bytes of a frame; by default computed from the others. */
  readonly frameBytes?: number;
}

/** 16-bit mono at 8,000 Hz. */
export const PLAIN: WavHeader = { tag: 1, channels: 1, sampleRateHz: 8000, bits: 16 };

/** Encodes a "fmt " chunk. */
export function formatBytes(
  { tag, channels, sampleRateHz, bits, frameBytes }: WavHeader,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  const frame = frameBytes ?? channels * Math.ceil(bits / 8);
  view.setUint16(0, tag, true);
  view.setUint16(2, channels, true);
  view.setUint32(4, sampleRateHz, true);
  view.setUint32(8, Math.min(2 ** 32 - 1, sampleRateHz * frame), true);
  view.setUint16(12, frame, true);
  view.setUint16(14, bits, true);
  return new Uint8Array(view.buffer);
}

/** Encodes an extensible "fmt " chunk, whose sub-format is the header's tag. */
export function extensibleBytes(header: WavHeader, validBits: number): Uint8Array {
  const subFormat = Uint8Array.fromHex("000000001000800000aa00389b71");
  const bytes = new Uint8Array(40);
  bytes.set(formatBytes({ ...header, tag: 0xfffe }));
  const view = new DataView(bytes.buffer);
  view.setUint16(16, 22, true);
  view.setUint16(18, validBits, true);
  view.setUint16(24, header.tag, true);
  bytes.set(subFormat, 26);
  return bytes;
}

/** Builds a RIFF file of these chunks. */
export function riff(chunks: readonly Uint8Array[], id = "RIFF", kind = "WAVE"): Uint8Array {
  const content = [...new TextEncoder().encode(kind), ...chunks.flatMap((one) => [...one])];
  return chunk(id, Uint8Array.from(content));
}

/** Builds a WAV file with this header and this sound. */
export function wav(header: WavHeader, data: ArrayBuffer | Uint8Array): Uint8Array {
  return riff([chunk("fmt", formatBytes(header)), chunk("data", new Uint8Array(data))]);
}

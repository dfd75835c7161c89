/**
 * Reads WAV files: "Multimedia Programming Interface and Data Specifications 1.0" (IBM, Microsoft, 1991) and "Multiple
 * Channel Audio Data and WAVE Files" (Microsoft, 2001).
 * @module
 */
import { unreadable } from "./reading.ts";
import { asciiOf } from "./riff.ts";
import { checkLength, type Sound } from "./sound.ts";
import { readWavFormat, type WavFormat } from "./wav_format.ts";

/**
 * Lengths of a data chunk that mean "to the end of the file": a program that writes to a pipe, or that was killed,
 * could not go back and fill in the length. Zero has this meaning only if more bytes follow.
 */
const isUnknownLength = (length: number) =>
  length === 0xffff_ffff || length >= 0x7fff_f000 && length <= 0x7fff_ffff;

/**
 * Reads 8-bit (unsigned), 16-, 24- and 32-bit integers and 32- and 64-bit floats.
 *
 * Integers are divided by the largest magnitude, so that they lie in [-1, 1); floats are kept as they are, including
 * NaN.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @returns the channels; without samples if the file has none
 * @throws {InputError} when it is not a WAV file, its coding is not supported, or it was cut off
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const header = "RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x04\0\0\0";
 * const bytes = Uint8Array.from(header + "\0\x40\0\xc0", (character) => character.charCodeAt(0));
 * const { channels, sampleRateHz } = readWav(bytes, "x.wav");
 * assert.deepEqual(channels, [Float32Array.of(0.5, -0.5)]);
 * assert.equal(sampleRateHz, 8000);
 * ```
 */
export function readWav(bytes: Uint8Array, name: string): Sound {
  checkKind(bytes, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: WavFormat | undefined;
  for (let at = 12; at < bytes.length;) {
    if (bytes.length - at < 8) throw unreadable(name, "it ends inside a chunk's header");
    const id = asciiOf(bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const content = bytes.subarray(at + 8);
    if (id === "data") {
      if (format === undefined) throw unreadable(name, 'its "data" chunk comes before "fmt "');
      return readSamples(dataOf(content, length, format, name), format, name);
    }
    if (length > content.length) {
      throw unreadable(name, `chunk "${id}" says ${length} bytes, but ${content.length} are left`);
    }
    if (id === "fmt") format ??= readWavFormat(content.subarray(0, length), name);
    at += 8 + length + length % 2;
  }
  throw unreadable(name, 'it has no "data" chunk');
}

function checkKind(bytes: Uint8Array, name: string): void {
  const id = asciiOf(bytes.subarray(0, 4)), kind = asciiOf(bytes.subarray(8, 12));
  if (id === "RIFF" && kind === "WAVE") return;
  if (id === "RIFX") throw unreadable(name, "it is a big-endian WAV file (RIFX); expected RIFF");
  if (id === "RF64") throw unreadable(name, "it is a 64-bit WAV file (RF64); expected RIFF");
  if (id === "RIFF") throw unreadable(name, `it is a RIFF file of kind "${kind}"; expected "WAVE"`);
  throw unreadable(name, "it is not a WAV file (its first bytes are not RIFF)");
}

/** Returns the bytes of whole frames; a frame is a sample of each channel. */
function dataOf(
  content: Uint8Array,
  length: number,
  { channels, sampleBytes }: WavFormat,
  name: string,
): Uint8Array {
  const frameBytes = channels * sampleBytes;
  if (isUnknownLength(length) || length === 0 && content.length > 0) {
    return content.subarray(0, content.length - content.length % frameBytes);
  }
  if (length > content.length) {
    const reason = `its "data" chunk says ${length} bytes, but ${content.length} are left`;
    throw unreadable(name, `${reason}: it was cut off`);
  }
  if (length % frameBytes !== 0) {
    const expected = `a multiple of ${frameBytes} (${channels} channels of ${sampleBytes} bytes)`;
    throw unreadable(name, `its "data" chunk has ${length} bytes; expected ${expected}`);
  }
  return content.subarray(0, length);
}

function readSamples(data: Uint8Array, format: WavFormat, name: string): Sound {
  const { channels: count, sampleBytes, sampleRateHz } = format;
  checkLength(data.length / sampleBytes, name);
  const frames = data.length / (count * sampleBytes);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const channels = Array.from({ length: count }, () => new Float32Array(frames));
  const read = SAMPLE_READERS[format.encoding];
  for (const [channel, samples] of channels.entries()) {
    read(view, channel * sampleBytes, count * sampleBytes, samples);
  }
  return { channels, sampleRateHz };
}

/** Fills `samples` with the values at `at`, `at + step` and so on. */
type SampleReader = (view: DataView, at: number, step: number, samples: Float32Array) => void;

/** One loop for each coding: a single loop that calls a function for each sample takes three times as long. */
const SAMPLE_READERS: Record<WavFormat["encoding"], SampleReader> = {
  unsigned8: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) samples[i] = view.getUint8(at + i * step) / 128 - 1;
  },
  signed16: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) {
      samples[i] = view.getInt16(at + i * step, true) / 2 ** 15;
    }
  },
  signed24: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) {
      const place = at + i * step;
      samples[i] = (view.getInt16(place + 1, true) * 256 + view.getUint8(place)) / 2 ** 23;
    }
  },
  signed32: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) {
      samples[i] = view.getInt32(at + i * step, true) / 2 ** 31;
    }
  },
  float32: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) samples[i] = view.getFloat32(at + i * step, true);
  },
  float64: (view, at, step, samples) => {
    for (let i = 0; i < samples.length; i++) samples[i] = view.getFloat64(at + i * step, true);
  },
};

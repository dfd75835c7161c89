/**
 * Decodes the two ADPCM codings of WAV files, block by block: IMA's ("Recommended Practices for Enhancing Digital Audio
 * Compatibility in Multimedia Systems", IMA, 1992) and Microsoft's ("New Multimedia Data Types and Data Techniques",
 * 1994). A byte holds two differences of four bits; a block begins with what its first difference refers to.
 * @module
 */
import { unreadable } from "./reading.ts";
import { checkLength, type Sound } from "./sound.ts";

/** How the blocks are laid out. */
export interface AdpcmFormat {
  /** Whose coding it is. */
  readonly coding: "ima" | "microsoft";
  /** Number of channels; Microsoft's has at most two. */
  readonly channels: number;
  /** Bytes of a block; more than its header has. */
  readonly blockBytes: number;
  /** Pairs of coefficients that Microsoft's blocks choose from, in steps of 1/256. */
  readonly coefficients: readonly (readonly [number, number])[];
}

/** Bytes of a block's header for each channel. */
export const ADPCM_HEADER_BYTES = { ima: 4, microsoft: 7 } as const;

/** Step sizes of IMA's coding. */
export const IMA_STEPS: Int16Array = Int16Array.of(
  ...[7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21],
  ...[23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66],
  ...[73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209],
  ...[230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658],
  ...[724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066],
  ...[2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484],
  ...[7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350],
  ...[22385, 24623, 27086, 29794, 32767],
);
/** How far a difference moves the place in the step sizes. */
const IMA_MOVES = [-1, -1, -1, -1, 2, 4, 6, 8];
/** Factors, in steps of 1/256, by which a difference changes Microsoft's step size. */
const MICROSOFT_FACTORS = [
  ...[230, 230, 230, 230, 307, 409, 512, 614],
  ...[768, 614, 512, 409, 307, 230, 230, 230],
];
const SMALLEST_MICROSOFT_STEP = 16;
/** Far more than any sound reaches; a damaged one would grow without end. */
const LARGEST_MICROSOFT_STEP = 2 ** 20;

/**
 * Decodes blocks; the last may be shorter, as its writer left it.
 *
 * @param name the file's name, for error messages
 * @throws {InputError} when a block's header is not possible, or there are more samples than a sound may have
 */
export function decodeAdpcm(
  data: Uint8Array,
  format: AdpcmFormat,
  name: string,
): Sound["channels"] {
  const { coding, channels: count, blockBytes } = format;
  const whole = Math.floor(data.length / blockBytes);
  const samplesIn = coding === "ima" ? imaSamples : microsoftSamples;
  const last = samplesIn(data.length % blockBytes, count);
  const length = whole * samplesIn(blockBytes, count) + last;
  checkLength(length * count, name);
  const channels = Array.from({ length: count }, () => new Float32Array(length));
  const decode = coding === "ima" ? decodeImaBlock : decodeMicrosoftBlock;
  for (let block = 0, at = 0; at < length; block++) {
    const bytes = data.subarray(block * blockBytes, (block + 1) * blockBytes);
    if (!decode(bytes, channels, at, format)) {
      throw unreadable(name, `ADPCM block ${block} is damaged: its header is not possible`);
    }
    at += samplesIn(bytes.length, count);
  }
  return channels;
}

/** Samples of a channel in a block of so many bytes. */
function imaSamples(bytes: number, channels: number): number {
  const groups = Math.floor(bytes / (4 * channels)) - 1;
  return groups < 0 ? 0 : 1 + 8 * groups;
}

function microsoftSamples(bytes: number, channels: number): number {
  const left = bytes - ADPCM_HEADER_BYTES.microsoft * channels;
  return left < 0 ? 0 : 2 + Math.floor(2 * left / channels);
}

/** Each channel has four bytes in turn, the lower half of a byte first. */
function decodeImaBlock(
  block: Uint8Array,
  channels: Sound["channels"],
  start: number,
): boolean {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const count = channels.length;
  for (const [channel, samples] of channels.entries()) {
    const state = {
      value: view.getInt16(4 * channel, true),
      place: view.getUint8(4 * channel + 2),
    };
    if (state.place >= IMA_STEPS.length) return false;
    let at = start;
    samples[at++] = state.value / 2 ** 15;
    const groups = Math.floor(block.length / (4 * count)) - 1;
    for (let i = 0; i < 8 * groups; i++) {
      const byte = block[4 * (count * (1 + (i >> 3)) + channel) + (i >> 1 & 3)]!;
      imaNext(state, i % 2 === 0 ? byte & 0xf : byte >> 4);
      samples[at++] = state.value / 2 ** 15;
    }
  }
  return true;
}

/**
 * Takes a difference of four bits to the next value. The standard adds shifted steps, each rounded down; one
 * multiplication would round otherwise.
 *
 * @param state the value in 16 bits, and the place in {@link IMA_STEPS}; both are replaced
 */
export function imaNext(state: { value: number; place: number }, bits: number): void {
  const step = IMA_STEPS[state.place]!;
  let size = step >> 3;
  if ((bits & 1) !== 0) size += step >> 2;
  if ((bits & 2) !== 0) size += step >> 1;
  if ((bits & 4) !== 0) size += step;
  state.value = clipped(state.value + ((bits & 8) !== 0 ? -size : size));
  const place = state.place + IMA_MOVES[bits & 7]!;
  state.place = Math.max(0, Math.min(IMA_STEPS.length - 1, place));
}

/** The channels take turns from half a byte to the next, the upper half first. */
function decodeMicrosoftBlock(
  block: Uint8Array,
  channels: Sound["channels"],
  start: number,
  { coefficients }: AdpcmFormat,
): boolean {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const count = channels.length;
  for (const [channel, samples] of channels.entries()) {
    const pair = coefficients[block[channel]!];
    if (pair === undefined) return false;
    let step = view.getInt16(count + 2 * channel, true);
    let last = view.getInt16(3 * count + 2 * channel, true);
    let before = view.getInt16(5 * count + 2 * channel, true);
    const length = microsoftSamples(block.length, count);
    samples[start] = before / 2 ** 15;
    samples[start + 1] = last / 2 ** 15;
    for (let i = 2; i < length; i++) {
      const half = (i - 2) * count + channel;
      const byte = block[7 * count + (half >> 1)]!;
      const bits = half % 2 === 0 ? byte >> 4 : byte & 0xf;
      const expected = Math.floor((last * pair[0] + before * pair[1]) / 256);
      before = last;
      last = clipped(expected + (bits < 8 ? bits : bits - 16) * step);
      const next = Math.floor(step * MICROSOFT_FACTORS[bits]! / 256);
      step = Math.max(SMALLEST_MICROSOFT_STEP, Math.min(LARGEST_MICROSOFT_STEP, next));
      samples[start + i] = last / 2 ** 15;
    }
  }
  return true;
}

/** The nearest 16-bit integer. */
export function clipped(value: number): number {
  return Math.max(-(2 ** 15), Math.min(2 ** 15 - 1, value));
}

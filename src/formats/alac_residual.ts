/**
 * The two steps that undo Apple Lossless's compression of a channel: differences from adaptive Golomb codes, and samples
 * from differences by an adaptive predictor.
 * @module
 */
import type { BitReader } from "./bit_reader.ts";

/** How the Golomb codes adapt, as the file's description says. */
export interface GolombParameters {
  /** The mean at first. */
  readonly firstMean: number;
  /** How fast the mean adapts. */
  readonly speed: number;
  /** Most bits of a code's remainder. */
  readonly mostBits: number;
}

/** How a channel of a packet is predicted. */
export interface Predictor {
  /** Whether the differences are differences themselves. */
  readonly isTwice: boolean;
  /** How many bits a prediction is shifted by. */
  readonly shift: number;
  /** Factor of the speed of adaptation, in quarters. */
  readonly speedFactor: number;
  /** The coefficients, of the last sample first; they adapt. */
  readonly coefficients: Int16Array;
}

/** Means have nine fractional bits. */
const MEAN_BITS = 9;
const LARGEST_MEAN = 0xffff;
/** The order of a predictor that only sums the differences. */
const SUMS = 31;
/** Ones before a value that is written as it is. */
const MOST_ONES = 9;
/** Bits of a run's length that is written as it is. */
const RUN_BITS = 16, LONGEST_RUN = 0xffff;

/**
 * Reads differences.
 *
 * @param count how many
 * @param bits bits of one that is written as it is
 * @returns undefined when a run of zeros is longer than what is left
 */
export function readDifferences(
  reader: BitReader,
  count: number,
  bits: number,
  { firstMean, speed, mostBits }: GolombParameters,
): Int32Array | undefined {
  const differences = new Int32Array(count);
  let mean = firstMean, isAfterRun = 0;
  for (let at = 0; at < count;) {
    const meanBits = Math.min(mostBits, 31 - Math.clz32((mean >> MEAN_BITS) + 3));
    const code = readGolomb(reader, meanBits, (1 << meanBits) - 1, bits);
    const value = code + isAfterRun;
    // Even codes are positive, odd ones negative.
    differences[at++] = value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    mean = code > LARGEST_MEAN
      ? LARGEST_MEAN
      : speed * value + mean - (speed * mean >> MEAN_BITS) | 0;
    isAfterRun = 0;
    if (mean << 2 >= 1 << MEAN_BITS || at >= count) continue;
    const runBits = Math.clz32(mean) - 24 + (mean + 16 >> 6);
    const multiple = (1 << Math.min(mostBits, runBits)) - 1;
    const run = readGolomb(reader, runBits, multiple, RUN_BITS);
    if (run > count - at) return undefined;
    at += run;
    isAfterRun = run < LONGEST_RUN ? 1 : 0;
    mean = 0;
  }
  return differences;
}

/** Reads a code: ones that count a multiple, and a remainder of so many bits, or of one less where that is enough. */
function readGolomb(
  reader: BitReader,
  bits: number,
  multiple: number,
  plainBits: number,
): number {
  const ones = Math.clz32(~reader.peek(32));
  if (ones >= MOST_ONES) {
    reader.at += MOST_ONES;
    return reader.read(plainBits);
  }
  reader.at += ones + 1;
  const remainder = reader.peek(bits);
  reader.at += remainder < 2 ? bits - 1 : bits;
  return ones * multiple + Math.max(0, remainder - 1);
}

/**
 * Replaces differences by samples.
 *
 * @param values the differences; they are replaced
 * @param bits bits of a sample
 */
export function predict(values: Int32Array, predictor: Predictor, bits: number): void {
  const { isTwice, shift, coefficients } = predictor;
  const order = coefficients.length, unused = 32 - bits;
  if (isTwice) accumulate(values, values.length, unused);
  if (order === SUMS) accumulate(values, values.length, unused);
  if (order === SUMS || order === 0) return;
  accumulate(values, order + 1, unused);
  const half = shift === 0 ? 0 : 1 << shift - 1;
  for (let i = order + 1; i < values.length; i++) {
    const base = values[i - order - 1]!, difference = values[i]!;
    let sum = half;
    for (let k = 0; k < order; k++) {
      sum = sum + Math.imul(coefficients[k]!, values[i - 1 - k]! - base) | 0;
    }
    values[i] = difference + base + (sum >> shift) << unused >> unused;
    adapt(values, i, difference, predictor);
  }
}

function accumulate(values: Int32Array, count: number, unused: number): void {
  for (let i = 1; i < Math.min(count, values.length); i++) {
    values[i] = values[i - 1]! + values[i]! << unused >> unused;
  }
}

/** Moves the coefficients against the difference's sign, from the farthest sample on, until it is used up. */
function adapt(
  values: Int32Array,
  i: number,
  difference: number,
  { coefficients, shift }: Predictor,
): void {
  const order = coefficients.length, sign = Math.sign(difference);
  const base = values[i - order - 1]!;
  let left = Math.abs(difference);
  for (let k = order - 1; k >= 0 && left > 0; k--) {
    const apart = base - values[i - 1 - k]!;
    coefficients[k] = coefficients[k]! - sign * Math.sign(apart);
    const moved = Math.abs(apart);
    left -= (order - k) * (sign < 0 ? -(-moved >> shift) : moved >> shift);
  }
}

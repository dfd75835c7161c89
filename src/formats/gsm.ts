/**
 * Decodes GSM full-rate speech (ETSI EN 300 961, GSM 06.10) in the form that WAV files have: blocks of 65 bytes with two
 * frames of 160 samples, whose fields follow one another from the lowest bit of each byte on.
 *
 * The standard defines every step in 16-bit integers, so that all decoders give the same bits. Names of steps, tables
 * and variables are the standard's.
 * @module
 */
import { clipped } from "./adpcm.ts";
import { checkLength, type Sound } from "./sound.ts";

/** Bytes of a block. */
export const GSM_BLOCK_BYTES = 65;
/** Samples of a block: two frames. */
export const GSM_BLOCK_SAMPLES = 320;

const FRAME_SAMPLES = 160, PART_SAMPLES = 40, PULSES = 13;
/** Bits of the eight log area ratios. */
const LAR_BITS = [6, 6, 5, 5, 4, 4, 3, 3];
/** Table 4.1: how log area ratios are quantized, the inverse of A in place of A. */
const INVA = [13_107, 13_107, 13_107, 13_107, 19_223, 17_476, 31_454, 29_708];
const B = [0, 0, 2048, -2560, 94, -1792, -341, -1144];
const MIC = [-32, -32, -16, -16, -8, -8, -4, -4];
/** Table 4.3b: levels of the long-term gain. */
const QLB = [3277, 11_469, 21_299, 32_767];
/** Table 4.6: normalized direct mantissa of a block's largest pulse. */
const FAC = [18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767];
/** Samples of a frame up to which its log area ratios are mixed with those of the frame before. */
const MIXED_SAMPLES = [13, 27, 40, FRAME_SAMPLES];
/** Smallest and largest lag of the long-term prediction. */
const SHORTEST_LAG = 40, LONGEST_LAG = 120;
const PREEMPHASIS = 28_180;

/** What a decoder keeps from frame to frame. */
interface State {
  /** Residual signal of the short-term filter: the last 120 samples, then those of the current part. */
  readonly drp: Int16Array;
  /** Lag of the last part. */
  nrp: number;
  /** Log area ratios of the last frame. */
  larpp: Int16Array;
  /** The short-term filter's memory. */
  readonly v: Int16Array;
  /** The de-emphasis filter's memory. */
  msr: number;
}

/**
 * Decodes whole blocks of one channel; a rest is left out.
 *
 * @param name the file's name, for error messages
 * @throws {InputError} when there are more samples than a sound may have
 */
export function decodeGsm(data: Uint8Array, name: string): Sound["channels"] {
  const blocks = Math.floor(data.length / GSM_BLOCK_BYTES);
  checkLength(blocks * GSM_BLOCK_SAMPLES, name);
  const samples = new Float32Array(blocks * GSM_BLOCK_SAMPLES);
  const state: State = {
    drp: new Int16Array(LONGEST_LAG + PART_SAMPLES),
    nrp: SHORTEST_LAG,
    larpp: new Int16Array(8),
    v: new Int16Array(9),
    msr: 0,
  };
  for (let block = 0; block < blocks; block++) {
    const read = bitReader(data, block * GSM_BLOCK_BYTES);
    for (let frame = 0; frame < 2; frame++) {
      const start = block * GSM_BLOCK_SAMPLES + frame * FRAME_SAMPLES;
      decodeFrame(state, read, samples.subarray(start, start + FRAME_SAMPLES));
    }
  }
  return [samples];
}

/** Returns a function that reads the next field of so many bits, at most eight. */
function bitReader(bytes: Uint8Array, start: number): (bits: number) => number {
  let at = start, held = 0, count = 0;
  return (bits) => {
    if (count < bits) {
      held |= bytes[at++]! << count;
      count += 8;
    }
    const field = held & (1 << bits) - 1;
    held >>= bits;
    count -= bits;
    return field;
  };
}

function decodeFrame(state: State, read: (bits: number) => number, samples: Float32Array): void {
  const larpp = decodedRatios(LAR_BITS.map(read));
  const residual = new Int16Array(FRAME_SAMPLES);
  for (let start = 0; start < FRAME_SAMPLES; start += PART_SAMPLES) {
    const lag = read(7), gain = QLB[read(2)]!;
    predictLongTerm(state, lag, gain, excitation(read));
    residual.set(state.drp.subarray(LONGEST_LAG), start);
    state.drp.copyWithin(0, PART_SAMPLES);
  }
  let from = 0;
  for (const [zone, to] of MIXED_SAMPLES.entries()) {
    const rrp = reflections(state.larpp, larpp, zone);
    for (let k = from; k < to; k++) residual[k] = filtered(state.v, rrp, residual[k]!);
    from = to;
  }
  state.larpp = larpp;
  for (let k = 0; k < FRAME_SAMPLES; k++) {
    state.msr = clipped(residual[k]! + multiplied(state.msr, PREEMPHASIS));
    // 13 bits count, in the upper bits of 16.
    samples[k] = (clipped(2 * state.msr) & ~7) / 2 ** 15;
  }
}

/** Steps 4.2.15 to 4.2.17: the pulses of a part, scaled, on their grid. */
function excitation(read: (bits: number) => number): Int16Array {
  const grid = read(2), largest = read(6);
  let exponent = largest > 15 ? (largest >> 3) - 1 : 0;
  let mantissa = largest - (exponent << 3);
  if (mantissa === 0) {
    exponent = -4;
    mantissa = 7;
  } else {
    for (; mantissa <= 7; exponent--) mantissa = mantissa << 1 | 1;
    mantissa -= 8;
  }
  const shift = 6 - exponent, half = shift === 0 ? 0 : 1 << shift - 1;
  const erp = new Int16Array(PART_SAMPLES);
  for (let i = 0; i < PULSES; i++) {
    const pulse = multiplied(FAC[mantissa]!, (2 * read(3) - 7) << 12);
    erp[grid + 3 * i] = clipped(pulse + half) >> shift;
  }
  return erp;
}

/** Step 4.3.2: adds what the residual signal had a lag before. A lag that is not possible means the last one. */
function predictLongTerm(state: State, lag: number, gain: number, erp: Int16Array): void {
  const { drp } = state;
  if (lag >= SHORTEST_LAG && lag <= LONGEST_LAG) state.nrp = lag;
  for (let k = 0; k < PART_SAMPLES; k++) {
    const before = drp[LONGEST_LAG + k - state.nrp]!;
    drp[LONGEST_LAG + k] = clipped(erp[k]! + multiplied(gain, before));
  }
}

/** Step 4.2.8: the log area ratios of a frame. */
function decodedRatios(codes: readonly number[]): Int16Array {
  return Int16Array.from(codes, (code, i) => {
    const ratio = clipped(((code + MIC[i]!) << 10) - 2 * B[i]!);
    return clipped(2 * multiplied(INVA[i]!, ratio));
  });
}

/** Step 4.2.9: mixes the ratios of two frames, and turns them into reflection coefficients. */
function reflections(before: Int16Array, now: Int16Array, zone: number): Int16Array {
  return now.map((ratio, i) => {
    const old = before[i]!;
    if (zone === 0) return reflection(clipped(clipped((old >> 2) + (ratio >> 2)) + (old >> 1)));
    if (zone === 1) return reflection(clipped((old >> 1) + (ratio >> 1)));
    if (zone === 2) return reflection(clipped(clipped((old >> 2) + (ratio >> 2)) + (ratio >> 1)));
    return reflection(ratio);
  });
}

function reflection(ratio: number): number {
  const size = Math.min(32_767, Math.abs(ratio));
  const found = size < 11_059
    ? size << 1
    : size < 20_070
    ? size + 11_059
    : clipped((size >> 2) + 26_112);
  return ratio < 0 ? -found : found;
}

/** Step 4.3.4: the short-term filter, a lattice. */
function filtered(v: Int16Array, rrp: Int16Array, residual: number): number {
  let sample = residual;
  for (let i = 7; i >= 0; i--) {
    sample = clipped(sample - multiplied(rrp[i]!, v[i]!));
    v[i + 1] = clipped(v[i]! + multiplied(rrp[i]!, sample));
  }
  return v[0] = sample;
}

/** The product of two fractions of 16 bits, rounded. */
function multiplied(a: number, b: number): number {
  return Math.min(32_767, (a * b + 16_384) >> 15);
}

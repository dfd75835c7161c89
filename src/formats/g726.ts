/**
 * Decodes the ADPCM of ITU-T G.726 for uniform samples of 14 bits (its Annex A) at three, four or five bits a sample:
 * what AU files call G.723 at 24 kbit/s, G.721 and G.723 at 40 kbit/s.
 *
 * The standard defines every step in integers, so that all decoders give the same bits. Names of steps and variables are
 * the standard's.
 * @module
 */
import { checkLength, type Sound } from "./sound.ts";

/** Bits of a sample. */
export type G726Bits = 3 | 4 | 5;

/** What the codes of a bit rate mean, by the code without its sign. */
interface Tables {
  /** Logarithms of the quantizer's levels. */
  readonly dqln: readonly number[];
  /** How a code changes the quantizer's scale. */
  readonly w: readonly number[];
  /** How a code counts for the speed of adaptation. */
  readonly f: readonly number[];
}

/** Tables 7 to 14 of the standard. */
const TABLES: Readonly<Record<G726Bits, Tables>> = {
  3: { dqln: [-2048, 135, 273, 373], w: [-4, 30, 137, 582], f: [0, 1, 2, 7] },
  4: {
    dqln: [-2048, 4, 135, 213, 273, 323, 373, 425],
    w: [-12, 18, 41, 64, 112, 198, 355, 1122],
    f: [0, 0, 0, 1, 1, 1, 3, 7],
  },
  5: {
    dqln: [-2048, -66, 28, 104, 169, 224, 274, 318, 358, 395, 429, 459, 488, 514, 539, 566],
    w: [14, 14, 24, 39, 40, 41, 58, 100, 141, 179, 219, 280, 358, 440, 529, 696],
    f: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6],
  },
};
/** Largest uniform sample. */
const LARGEST = 2 ** 13 - 1;
/** Zero in the predictor's floating-point form of 11 bits, and the same with a sign. */
const ZERO = 0x20, NEGATIVE_ZERO = ZERO - 0x400;

/** What a decoder keeps from sample to sample. */
interface State {
  /** What FMULT adds before it drops four bits. */
  readonly rounding: number;
  /** Slow scale factor, with six more fractional bits than the fast one. */
  yl: number;
  yu: number;
  /** Short- and long-term means of {@link Tables.f}. */
  dms: number;
  dml: number;
  /** Speed of adaptation. */
  ap: number;
  /** Whether the signal is one of few frequencies, such as a modem's. */
  td: boolean;
  /** Coefficients of the predictor's poles, and of its zeros. */
  readonly a: Int16Array;
  readonly b: Int16Array;
  /** Signs of the last two partially reconstructed values. */
  readonly pk: boolean[];
  /** The last two reconstructed values, and the last six differences, in floating-point form. */
  readonly sr: Int16Array;
  readonly dq: Int16Array;
}

/**
 * Decodes samples of one channel, whose codes lie one behind the other from the lowest bit of each byte on.
 *
 * @param bits bits of a sample
 * @param roundsProducts whether the predictor rounds its products, as the standard requires; libsndfile's coder does not,
 * and what it coded needs a decoder that does as it does
 * @param name the file's name, for error messages
 * @throws {InputError} when there are more samples than a sound may have
 */
export function decodeG726(
  data: Uint8Array,
  bits: G726Bits,
  roundsProducts: boolean,
  name: string,
): Sound["channels"] {
  const length = Math.floor(data.length * 8 / bits);
  checkLength(length, name);
  const samples = new Float32Array(length);
  const state = initialState(roundsProducts ? 0x30 : 0);
  let held = 0, count = 0, at = 0;
  for (let i = 0; i < length; i++) {
    if (count < bits) {
      held |= data[at++]! << count;
      count += 8;
    }
    const value = decodeCode(state, held & (1 << bits) - 1, bits);
    held >>= bits;
    count -= bits;
    samples[i] = Math.max(-LARGEST - 1, Math.min(LARGEST, value)) / (LARGEST + 1);
  }
  return [samples];
}

function initialState(rounding: number): State {
  return {
    rounding,
    yl: 34_816,
    yu: 544,
    dms: 0,
    dml: 0,
    ap: 0,
    td: false,
    a: new Int16Array(2),
    b: new Int16Array(6),
    pk: [false, false],
    sr: new Int16Array(2).fill(ZERO),
    dq: new Int16Array(6).fill(ZERO),
  };
}

/** Returns the next sample, of 14 bits, though it may overshoot a little. */
function decodeCode(state: State, code: number, bits: G726Bits): number {
  const sign = 1 << bits - 1, isNegative = (code & sign) !== 0;
  // Negative codes are the complements of positive ones.
  const level = isNegative ? 2 * sign - 1 - code : code;
  const { a, b, sr, dq, rounding } = state;
  let zeros = 0;
  for (let i = 0; i < 6; i++) zeros += product(b[i]! >> 2, dq[i]!, rounding);
  const poles = product(a[1]! >> 2, sr[1]!, rounding) + product(a[0]! >> 2, sr[0]!, rounding);
  const sez = wrapped(zeros) >> 1, se = wrapped(zeros + poles) >> 1;
  const y = scale(state);
  const tables = TABLES[bits];
  const size = difference(tables.dqln[level]!, y);
  const signed = isNegative ? -size : size;
  const value = wrapped(se + signed);
  const isTransition = isJump(state, size);
  adaptScale(state, y, tables.w[level]! << 5);
  adaptPredictor(state, signed + sez, isTransition, size, isNegative, bits);
  for (let i = 5; i > 0; i--) dq[i] = dq[i - 1]!;
  dq[0] = floating(size, isNegative);
  sr[1] = sr[0]!;
  sr[0] = value === -32_768 ? NEGATIVE_ZERO : floating(Math.abs(value), value < 0);
  adaptSpeed(state, y, tables.f[level]! << 9, isTransition);
  return value;
}

/** The lower 16 bits of a number. */
function wrapped(value: number): number {
  return value << 16 >> 16;
}

/** FMULT: the product of a coefficient and a value in floating-point form. */
function product(coefficient: number, value: number, rounding: number): number {
  const size = coefficient > 0 ? coefficient : -coefficient & 0x1fff;
  const exponent = bitsOf(size) - 6;
  const mantissa = size === 0 ? 32 : exponent >= 0 ? size >> exponent : size << -exponent;
  const shift = exponent + (value >> 6 & 0xf) - 13;
  const found = (mantissa * (value & 0x3f) + rounding) >> 4;
  const shifted = shift >= 0 ? found << shift & 0x7fff : found >> -shift;
  return (coefficient ^ value) < 0 ? -shifted : shifted;
}

/** FLOATA and FLOATB: a value in floating-point form. */
function floating(size: number, isNegative: boolean): number {
  const exponent = bitsOf(size);
  const found = size === 0 ? ZERO : (exponent << 6) + ((size << 6) >> exponent);
  return isNegative ? found - 0x400 : found;
}

/** Bits of a number, at most 15. */
function bitsOf(size: number): number {
  return Math.min(15, 32 - Math.clz32(size));
}

/** MIX: the quantizer's scale, between its slow and its fast form. */
function scale({ ap, yl, yu }: State): number {
  if (ap >= 256) return yu;
  const slow = yl >> 6, apart = yu - slow, weighed = apart * (ap >> 2);
  return slow + ((apart < 0 ? weighed + 0x3f : weighed) >> 6);
}

/** RECONST, ADDA and ANTILOG: the size of the difference that a code means. */
function difference(dqln: number, y: number): number {
  const dql = dqln + (y >> 2);
  return dql < 0 ? 0 : (128 + (dql & 127)) << 7 >> 14 - (dql >> 7 & 15);
}

/** TRANS: whether a tone ends with a jump. */
function isJump({ td, yl }: State, size: number): boolean {
  if (!td) return false;
  const whole = yl >> 15, fraction = yl >> 10 & 0x1f;
  const threshold = whole > 9 ? 31 << 10 : (32 + fraction) << whole;
  return size > (threshold + (threshold >> 1)) >> 1;
}

/** FILTD, LIMB and FILTE. */
function adaptScale(state: State, y: number, w: number): void {
  state.yu = Math.max(544, Math.min(5120, y + ((w - y) >> 5)));
  state.yl += state.yu + (-state.yl >> 6);
}

/**
 * Adapts the coefficients by the signs of the last values.
 *
 * @param partial the difference and what the predictor's zeros give
 * @param isTransition whether they start again from zero
 */
function adaptPredictor(
  state: State,
  partial: number,
  isTransition: boolean,
  size: number,
  isNegative: boolean,
  bits: G726Bits,
): void {
  const { a, b, pk, dq } = state;
  const sign = partial < 0;
  if (isTransition) {
    a.fill(0);
    b.fill(0);
  } else {
    const second = secondPole(state, partial, sign);
    let first = a[0]! - (a[0]! >> 8);
    if (partial !== 0) first += sign === pk[0] ? 192 : -192;
    // LIMD
    const most = 15_360 - second;
    a[0] = Math.max(-most, Math.min(most, first));
    a[1] = second;
    const leak = bits === 5 ? 9 : 8;
    for (let i = 0; i < 6; i++) {
      const towards = size === 0 ? 0 : isNegative === dq[i]! < 0 ? 128 : -128;
      b[i] = b[i]! - (b[i]! >> leak) + towards;
    }
  }
  pk[1] = pk[0]!;
  pk[0] = sign;
  // TONE
  state.td = !isTransition && a[1]! < -11_776;
}

/** UPA2 and LIMC. */
function secondPole({ a, pk }: State, partial: number, sign: boolean): number {
  const second = a[1]! - (a[1]! >> 7);
  if (partial === 0) return second;
  const first = sign === pk[0] ? -a[0]! : a[0]!;
  const moved = first < -8191 ? -0x100 : first > 8191 ? 0xff : first >> 5;
  const change = moved + (sign === pk[1] ? 0x80 : -0x80);
  return Math.max(-12_288, Math.min(12_288, second + change));
}

/** FILTA, FILTB, SUBTC, TRIGA and FILTC: scales adapt fast unless the codes have been even for long. */
function adaptSpeed(state: State, y: number, f: number, isTransition: boolean): void {
  state.dms += (f - state.dms) >> 5;
  state.dml += ((f << 2) - state.dml) >> 7;
  const isUneven = Math.abs((state.dms << 2) - state.dml) >= state.dml >> 3;
  const target = y < 1536 || state.td || isUneven ? 0x200 : 0;
  state.ap = isTransition ? 256 : state.ap + ((target - state.ap) >> 4);
}

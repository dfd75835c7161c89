/**
 * Formats numbers and intervals for sentences and tables.
 * @module
 */
import type { Interval } from "./intervals.ts";

/** Numbers below this are rounding of zero. */
const ZERO = 1e-9;

/**
 * Formats an accuracy, or a difference of two, with two decimals. More are added where two would hide on which side of
 * zero it is, since sentences say whether an interval excludes zero.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(decimal(0.471), "0.47");
 * assert.equal(decimal(-0.0024), "−0.002");
 * assert.equal(decimal(-0.0002), "−0.0002");
 * assert.equal(decimal(1e-17), "0.00");
 * ```
 */
export function decimal(value: number): string {
  const size = Math.abs(value);
  const places = size >= 0.005 || size < ZERO ? 2 : size >= 0.0005 ? 3 : 4;
  // The last of four decimals is never zero: what is not zero must not look like it.
  const digits = places === 4 ? Math.max(size, 1e-4).toFixed(4) : size.toFixed(places);
  return value < 0 && Number(digits) > 0 ? `−${digits}` : digits;
}

/** Formats chance with the decimals that it needs, up to three: `0.10`, `0.111`. */
export function chanceText(chance: number): string {
  const three = chance.toFixed(3);
  return three.endsWith("0") ? chance.toFixed(2) : three;
}

/**
 * Formats an upper bound with two decimals that are no less than it: what is said to be at most that, is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([0.0449, 0.04, 0.0004].map(atMost), ["0.05", "0.04", "0.01"]);
 * ```
 */
export function atMost(bound: number): string {
  return decimal(Math.ceil(100 * bound - ZERO) / 100);
}

/**
 * Formats a p-value with no more decimals than a permutation test gives, and with one more where three would hide on
 * which side of 0.025 it is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([0.0321, 0.0002, 0.0253].map(pValue), ["0.032", "< 0.001", "0.0253"]);
 * ```
 */
export function pValue(p: number): string {
  if (p < 0.001) return "< 0.001";
  return p.toFixed(Math.abs(p - 0.025) < 0.0005 && p !== 0.025 ? 4 : 3);
}

/** Formats the interval for classes like these: `[0.30, 0.66]`. */
export function range(interval: Interval): string {
  return `[${decimal(interval.low)}, ${decimal(interval.high)}]`;
}

/** Formats the interval for these classes. */
export function rangeFixed(interval: Interval): string {
  return `[${decimal(interval.low_fixed)}, ${decimal(interval.high_fixed)}]`;
}

/** Formats a value with its interval for classes like these: `0.47 [0.30, 0.66]`. */
export function withRange(value: number, interval: Interval): string {
  return `${decimal(value)} ${range(interval)}`;
}

/**
 * Formats a count, or a mean of counts over class folds, as a whole number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(count(19690), "19,690");
 * assert.equal(count(309.2), "309");
 * assert.equal(count(0.3), "<1");
 * ```
 */
export function count(number: number): string {
  if (number > 0 && number < 0.5) return "<1";
  return Math.round(number).toLocaleString("en-US");
}

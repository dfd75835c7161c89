/**
 * Spearman's rank correlation of two values of classes, with a bootstrap interval.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { RandomStream } from "../basics/random.ts";
import type { BootstrapOptions } from "./bootstrap.ts";
import { quantile } from "./intervals.ts";
import { mean } from "./means.ts";

/** With fewer classes than this an association is shown with its interval, but no claim is made. */
export const LEAST_CLASSES_TO_CLAIM = 30;

/** A rank correlation over classes. */
export interface Association {
  /** Spearman's ρ, -1 to 1; undefined where one of the values is the same for all classes. */
  readonly spearman?: number;
  /** Lower end of its 95 % interval for classes like these; undefined where ρ is. */
  readonly low?: number;
  /** Upper end. */
  readonly high?: number;
  /** Number of classes. */
  readonly classes: number;
}

/**
 * Computes Spearman's ρ: the correlation of ranks, with tied values at the mean of their ranks.
 *
 * @returns undefined where all values of one side are equal, or there are fewer than 2
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(spearman([1, 2, 9], [3, 5, 6]), 1);
 * assert.equal(spearman([1, 2, 9], [4, 4, 4]), undefined);
 * ```
 */
export function spearman(x: readonly number[], y: readonly number[]): number | undefined {
  if (x.length !== y.length) {
    throw new InputError(`${x.length} values and ${y.length} others; expected as many`);
  }
  const [a, b] = [deviations(ranksOf(x)), deviations(ranksOf(y))];
  const product = (left: readonly number[], right: readonly number[]) =>
    left.reduce((sum, value, i) => sum + value * right[i]!, 0);
  const scale = Math.sqrt(product(a, a) * product(b, b));
  return scale > 0 ? Math.max(-1, Math.min(1, product(a, b) / scale)) : undefined;
}

/**
 * Computes Spearman's ρ with its interval, drawing classes with replacement.
 *
 * A draw in which all values of one side are equal has no ρ: it speaks against none, so it counts at both ends. Without
 * it, one class that differs from nine equal ones would have ρ = 1 in every draw that counts. The interval always holds
 * ρ itself: draws repeat classes, and with the ties that this makes all of them can lie on one side of it.
 *
 * @param x a value of each class
 * @param y the other value of each class
 */
export function associate(
  x: readonly number[],
  y: readonly number[],
  { resamples, seed }: BootstrapOptions,
): Association {
  const classes = x.length;
  const value = spearman(x, y);
  if (value === undefined) return { classes };
  const random = new RandomStream(seed, "bootstrap association");
  const drawn = Array.from({ length: resamples }, () => {
    const draw = x.map(() => random.below(classes));
    return spearman(draw.map((c) => x[c]!), draw.map((c) => y[c]!));
  });
  const sorted = (withoutRho: number) =>
    Float64Array.from(drawn, (one) => one ?? withoutRho).sort();
  return {
    spearman: value,
    low: Math.min(value, quantile(sorted(-1), 0.025)),
    high: Math.max(value, quantile(sorted(1), 0.975)),
    classes,
  };
}

function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let first = 0, end = 0; first < order.length; first = end) {
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    for (let at = first; at < end; at++) ranks[order[at]!] = (first + end - 1) / 2;
  }
  return ranks;
}

function deviations(ranks: readonly number[]): number[] {
  const center = mean(ranks);
  return ranks.map((rank) => rank - center);
}

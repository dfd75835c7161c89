/**
 * A measure with its intervals, as commands and reports give it.
 * @module
 */
import type { Estimate } from "./bootstrap.ts";
import { type Interval, intervalOf } from "./intervals.ts";

/** A value with its 95 % intervals. */
export interface Measured extends Interval {
  /** Of all items. */
  readonly value: number;
}

/** Fewer classes than this tell little about classes like them. */
export const FEW_CLASSES = 10;

/** What is resampled for each interval, for those who read a number without its documentation. */
export const ESTIMANDS = {
  low: "95 % interval for classes like these: classes and their sources are resampled",
  low_fixed: "95 % interval for these classes: sources within classes are resampled",
} as const;

/**
 * The value of an estimate and its intervals.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const same = Float64Array.of(0.5, 0.5);
 * const { value, low } = measuredOf({ value: 0.5, theseClasses: same, classesLikeThese: same });
 * assert.deepEqual([value, low], [0.5, 0.5]);
 * ```
 */
export function measuredOf(estimate: Estimate): Measured {
  return { value: estimate.value, ...intervalOf(estimate) };
}

/**
 * What must be said of an interval over so few classes; undefined where they are enough.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(fewClassesNote(10), undefined);
 * ```
 */
export function fewClassesNote(classes: number): string | undefined {
  if (classes >= FEW_CLASSES) return undefined;
  const number = classes === 1 ? "1 class" : `${classes} classes`;
  return `Only ${number}: the intervals for classes like these are too narrow, most of all near 0 ` +
    `and 1; use at least ${FEW_CLASSES}.`;
}

/**
 * A measure with its intervals, in the form of commands and reports.
 * @module
 */
import type { Estimate } from "./bootstrap.ts";
import { type Interval, intervalOf } from "./intervals.ts";

/** A value with its 95 % intervals. */
export interface Measured extends Interval {
  /** The value on all items. */
  readonly value: number;
}

/** With fewer classes than this, little can be said of other classes like these. */
export const FEW_CLASSES = 10;

/** States what is resampled for each interval, for readers who see a number without its documentation. */
export const ESTIMANDS = {
  low: "95 % interval for classes like these: classes are resampled, each with its mean",
  low_fixed: "95 % interval for these classes: sources within classes are resampled",
} as const;

/** States the same of means over labels, of which an item may have several. */
export const LABEL_ESTIMANDS = {
  low: "95 % interval for labels like these: labels and the sources of all sounds are resampled",
  low_fixed: "95 % interval for these labels: the sources of all sounds are resampled",
} as const;

/**
 * Returns the value of an estimate with its intervals.
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
 * Returns a value with its intervals, all a constant higher.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const part = { value: 1, low: 0, high: 2, low_fixed: 0, high_fixed: 2 };
 * assert.deepEqual(shifted(part, -1), { value: 0, low: -1, high: 1, low_fixed: -1, high_fixed: 1 });
 * ```
 */
export function shifted(
  { value, low, high, low_fixed, high_fixed }: Measured,
  by: number,
): Measured {
  return {
    value: value + by,
    low: low + by,
    high: high + by,
    low_fixed: low_fixed + by,
    high_fixed: high_fixed + by,
  };
}

/**
 * Returns the caution that must accompany an interval over too few classes, or labels; undefined where they are enough.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(fewClassesNote(10), undefined);
 * assert.match(fewClassesNote(1, "label")!, /^Only 1 label: it says little of other labels like it;/);
 * ```
 */
export function fewClassesNote(
  classes: number,
  unit: "class" | "label" = "class",
): string | undefined {
  if (classes >= FEW_CLASSES) return undefined;
  if (unit === "label") {
    const [number, say, like] = classes === 1
      ? ["1 label", "it says", "it"]
      : [`${classes} labels`, "they say", "these"];
    return `Only ${number}: ${say} little of other labels like ${like}; use at least ${FEW_CLASSES}.`;
  }
  const number = classes === 1 ? "1 class" : `${classes} classes`;
  return `Only ${number}: they say little of other classes like these, and intervals of silhouettes ` +
    `are too narrow; use at least ${FEW_CLASSES}.`;
}

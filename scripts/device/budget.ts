/**
 * Time limits of a device check's steps: the whole check ends in time even if a step hangs.
 * @module
 */

/** Time limits of a step, in seconds. */
export interface Budget {
  /** Seconds that are reserved for it however long the earlier steps take. */
  readonly atLeast: number;
  /** Its limit where the earlier steps were quick. */
  readonly atMost: number;
}

/**
 * Returns the limit of a step in seconds: its own maximum, or less where the later steps need the remaining time.
 *
 * @param later budgets of the steps after it
 * @param secondsLeft until the whole must be done
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const later = [{ atLeast: 30, atMost: 60 }];
 * assert.equal(limitOf({ atLeast: 10, atMost: 60 }, later, 100), 60);
 * assert.equal(limitOf({ atLeast: 10, atMost: 60 }, later, 75), 45);
 * ```
 */
export function limitOf(step: Budget, later: readonly Budget[], secondsLeft: number): number {
  const reserved = later.reduce((sum, { atLeast }) => sum + atLeast, 0);
  return Math.max(1, Math.min(step.atMost, secondsLeft - reserved));
}

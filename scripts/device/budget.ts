/**
 * Time limits of a device check's steps: whatever hangs, the whole ends in time.
 * @module
 */

/** Seconds that a step may take. */
export interface Budget {
  /** Kept free for it however long the earlier steps take. */
  readonly atLeast: number;
  /** Its limit where the earlier steps were quick. */
  readonly atMost: number;
}

/**
 * The limit of a step in seconds: its own most, less where the later steps need the time that is left.
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

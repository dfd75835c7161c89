/**
 * Why an item has no embedding.
 * @module
 */
import type { InputError } from "../basics/errors.ts";
import { TimedOut } from "../basics/time_limit.ts";

/** The reason why an item has no embedding. */
export interface Refusal {
  /** The reason, in one line. */
  readonly reason: string;
  /** Set if the item exceeded the time limit, which a less busy machine might not. */
  readonly timedOut?: true;
}

/**
 * Returns the reason that an error gives.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { InputError } from "../basics/errors.ts";
 * import { TimedOut } from "../basics/time_limit.ts";
 * assert.deepEqual(refusalOf(new InputError("no sound")), { reason: "no sound" });
 * assert.equal(refusalOf(new TimedOut('making "a.wav" ready', 600)).timedOut, true);
 * ```
 */
export function refusalOf(thrown: InputError): Refusal {
  const isLate = thrown instanceof TimedOut || thrown.cause instanceof TimedOut;
  return { reason: thrown.message, ...(isLate ? { timedOut: true } : {}) };
}

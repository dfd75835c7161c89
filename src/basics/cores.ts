/**
 * How many cores this process may keep busy.
 * @module
 */

let processes = 1;

/**
 * Says that several such processes share this machine.
 *
 * @param count how many, this one included; at least 1
 */
export function shareCores(count: number): void {
  processes = count;
}

/**
 * Number of cores for this process, at least 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(ownCores() >= 1);
 * ```
 */
export function ownCores(): number {
  return Math.max(1, Math.floor(navigator.hardwareConcurrency / processes));
}

/**
 * Tracks the work in progress, so that an interrupted command can name it.
 * @module
 */
import { quotable } from "./printable.ts";

const atWork: (() => string)[] = [];

/**
 * Runs the work and keeps its name, so that an interruption can report it.
 *
 * @param name what is being done, such as `embedding "dog.wav"`; called only when the name is needed
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await workOn(() => 'embedding "dog.wav"', async () => {
 *   assert.deepEqual(namesAtWork(), ['embedding "dog.wav"']);
 * });
 * assert.deepEqual(namesAtWork(), []);
 * ```
 */
export async function workOn<Result>(
  name: () => string,
  work: () => Promise<Result>,
): Promise<Result> {
  atWork.push(name);
  try {
    return await work();
  } finally {
    atWork.splice(atWork.lastIndexOf(name), 1);
  }
}

/** How many concurrent items a message names. */
const MOST_NAMED = 4;

/**
 * Names items in words: quotes the first few and counts the rest.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(fewOf(["a.wav"]), '"a.wav"');
 * assert.equal(fewOf(["a", "b", "c", "d", "e"]), '"a", "b", "c", "d" and 1 more');
 * ```
 */
export function fewOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => `"${quotable(name)}"`).join(", ");
  return names.length > MOST_NAMED ? `${shown} and ${names.length - MOST_NAMED} more` : shown;
}

/** The names of the work in progress, outermost first. */
export function namesAtWork(): string[] {
  return atWork.map((name) => name());
}

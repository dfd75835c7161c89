/**
 * Pieces of work that wait for something: all at once, so that their waits pass together, or one after the other.
 * @module
 */

/** How pieces of work are done. Those done at once hold their memory at the same time. */
export type Doing = "at once" | "in turn";

/**
 * Does pieces of work and returns their results in the order of the pieces. An error is thrown when no piece is at work
 * any more; of several, that of the first piece.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const begun: number[] = [];
 * const piece = (number: number) => async () => {
 *   begun.push(number);
 *   await Promise.resolve();
 *   begun.push(-number);
 *   return 10 * number;
 * };
 * assert.deepEqual(await doAll("at once", [piece(1), piece(2)]), [10, 20]);
 * assert.deepEqual(begun, [1, 2, -1, -2]);
 * ```
 */
export async function doAll<Results extends readonly unknown[]>(
  doing: Doing,
  pieces: { readonly [At in keyof Results]: () => Promise<Results[At]> },
): Promise<Results> {
  const all = pieces as readonly (() => Promise<unknown>)[];
  const results: unknown[] = [];
  if (doing === "in turn") {
    for (const piece of all) results.push(await piece());
  } else {
    for (const ended of await Promise.allSettled(all.map((piece) => piece()))) {
      if (ended.status === "rejected") throw ended.reason;
      results.push(ended.value);
    }
  }
  return results as unknown as Results;
}

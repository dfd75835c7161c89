/**
 * Holm's correction of the p-values of one family of tests.
 * Holm, "A simple sequentially rejective multiple test procedure" (1979).
 * @module
 */
import { InputError } from "../basics/errors.ts";

/**
 * Corrects p-values: rejecting where one is at most α keeps the probability of any false rejection in the family at
 * most α, whatever the dependence between the tests.
 *
 * @param pValues of the family, 0 to 1 each
 * @returns a corrected p-value for each, in their order: the smallest times their number, the next times one less and
 * so on, none below that of a smaller one nor above 1
 * @throws {InputError} when a p-value is not from 0 to 1
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(holm([0.01, 0.5, 0.03]), [0.03, 0.5, 0.06]);
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  const bad = pValues.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) throw new InputError(`A p-value is ${bad}; expected 0 to 1`);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const corrected = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((test, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[test]!));
    corrected[test] = largest;
  });
  return corrected;
}

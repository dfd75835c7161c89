import assert from "node:assert/strict";
import { InputError } from "../../src/basics/errors.ts";
import { holm } from "../../src/statistics/holm.ts";

/** Rounds, so that products can be written down. */
function corrected(pValues: readonly number[]): number[] {
  return holm(pValues).map((p) => Math.round(p * 1e6) / 1e6);
}

Deno.test("p-values are multiplied by the number of remaining tests", () => {
  // By hand: 4 × 0.005, 3 × 0.01, 2 × 0.03, and 1 × 0.04, which may not be below 0.06.
  assert.deepEqual(corrected([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]);
  // 5 × 0.02, 4 × 0.03, 3 × 0.035, which may not be below 0.12, 2 × 0.6 and 1 × 0.9, at most 1.
  assert.deepEqual(corrected([0.02, 0.03, 0.035, 0.6, 0.9]), [0.1, 0.12, 0.12, 1, 1]);
});

Deno.test("one test is not corrected, and no tests give no values", () => {
  assert.deepEqual(holm([0.04]), [0.04]);
  assert.deepEqual(holm([]), []);
});

Deno.test("equal p-values are corrected alike", () => {
  assert.deepEqual(corrected([0.2, 0.01, 0.01]), [0.2, 0.03, 0.03]);
});

Deno.test("a number that is not a p-value is refused", () => {
  for (const bad of [-0.1, 1.1, NaN]) assert.throws(() => holm([0.5, bad]), InputError);
});

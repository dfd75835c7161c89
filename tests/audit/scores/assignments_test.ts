import assert from "node:assert/strict";
import { namingRates } from "../../../src/audit/scores/assignments.ts";
import { assessClassification } from "../../../src/measures/classification.ts";

Deno.test("naming rates are shares of each class, and means over classifications", () => {
  const truths = [0, 0, 0, 1, 1];
  const first = assessClassification(truths, Uint32Array.of(0, 0, 1, 1, 1), 2);
  const second = assessClassification(truths, Uint32Array.of(1, 1, 1, 1, 0), 2);
  const rates = namingRates([first, second]).map((row) => row.map((rate) => rate.toFixed(9)));
  const third = (parts: number) => (parts / 3).toFixed(9);
  assert.deepEqual(rates, [[third(1), third(2)], ["0.250000000", "0.750000000"]]);
});

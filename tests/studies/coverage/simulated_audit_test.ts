import assert from "node:assert/strict";
import { coverageOf, expectationOf, QUANTITIES, simulateAudit } from "./simulated_audit.ts";

Deno.test("coverage counts intervals that contain the truth, ends included", () => {
  const audits = [
    { value: 0.5, low: 0.4, high: 0.6 },
    { value: 0.7, low: 0.6, high: 0.8 },
    { value: 0.7, low: 0.65, high: 0.9 },
    { value: 0.1, low: 0, high: 0.2 },
  ];
  const { covered, below, above, width, bias } = coverageOf(audits, 0.6);
  assert.deepEqual([covered.value, below, above], [0.5, 0.25, 0.25]);
  assert.ok(Math.abs(width - 0.2125) < 1e-12);
  assert.ok(Math.abs(bias + 0.1) < 1e-12);
  // Wilson's interval of 2 in 4 is that of published tables.
  assert.deepEqual([covered.low.toFixed(4), covered.high.toFixed(4)], ["0.1500", "0.8500"]);
});

Deno.test("the expectation comes with the standard error of a mean", () => {
  const audits = [1, 2, 3, 4].map((value) => ({ value, low: 0, high: 0 }));
  const { value, error } = expectationOf(audits);
  assert.equal(value, 2.5);
  assert.ok(Math.abs(error - Math.sqrt(5 / 12)) < 1e-12);
});

Deno.test("simulated audits differ, and each is reproducible", async () => {
  const draws = [0, 1, 2].map((audit) => ({
    world: "partial" as const,
    classes: 10,
    folds: 2,
    pool: 1,
    audit,
  }));
  const effort = { seeds: 2, bootstrap: 200 };
  const audits = await Promise.all(draws.map((draw) => simulateAudit(draw, effort)));
  assert.deepEqual(await simulateAudit(draws[1]!, effort), audits[1]);
  for (const quantity of QUANTITIES) {
    const own = audits.map((intervals) => intervals[quantity]);
    assert.equal(new Set(own.map(({ value }) => value)).size, 3, quantity);
    assert.ok(own.every(({ value, low, high }) => low < value && value < high), quantity);
    assert.ok(Number.isFinite(expectationOf(own).error));
  }
  for (const { dirty, clean, leakage, volume } of audits) {
    assert.ok(Math.abs(clean.value + leakage.value + volume.value - dirty.value) < 1e-9);
  }
});

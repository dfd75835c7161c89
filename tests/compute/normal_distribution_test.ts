import assert from "node:assert/strict";
import { normalCumulative } from "../../src/compute/cpu/normal_distribution.ts";

Deno.test("the normal distribution is right in all three ranges, and far down its tail", () => {
  const known: [x: number, value: number][] = [
    [-10, 7.619853024160526e-24],
    [-5, 2.866515718791939e-7],
    [-1, 0.15865525393145705],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [3, 0.9986501019683699],
    [40, 1],
  ];
  for (const [x, value] of known) {
    const found = normalCumulative(x, Math.exp(-x * x / 2));
    assert.ok(Math.abs(found / value - 1) < 1e-14, `Φ(${x}) is ${found}; expected ${value}`);
  }
  assert.ok(Number.isNaN(normalCumulative(NaN, NaN)));
});

import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { chanceText, decimal } from "../../src/statistics/format.ts";

Deno.test("a number is never shown as minus zero, and rounding never hides its sign", () => {
  const property = fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (value) => {
    const shown = Number(decimal(value).replace("−", "-"));
    assert.ok(Math.abs(shown - value) <= 0.00501);
    assert.ok(!Object.is(shown, -0));
    if (Math.abs(value) > 0.0005) assert.equal(Math.sign(shown), Math.sign(value));
  });
  fc.assert(property, { seed: 2, numRuns: 300 });
});

Deno.test("chance has no more decimals than it needs", () => {
  assert.deepEqual([1 / 9, 0.1, 0.02, 1 / 8].map(chanceText), ["0.111", "0.10", "0.02", "0.125"]);
});

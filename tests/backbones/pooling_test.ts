import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { meanAndDeviation } from "../../src/backbones/pooling.ts";

Deno.test("the deviation is the population's, and small deviations beside large means are kept", () => {
  const pooled = meanAndDeviation([1e6, 1e6 + 2, 1e6 + 4], 1);
  assert.deepEqual(pooled, Float32Array.of(1e6 + 2, Math.sqrt(8 / 3)));
});

Deno.test("columns are pooled separately", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (columns, column) => {
        const alone = meanAndDeviation(column, 1);
        const repeated = column.flatMap((value) => Array(columns).fill(value));
        const together = meanAndDeviation(repeated, columns);
        for (let i = 0; i < columns; i++) {
          assert.equal(together[i], alone[0]);
          assert.equal(together[columns + i], alone[1]);
        }
      },
    ),
    { seed: 3, numRuns: 30 },
  );
});

import assert from "node:assert/strict";
import { measureStandardization, standardize } from "../../src/basics/matrix.ts";

Deno.test("a column that is constant but for rounding is shifted, not blown up", () => {
  for (const constant of [0.1, 1, 5, Math.log(1e-6), -1e-20, 1e20]) {
    for (const rows of [3, 231, 400]) {
      const matrix = { rows, columns: 1, values: new Float32Array(rows).fill(constant) };
      const scale = measureStandardization(matrix, matrix.values.keys());
      assert.deepEqual([...scale.deviations], [1], `${constant}, ${rows} rows`);
      const other = Float32Array.of(Math.fround(constant) + 0.5);
      const [moved] = standardize({ rows: 1, columns: 1, values: other }, scale).values;
      assert.ok(
        Math.abs(moved! - (other[0]! - Math.fround(constant))) <= 1e-6 * Math.abs(constant),
      );
    }
  }
});

Deno.test("a column that varies little about zero keeps its deviation", () => {
  const matrix = { rows: 2, columns: 1, values: Float32Array.of(1e-12, -1e-12) };
  const [deviation] = measureStandardization(matrix, [0, 1]).deviations;
  assert.ok(Math.abs(deviation! / 1e-12 - 1) < 1e-6);
});

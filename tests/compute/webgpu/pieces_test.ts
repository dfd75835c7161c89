import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { piecesOf } from "../../../src/compute/webgpu/pieces.ts";

Deno.test("pieces cover all rows in order, fit the limit and begin where every device can bind", () => {
  const rows = fc.integer({ min: 1, max: 5000 });
  const columns = fc.integer({ min: 1, max: 64 });
  const limit = fc.integer({ min: 64 * 64 * 4, max: 2 ** 18 });
  fc.assert(
    fc.property(rows, columns, limit, (rows, columns, limit) => {
      let next = 0;
      for (const { first, rows: count } of piecesOf(rows, columns, limit)) {
        assert.equal(first, next);
        assert.ok(count >= 1 && count * columns * 4 <= limit);
        assert.equal(first * columns * 4 % 256, 0);
        next += count;
      }
      assert.equal(next, rows);
    }),
    { seed: 1 },
  );
});

Deno.test("rows that fit are one piece", () => {
  assert.deepEqual(piecesOf(100, 10, 4000), [{ first: 0, rows: 100 }]);
  assert.equal(piecesOf(101, 10, 4000).length, 2);
});

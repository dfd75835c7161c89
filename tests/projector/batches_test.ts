import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { batchSize, drawBatches } from "../../src/projector/batches.ts";

/** A pool of classes of any sizes, and the settings of its batches. */
const cases = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
  most: fc.integer({ min: 1, max: 4 }),
  batch: fc.integer({ min: 1, max: 20 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
}).map(({ sizes, ...rest }) => ({
  classes: Uint32Array.from(sizes.flatMap((size, one) => Array<number>(size).fill(one))),
  sizes,
  ...rest,
}));

Deno.test("class-aware batches are full, hold no pair twice and no class more often than allowed", () => {
  fc.assert(
    fc.property(cases, ({ classes, sizes, most, batch, seed }) => {
      const limit = { classes, most };
      const size = batchSize(classes.length, batch, limit);
      const room = sizes.reduce((sum, one) => sum + Math.min(one, most), 0);
      assert.equal(size, Math.min(batch, room));
      const drawn = drawBatches(classes.length, batch, 7, seed, limit);
      assert.equal(drawn.length, 7 * size);
      for (let step = 0; step < 7; step++) {
        const pairs = drawn.subarray(step * size, (step + 1) * size);
        assert.equal(new Set(pairs).size, size);
        const counts = Map.groupBy(pairs, (pair) => classes[pair]!);
        assert.ok(counts.values().every((members) => members.length <= most));
      }
      assert.deepEqual(drawBatches(classes.length, batch, 7, seed, limit), drawn);
    }),
  );
});

Deno.test("a limit that no class reaches changes no batch", () => {
  const classes = Uint32Array.from({ length: 30 }, (_, pair) => pair % 3);
  const limited = drawBatches(30, 8, 20, 5, { classes, most: 10 });
  assert.deepEqual(limited, drawBatches(30, 8, 20, 5));
});

Deno.test("with a limit of one, classes of 1 and of 100 pairs come equally often", () => {
  const classes = Uint32Array.from({ length: 102 }, (_, pair) => Math.max(0, pair - 99));
  const drawn = drawBatches(102, 3, 200, 1, { classes, most: 1 });
  const counts = Map.groupBy(drawn, (pair) => classes[pair]!);
  assert.deepEqual(
    [...counts.values()].map(({ length }) => length),
    [200, 200, 200],
  );
  assert.ok(new Set(counts.get(0)).size > 80, "the draws cover the large class without repeats");
});

import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { hash32, RandomStream, threefry2x32 } from "../../src/basics/random.ts";

Deno.test("Threefry gives the known answers of its reference implementation", () => {
  const ones = 0xffffffff;
  assert.deepEqual(threefry2x32(0, 0, 0, 0), [0x6b200159, 0x99ba4efe]);
  assert.deepEqual(threefry2x32(ones, ones, ones, ones), [0x1cb996fc, 0xbb002be7]);
  const pi = threefry2x32(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3);
  assert.deepEqual(pi, [0xc4923a9c, 0x483df7a0]);
});

Deno.test("hash32 is FNV-1a", () => {
  assert.equal(hash32(""), 0x811c9dc5);
  assert.equal(hash32("a"), 0xe40c292c);
  assert.equal(hash32("foobar"), 0xbf9cf968);
});

Deno.test("a stream is the Threefry blocks of its seed, name and counter", () => {
  const stream = new RandomStream(-1, "foobar");
  const expected = [0, 1, 2].flatMap((n) => threefry2x32(0xffffffff, 0xbf9cf968, n, 0));
  assert.deepEqual(expected.map(() => stream.bits()), expected);
});

Deno.test("uniform numbers lie in [0, 1) around one half", () => {
  const stream = new RandomStream(1, "uniform");
  const values = Array.from({ length: 20_000 }, () => stream.uniform());
  assert.ok(values.every((value) => value >= 0 && value < 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.ok(Math.abs(mean - 0.5) < 0.01, `mean ${mean}`);
});

Deno.test("normal numbers have mean 0 and deviation 1", () => {
  const stream = new RandomStream(1, "normal");
  const values = Array.from({ length: 20_000 }, () => stream.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  assert.ok(Math.abs(mean) < 0.03, `mean ${mean}`);
  assert.ok(Math.abs(square - 1) < 0.04, `mean square ${square}`);
});

Deno.test("below stays below its bound and reaches every number", () => {
  const stream = new RandomStream(3, "below");
  const counts = [0, 0, 0, 0, 0];
  for (let draw = 0; draw < 5000; draw++) counts[stream.below(5)]!++;
  assert.ok(counts.every((count) => count > 850 && count < 1150), `counts ${counts}`);
  assert.equal(stream.below(1), 0);
  assert.ok(stream.below(2 ** 32) < 2 ** 32);
});

Deno.test("shuffled keeps the items and leaves the original alone", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
      const original = [...items];
      const shuffled = new RandomStream(seed, "shuffle").shuffled(items);
      assert.deepEqual(items, original);
      assert.deepEqual(shuffled.toSorted(), items.toSorted());
      assert.deepEqual(new RandomStream(seed, "shuffle").shuffled(items), shuffled);
    }),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("shuffled draws every order about equally often", () => {
  const stream = new RandomStream(9, "orders");
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 6000; draw++) {
    const order = stream.shuffled(["a", "b", "c"]).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  assert.ok([...counts.values()].every((count) => count > 850 && count < 1150), `${[...counts]}`);
});

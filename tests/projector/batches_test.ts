import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { RandomStream } from "../../src/basics/random.ts";
import { batchSize, drawBatches, drawPairs } from "../../src/projector/batches.ts";

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

Deno.test("sounds are drawn alike, whatever the number of their captions, and each caption of one alike", () => {
  // Sound 0 has five captions, the nine others one each.
  const sounds = Uint32Array.of(0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const steps = 2000;
  const { batch, pairs } = drawPairs(sounds, { batch: 5, steps }, 3);
  assert.equal(batch, 5);
  for (let step = 0; step < steps; step++) {
    const own = pairs.subarray(step * batch, (step + 1) * batch);
    assert.equal(new Set(Array.from(own, (pair) => sounds[pair])).size, batch);
  }
  const counts = Array.from(sounds, (_, pair) => pairs.filter((one) => one === pair).length);
  // Two batches are a whole round, so each sound is drawn once in two steps.
  assert.ok(counts.slice(5).every((count) => count === steps / 2), counts.join());
  assert.equal(counts.slice(0, 5).reduce((sum, count) => sum + count), steps / 2);
  const spread = 4 * Math.sqrt(steps / 2 * 0.2 * 0.8);
  for (const count of counts.slice(0, 5)) assert.ok(Math.abs(count - steps / 10) < spread);
});

Deno.test("a batch is no larger than the number of sounds, and of one caption each it is as before", () => {
  const captions = Uint32Array.of(4, 4, 9, 9, 9, 2);
  assert.equal(drawPairs(captions, { batch: 128, steps: 3 }, 0).batch, 3);
  const sounds = Uint32Array.from({ length: 20 }, (_, i) => 3 * i);
  const { pairs } = drawPairs(sounds, { batch: 6, steps: 30 }, 8);
  assert.deepEqual(pairs, drawBatches(20, 6, 30, 8));
});

Deno.test("a limit counts sounds of a class", () => {
  const sounds = Uint32Array.of(0, 0, 1, 2, 3, 4, 4);
  const classes = Uint32Array.of(5, 5, 5, 5, 6, 6, 6);
  const { batch, pairs } = drawPairs(sounds, { batch: 8, steps: 40 }, 1, { classes, most: 2 });
  assert.equal(batch, 4);
  for (let step = 0; step < 40; step++) {
    const own = Array.from(pairs.subarray(step * 4, step * 4 + 4), (pair) => classes[pair]);
    assert.deepEqual(own.sort(), [5, 5, 6, 6]);
  }
});

Deno.test("a pair is drawn of each drawn sound, whatever numbers sounds have", () => {
  const sounds = fc.uint8Array({ minLength: 1, maxLength: 40, max: 12 })
    .map((numbers) => Uint32Array.from(numbers, (number) => 1000 * number));
  fc.assert(
    fc.property(sounds, fc.nat(100), fc.boolean(), (sounds, seed, isLimited) => {
      const classes = sounds.map((sound) => sound % 7);
      const limit = isLimited ? { classes, most: 2 } : undefined;
      const own = [...Map.groupBy(sounds.keys(), (pair) => sounds[pair]!).values()];
      const ofSounds = limit && {
        ...limit,
        classes: Uint32Array.from(own, ([first]) => classes[first!]!),
      };
      const random = new RandomStream(seed, "captions");
      const expected = drawBatches(own.length, 5, 4, seed, ofSounds).map((sound) => {
        const pairs = own[sound]!;
        return pairs.length === 1 ? pairs[0]! : pairs[random.below(pairs.length)]!;
      });
      assert.deepEqual(drawPairs(sounds, { batch: 5, steps: 4 }, seed, limit).pairs, expected);
    }),
  );
});

import assert from "node:assert/strict";
import { randomValidation } from "../../../src/leakage/pools/random_validation.ts";
import { soundOf } from "../../../src/leakage/pools/sounds.ts";

const PAIRS = Array.from({ length: 500 }, (_, i) => {
  return { id: `clip ${i % 100}#${Math.floor(i / 100) + 1}`, text: `text ${i}` };
});

Deno.test("a random share of the unflagged sounds is held out, each with all its captions", () => {
  // One caption of each of the first 40 clips is flagged.
  const flagged = new Set(PAIRS.slice(0, 40).map(({ id }) => id));
  const drawn = [0, 1, 2].map((seed) => new Set(randomValidation(PAIRS, flagged, 0.2, seed)));
  for (const held of drawn) {
    assert.equal(held.size, 12 * 5);
    const sounds = new Set(PAIRS.filter(({ id }) => held.has(id)).map(soundOf));
    assert.equal(sounds.size, 12);
    assert.ok(sounds.isDisjointFrom(new Set(PAIRS.slice(0, 40).map(soundOf))));
  }
  assert.ok(!drawn[0]!.isSubsetOf(drawn[1]!));
  const turned = randomValidation(PAIRS.toReversed(), flagged, 0.2, 0);
  assert.deepEqual(new Set(turned), drawn[0]);
});

Deno.test("each sound is held out with the same probability", () => {
  const counts = new Map(PAIRS.slice(0, 100).map((pair) => [soundOf(pair), 0]));
  const draws = 300;
  for (let seed = 0; seed < draws; seed++) {
    const held = new Set(randomValidation(PAIRS, new Set(), 0.2, seed));
    for (const pair of PAIRS.slice(0, 100)) {
      if (held.has(pair.id)) counts.set(soundOf(pair), counts.get(soundOf(pair))! + 1);
    }
  }
  const spread = 4.5 * Math.sqrt(draws * 0.2 * 0.8);
  for (const count of counts.values()) {
    assert.ok(Math.abs(count - 0.2 * draws) < spread, `${count}`);
  }
});

Deno.test("a share that leaves too few texts on a side is refused", () => {
  assert.throws(() => randomValidation(PAIRS.slice(0, 5), new Set(), 0.2, 0), {
    name: "InputError",
    message: "a random share of 0.2 of 5 unflagged sounds: 1 distinct texts are held out; " +
      "expected at least 2",
  });
  assert.throws(() => randomValidation(PAIRS.slice(0, 5), new Set(), 0.9, 0), /left to train on/);
});

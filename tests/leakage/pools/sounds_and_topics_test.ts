import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { SoundsAndTopics } from "../../../src/leakage/pools/sounds_and_topics.ts";

/** Captions and labels of some sounds, in any order, and the nouns of captions. */
const pools = fc.record({
  pairs: fc.uniqueArray(
    fc.record({
      id: fc.nat(99).map(String),
      sound: fc.nat(9).map((number) => `sound ${number}`),
      label: fc.option(fc.constantFrom("cat", "dog"), { nil: undefined }),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 30 },
  ),
  nouns: fc.array(fc.array(fc.constantFrom("bird", "rain", "wind"), { maxLength: 3 })),
  chosen: fc.array(fc.nat(29)),
});

Deno.test("sizes of pools count each sound and topic once", () => {
  fc.assert(
    fc.property(pools, ({ pairs: described, nouns: lists, chosen }) => {
      const pairs = described.map(({ label, ...pair }) => ({
        ...pair,
        text: "a sound",
        ...(label === undefined ? {} : { label }),
      }));
      const nouns = new Map(
        pairs.flatMap(({ id }, i) => lists[i] === undefined ? [] : [[id, lists[i]] as const]),
      );
      const all = new SoundsAndTopics(pairs, nouns);
      assert.deepEqual(all.ids(), pairs.map(({ id }) => id).sort());
      assert.deepEqual([...all.byId.keys()], pairs.map(({ id }) => id));
      const own = pairs.filter((_, i) => chosen.includes(i));
      const isOwn = all.areAmong(own.map(({ id }) => id));
      assert.deepEqual(pairs.filter(({ id }) => isOwn(id)), own);
      assert.deepEqual(all.sizeOf(own.map(({ id }) => id)), {
        pairs: own.length,
        sounds: new Set(own.map(({ sound }) => sound)).size,
        topics: new Set(own.flatMap(({ id }) => all.topicsOf(id))).size,
      });
      for (const { id, sound } of pairs) {
        assert.deepEqual(
          all.soundOf(id).pairs.map(({ id }) => id),
          pairs.filter((pair) => pair.sound === sound).map(({ id }) => id).sort(),
        );
      }
    }),
  );
});

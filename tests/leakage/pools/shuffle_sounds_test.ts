import assert from "node:assert/strict";
import { shuffleTexts } from "../../../src/leakage/pools/shuffle.ts";
import { soundOf } from "../../../src/leakage/pools/sounds.ts";

Deno.test("the captions of a sound move together to one sound, whatever their numbers", () => {
  const counts = [5, 1, 3, 2, 5, 4];
  const pairs = counts.flatMap((count, sound) =>
    Array.from({ length: count }, (_, i) => {
      return { id: `clip ${sound}#${i + 1}`, text: `text ${i} of ${sound}` };
    })
  );
  const moved = new Set<string>();
  for (let permutation = 0; permutation < 20; permutation++) {
    const donors = shuffleTexts(pairs, 0, permutation);
    assert.equal(donors.size, pairs.length);
    const of = Map.groupBy(pairs, soundOf);
    const donorOf = Array.from(of, ([sound, own]) => {
      const given = new Set(own.map(({ id }) => soundOf({ id: donors.get(id)! })));
      assert.equal(given.size, 1);
      const [donor] = given;
      if (donor !== sound) moved.add(sound);
      // As many different texts as both have.
      const texts = new Set(own.map(({ id }) => donors.get(id)));
      assert.equal(texts.size, Math.min(own.length, of.get(donor!)!.length));
      return donor;
    });
    assert.equal(new Set(donorOf).size, counts.length, "a permutation of the sounds");
  }
  assert.equal(moved.size, counts.length);
});

Deno.test("sounds of one caption each are permuted as pairs", () => {
  const pairs = ["d", "b", "a", "c"].map((id) => ({ id, text: id, file: `z${id}.wav` }));
  const plain = pairs.map(({ id, text }) => ({ id, text }));
  for (let permutation = 0; permutation < 5; permutation++) {
    assert.deepEqual(
      [...shuffleTexts(pairs, 3, permutation)],
      [...shuffleTexts(plain, 3, permutation)],
    );
  }
});

import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { jointRank, Tail } from "../../../src/leakage/semantic/tail.ts";

/** Returns the rank of each similarity: the number of those that are at least as large. */
const ranksOf = (row: readonly number[]) =>
  row.map((one) => row.filter((other) => other >= one).length);

Deno.test("a tail's ranks, thresholds and the joint rank are those of all captions", () => {
  const row = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 15 }),
      fc.integer({ min: 0, max: 20 }),
      (rows, depth, most) => {
        const tails = rows.map((similarities) => {
          const tail = new Tail(depth);
          similarities.forEach((similarity, caption) => tail.add(caption, similarity));
          return tail;
        });
        rows.forEach((similarities, j) => {
          const expected = ranksOf(similarities).flatMap((rank, caption) =>
            rank <= depth ? [{ caption, rank }] : []
          );
          const found = tails[j]!.ranks().toSorted((a, b) => a.caption - b.caption);
          assert.deepEqual(found, expected);
          for (let rank = 1; rank <= depth; rank++) {
            const threshold = tails[j]!.thresholdAt(rank);
            const found = similarities.flatMap((one, caption) => one >= threshold ? [caption] : []);
            const allowed = expected.filter((one) => one.rank <= rank);
            assert.deepEqual(found, allowed.map(({ caption }) => caption));
          }
        });
        const best = rows[0]!.map((_, i) => Math.min(...rows.map((one) => ranksOf(one)[i]!)));
        const reached = (rank: number) => best.filter((one) => one <= rank).length;
        let expected = depth;
        while (reached(expected) > most) expected--;
        assert.equal(jointRank(tails, depth, most), expected);
      },
    ),
    { seed: 6, numRuns: 300 },
  );
});

Deno.test("a label with few captions that do not mention it has the most similar one's similarity, or 1", () => {
  const tail = new Tail(3);
  assert.equal(tail.thresholdAt(2), 1);
  [0.2, 0.5, 0.1].forEach((similarity, caption) => tail.add(caption, similarity));
  assert.equal(tail.thresholdAt(3), 0.5);
});

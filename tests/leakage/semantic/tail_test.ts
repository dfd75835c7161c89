import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { jointRank, Tail } from "../../../src/leakage/semantic/tail.ts";

/** Rank of each similarity: how many are as large at least. */
const ranksOf = (row: readonly number[]) =>
  row.map((one) => row.filter((other) => other >= one).length);

Deno.test("a tail's ranks, similarities and the joint rank are those of all captions", () => {
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
          const sorted = similarities.toSorted((a, b) => b - a);
          for (let rank = 1; rank <= depth; rank++) {
            assert.equal(tails[j]!.similarityAt(rank), sorted[rank - 1]);
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

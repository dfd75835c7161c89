import assert from "node:assert/strict";
import { matrixOf } from "../../src/basics/matrix.ts";
import { rowNotes, RowTally } from "../../src/embeddings/row_notes.ts";

const notes = (values: number[], dim: number, ids?: string[]) =>
  rowNotes("clips", matrixOf(dim, Float32Array.from(values)), ids);

Deno.test("rows of zeros, and rows that are all the same, give a note of one line", () => {
  assert.deepEqual(notes([1, 2, 0, 0, 0, -0, 3, 4], 2), [
    'Of 4 rows of "clips", 2 are all zeros and have no direction; the first is row 2.',
  ]);
  assert.deepEqual(notes([1, 2, 0, 0], 2, ["a", "b"]), [
    'Of 2 rows of "clips", 1 is all zeros and has no direction: row 2, "b".',
  ]);
  const counts = "nothing that is measured on them counts.";
  assert.deepEqual(notes([0, 0, 0], 1), [`All 3 rows of "clips" are all zeros: ${counts}`]);
  assert.deepEqual(notes([1, 2, 1, 2], 2), [`All 2 rows of "clips" are the same: ${counts}`]);
  assert.deepEqual(notes([0, 0], 2), [
    'Of 1 rows of "clips", 1 is all zeros and has no direction: row 1.',
  ]);
});

Deno.test("a column that is the same in all rows, zeros in rows and a single row need no note", () => {
  assert.deepEqual(notes([1, 7, 2, 7, 0, 7], 2), []);
  assert.deepEqual(notes([1, 7], 2), []);
});

Deno.test("what is counted of parts adds up to what is counted of all rows", () => {
  for (const values of [[1, 0, 0, 2], [0, 0, 0, 0], [3, 3, 3, 3], [3, 3, 3, 0], [0, 3, 3, 3]]) {
    for (let cut = 0; cut <= values.length; cut++) {
      const sum = new RowTally();
      for (const part of [values.slice(0, cut), values.slice(cut)]) {
        const tally = new RowTally();
        if (part.length > 0) tally.add(matrixOf(1, Float32Array.from(part)));
        sum.addCounts(JSON.parse(JSON.stringify(tally.counts)));
      }
      const all = new RowTally();
      all.add(matrixOf(1, Float32Array.from(values)));
      assert.deepEqual(sum.counts, all.counts);
      assert.deepEqual(sum.notes("clips"), notes(values, 1));
    }
  }
});

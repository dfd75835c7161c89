import assert from "node:assert/strict";
import { doAll } from "../../src/basics/do_all.ts";

/** Pieces of work that wait one turn each, and note when they begin and end. */
function noted(numbers: readonly number[], failing: readonly number[] = []) {
  const notes: string[] = [];
  const pieces = numbers.map((number) => async () => {
    notes.push(`begin ${number}`);
    await new Promise((resolve) => setTimeout(resolve));
    notes.push(`end ${number}`);
    if (failing.includes(number)) throw new Error(`${number} failed`);
    return number;
  });
  return { notes, pieces };
}

Deno.test("pieces in turn do not overlap, and none begins after an error", async () => {
  const { notes, pieces } = noted([1, 2]);
  assert.deepEqual(await doAll<number[]>("in turn", pieces), [1, 2]);
  assert.deepEqual(notes, ["begin 1", "end 1", "begin 2", "end 2"]);
  const failed = noted([1, 2], [1]);
  await assert.rejects(doAll("in turn", failed.pieces), /^Error: 1 failed/);
  assert.deepEqual(failed.notes, ["begin 1", "end 1"]);
});

Deno.test("an error of pieces at once is thrown when all have ended", async () => {
  const { notes, pieces } = noted([1, 2, 3], [1, 2]);
  await assert.rejects(doAll("at once", pieces), /^Error: 1 failed/);
  assert.deepEqual(notes, ["begin 1", "begin 2", "begin 3", "end 1", "end 2", "end 3"]);
});

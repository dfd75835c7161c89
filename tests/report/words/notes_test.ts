import assert from "node:assert/strict";
import { mergedNotes } from "../../../src/report/words/notes.ts";

Deno.test("what is said of several class folds stands once, with the least and the most number", () => {
  const small = (fold: string, pairs: string) =>
    `Class fold ${fold}: The clean pool has ${pairs} pairs, fewer than a batch of 128.`;
  assert.deepEqual(
    mergedNotes([small("1", "1,020"), "All 3 are studio recordings.", small("2, 4", "97")], 6),
    [
      "In 3 of 6 class folds: The clean pool has 97 to 1,020 pairs, fewer than a batch of 128.",
      "All 3 are studio recordings.",
    ],
  );
});

Deno.test("notes of one class fold, of all of them and of other things stay as they are", () => {
  const notes = ["Class fold 2: A pool is empty.", "A is 1.", "A is 2.", "A is 1."];
  assert.deepEqual(mergedNotes(notes, 6), ["Class fold 2: A pool is empty.", "A is 1.", "A is 2."]);
});

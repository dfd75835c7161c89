import assert from "node:assert/strict";
import { notesText, prospectsText } from "../../cli/prospects_text.ts";

Deno.test("a caution stands among the prospects, not among the notes, which are counted", () => {
  const caution = "The clean pool has 2 topics and 2 pairs, below 20 topics.";
  const prospects = [{ about: "clean pool", isEnough: false, sentence: caution }] as const;
  assert.match(prospectsText({ prospects }), /\n {2}- The clean pool has 2 topics/);
  const notes = [caution, "first", "second", "third"];
  assert.deepEqual(notesText(notes, { prospects }), ["first", "second", "third"]);
  const some = notesText(notes, { prospects }, 2, "audit.md");
  assert.deepEqual(some, ["first", "second", "1 more note in audit.md."]);
});

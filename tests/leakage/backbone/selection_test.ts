import assert from "node:assert/strict";
import { findSelection } from "../../../src/leakage/backbone/selection.ts";

const ITEMS = [
  { id: "a.wav", label: "dog", source: "1" },
  { id: "b.wav", label: "dog", source: "1" },
  { id: "c.wav", label: "cat", source: "2" },
  { id: "d.wav", label: "cat" },
];

Deno.test("SELECTION: choices on evaluation items are found, with counts and the first of them", () => {
  const [finding, ...rest] = findSelection([
    { what: "checkpoint", chosenOn: ["x.wav", "a.wav", "c.wav", "c.wav"] },
    { what: "temperature", chosenOn: ["x.wav"] },
    { what: "nothing", chosenOn: [] },
  ], ITEMS);
  assert.deepEqual(rest, []);
  assert.deepEqual(finding, {
    rule: "SELECTION",
    flagged: true,
    item: "checkpoint",
    evidence: "2 of the 3 items that it was chosen on are of the evaluation: a.wav, c.wav",
    evaluationItem: "a.wav",
    confidence: 1,
  });
});

Deno.test("SELECTION: a shared source counts, and long lists are cut", () => {
  const [prompt] = findSelection([{ what: "prompt", chosenOn: ["1", "2", "d.wav"] }], ITEMS);
  assert.equal(
    prompt?.evidence,
    "3 of the 3 items that it was chosen on are of the evaluation: a.wav, b.wav, c.wav, …",
  );
});

Deno.test("SELECTION: an item without a source shares none", () => {
  assert.deepEqual(findSelection([{ what: "prompt", chosenOn: ["undefined", ""] }], ITEMS), []);
});

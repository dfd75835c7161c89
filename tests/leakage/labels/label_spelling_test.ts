import assert from "node:assert/strict";
import type { LabelSet } from "../../../src/leakage/labels/label_set.ts";
import { selectLabels } from "../../../src/leakage/labels/label_spelling.ts";

const set: LabelSet = {
  name: "home",
  labels: [
    { label: "Sound" },
    {
      label: "Dishes, pots, and pans",
      senses: ["dish.n.01"],
      above: ["Sound"],
      perhapsAbove: ["Zipper (clothing)"],
    },
    { label: "Zipper (clothing)", words: "zipper", above: ["Sound"] },
    { label: "zipper clothing" },
  ],
};

/** Returns the selected entries. */
function entriesOf(...labels: string[]) {
  const selection = selectLabels(set, labels);
  assert("set" in selection);
  assert.equal(selection.set.name, "home");
  return selection.set.labels;
}

Deno.test("labels as the set spells them have its entries, in their own order", () => {
  const [, dishes, zipper] = set.labels;
  assert.deepEqual(entriesOf("Zipper (clothing)", "Dishes, pots, and pans"), [zipper, dishes]);
});

Deno.test("case, separators, brackets and the word 'and' make no other label", () => {
  assert.deepEqual(entriesOf("Dishes_and_pots_and_pans", "SOUND"), [
    {
      label: "Dishes_and_pots_and_pans",
      words: "Dishes, pots, and pans",
      senses: ["dish.n.01"],
      above: ["SOUND"],
      perhapsAbove: ["Zipper (clothing)"],
    },
    { label: "SOUND", words: "Sound" },
  ]);
});

Deno.test("a label that the set has verbatim is that one", () => {
  assert.deepEqual(entriesOf("zipper clothing"), [{ label: "zipper clothing" }]);
});

Deno.test("a label that the set lacks is named", () => {
  assert.deepEqual(selectLabels(set, ["Sound", "Sounds"]), { missing: "Sounds" });
});

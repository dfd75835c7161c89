import assert from "node:assert/strict";
import { type Side, trainingPairs } from "../../../src/audit/inputs/sides.ts";
import { DatasetFolder } from "../../../src/datasets/folder.ts";

function side(columns: Readonly<Record<string, string>>): Side {
  const item = { id: "a", row: 1, line: 2, columns };
  const folder = new DatasetFolder(".", false);
  return {
    manifest: "a.csv",
    sounds: { folder, where: "beside" },
    all: [item],
    ids: ["a"],
    kept: [item],
    isMissing: (cell) => cell === "",
    labelColumn: "label",
    sourceColumn: "s",
  };
}

Deno.test("a list of captions gives a training pair each, of one sound", () => {
  const listed = side({ text: '["A dog barks", "", "rain"]', label: "dog" });
  const expected = [
    { id: "a#1", sound: "a", label: "dog", text: "A dog barks" },
    { id: "a#3", sound: "a", label: "dog", text: "rain" },
  ];
  assert.deepEqual(trainingPairs(listed, { textColumn: "text" }), expected);
  const pairs = trainingPairs(listed, { text: "the sound of {text}" });
  assert.deepEqual(pairs.map(({ text }) => text), [
    "the sound of A dog barks",
    "the sound of rain",
  ]);
});

Deno.test("two lists in one template, and lists without a text, are refused", () => {
  const two = side({ text: '["a"]', more: '["b"]', label: "dog" });
  assert.throws(() => trainingPairs(two, { text: "{text} {more}" }), {
    message: '"a.csv" row 1 has lists in "text" and "more"; expected one list in ' +
      '"training.text", which is "{text} {more}"',
  });
  assert.throws(() => trainingPairs(side({ text: "[]" }), { textColumn: "text" }), {
    message: '"a.csv" row 1 has an empty text',
  });
});

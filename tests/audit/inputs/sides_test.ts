import assert from "node:assert/strict";
import type { Side } from "../../../src/audit/inputs/sides.ts";
import { trainingPairs } from "../../../src/audit/inputs/training_pairs.ts";
import { DatasetFolder } from "../../../src/datasets/folder.ts";

function side(...rows: readonly Readonly<Record<string, string>>[]): Side {
  const items = rows.map((columns, i) => ({ id: "abc"[i]!, row: i + 1, line: i + 2, columns }));
  const folder = new DatasetFolder(".", false);
  return {
    manifest: "a.csv",
    prefix: "",
    sounds: { folder, where: "beside" },
    all: items,
    ids: items.map(({ id }) => id),
    kept: items,
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
    message: '"a.csv" row 1 has an empty text, and so has every other',
  });
});

Deno.test("numbered captions come before a label that no key names, and have none", () => {
  const macs = side({ caption_1: "People talk", caption_2: "", caption_3: "a bus", label: "park" });
  assert.deepEqual(trainingPairs(macs, {}), [
    { id: "a#1", sound: "a", text: "People talk" },
    { id: "a#3", sound: "a", text: "a bus" },
  ]);
  assert.deepEqual(trainingPairs(macs, { labelColumn: "label" }), [
    { id: "a", label: "park", text: "park" },
  ]);
  const plain = side({ caption: "People talk", label: "park" });
  assert.deepEqual(trainingPairs(plain, {}).map(({ text }) => text), ["park"]);
  assert.deepEqual(trainingPairs(side({ caption: "People talk" }), {}), [
    { id: "a", text: "People talk" },
  ]);
});

Deno.test("a named column or template never gives a placeholder as a text, and says what it passes", () => {
  const rows = side({ words: "NaN", place: "n/a" }, { words: "rain", place: "None" }, {
    words: " ",
    place: "",
  });
  for (
    const [keys, text] of [
      [{ textColumn: "words" }, "rain"],
      [{ text: "the sound of {words}" }, "the sound of rain"],
      [{ text: "{words} in {place}" }, "rain in"],
    ] as const
  ) {
    const notes: string[] = [];
    const pairs = trainingPairs(rows, keys, (note) => notes.push(note));
    assert.deepEqual(pairs.map(({ id, text }) => [id, text.trim()]), [["b", text]]);
    assert.match(notes[0]!, /^"a\.csv" has 2 row\(s\) without a text, the first row 1;/);
    assert.match(notes[1]!, /^"a\.csv" has \d placeholder\(s\) such as "nan" in place of a text/);
  }
});

Deno.test("a training text of several labels names them all, without the marks of a list", () => {
  const listed = side({ label: '["Bark","Dog",null]' }, { label: '["Rain"]' }, { label: "Hen" });
  const texts = (keys: { text?: string }) => trainingPairs(listed, keys).map(({ text }) => text);
  assert.deepEqual(texts({}), ["Bark, Dog", "Rain", "Hen"]);
  assert.deepEqual(texts({ text: "the sound of {label}" })[0], "the sound of Bark, Dog");
  const labels = trainingPairs(listed, {}).map(({ label }) => label);
  assert.deepEqual(labels, ["Bark, Dog", "Rain", "Hen"]);
});

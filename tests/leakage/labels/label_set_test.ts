import assert from "node:assert/strict";
import { InputError } from "../../../src/basics/errors.ts";
import {
  formatLabelSet,
  type LabelSet,
  wordsOfLabel,
} from "../../../src/leakage/labels/label_set.ts";
import { parseLabelSet } from "../../../src/leakage/labels/parse_label_set.ts";

function parse(entry: unknown): LabelSet {
  const set = { schema: "earnest/labels/1", name: "set", labels: [entry] };
  return parseLabelSet(JSON.stringify(set), "set.json");
}

const FAULTS: [what: string, entry: unknown, expected: RegExp][] = [
  ["an unknown key", { label: "dog", synonym: [] }, /unknown key "synonym".*"synonyms"/],
  ["no label", { words: "dog" }, /"labels\[0\]\.label" is nothing; expected a text/],
  ["a label without a word", { label: "_-_" }, /"labels\[0\]\.label" is "_-_"; expected at least/],
  ["words without a word", { label: "dog", words: " " }, /"labels\[0\]\.words" is " "/],
  [
    "a sense by another name",
    { label: "dog", senses: ["dog"] },
    /"labels\[0\]\.senses\[0\]" is "dog"; expected a WordNet sense such as dog\.n\.01/,
  ],
  ["one part", { label: "dog", parts: [{ words: "dog" }] }, /expected at least two parts/],
  [
    "an unknown key in a part",
    { label: "dog bark", parts: [{ words: "dog", sense: [] }, { words: "bark" }] },
    /unknown key "sense" in "labels\[0\]\.parts\[0\]"; did you mean "senses"/,
  ],
  ["a phrase of 501 characters", { label: "dog", not: ["a".repeat(501)] }, /expected at most 500/],
  ["a phrase that is a number", { label: "dog", broader: [3] }, /is 3; expected a text/],
];

for (const [what, entry, expected] of FAULTS) {
  Deno.test(`a label set with ${what} is an error`, () => {
    assert.throws(() => parse(entry), (thrown) => {
      assert(thrown instanceof InputError);
      assert.match(thrown.message, /^Cannot use "set\.json": /);
      assert.match(thrown.message, expected);
      return true;
    });
  });
}

Deno.test("a label set with a label twice is an error", () => {
  const labels = [{ label: "dog" }, { label: "cat" }, { label: "dog" }];
  const text = JSON.stringify({ schema: "earnest/labels/1", name: "set", labels });
  assert.throws(() => parseLabelSet(text, "set.json"), {
    message: 'Cannot use "set.json": "labels[2]" is "dog", as "labels[0]" is; ' +
      "expected each label once",
  });
});

Deno.test("a label set of another version is an error", () => {
  const text = '{"schema": "earnest/labels/2", "name": "set", "labels": [{"label": "dog"}]}';
  assert.throws(() => parseLabelSet(text, "set.json"), {
    message: 'Cannot use "set.json": "schema" is "earnest/labels/2"; expected "earnest/labels/1"',
  });
});

Deno.test("a label set without labels is an error", () => {
  const text = '{"schema": "earnest/labels/1", "name": "set", "labels": []}';
  assert.throws(() => parseLabelSet(text, "set.json"), /expected at least one label/);
});

Deno.test("forms and unless keep every word, and refuse a key without one", () => {
  const text =
    '{"label": "proto", "forms": {"__proto__": ["protos"]}, "unless": {"__proto__": ["type"]}}';
  const [{ forms = {}, unless = {} } = {}] = parse(JSON.parse(text)).labels;
  assert.deepEqual([forms, unless].map(Object.entries), [
    [["__proto__", ["protos"]]],
    [["__proto__", ["type"]]],
  ]);
  assert.throws(
    () => parse({ label: "dog", forms: { "--": ["dogs"] } }),
    /at least one letter or digit/,
  );
});

Deno.test("labels are one however their accents are encoded", () => {
  const entry = { label: "Cafe\u0301", above: ["Salo\u0302n"] };
  assert.deepEqual(parse(entry).labels, [{ label: "Café", above: ["Salôn"] }]);
  const labels = [{ label: "Café" }, entry];
  const text = JSON.stringify({ schema: "earnest/labels/1", name: "set", labels });
  assert.throws(() => parseLabelSet(text, "set.json"), /"labels\[1\]" is "Café".*each label once/);
});

Deno.test("a label set with all fields is read as it was written", () => {
  const set = parse({
    label: "door_wood_knock",
    words: "wood door knock",
    senses: ["knock.n.01"],
    parts: [{ words: "door", narrower: ["gate"] }, { words: "knock", exclude: ["pink.v.02"] }],
    forms: { wood: ["wooden"] },
    synonyms: ["rap"],
    narrower: ["rat-a-tat"],
    broader: ["noise"],
    above: ["Door"],
    exclude: ["roast"],
    not: ["knock down"],
  });
  const about = {
    dataset: "Doors",
    source: "https://doors.example",
    license: "CC BY 4.0",
    nonCommercial: "no",
    read: "2026-11-29",
  } as const;
  const told = { name: set.name, about, labels: set.labels };
  assert.deepEqual(parseLabelSet(formatLabelSet(set), "again.json"), set);
  assert.deepEqual(parseLabelSet(formatLabelSet(told), "again.json"), told);
  const wrong = formatLabelSet({ ...told, about: { ...about, read: "yesterday" } });
  assert.throws(() => parseLabelSet(wrong, "set.json"), /"about.read".*expected a day such as/);
});

Deno.test("marks of what is unchecked are kept, and are true or false", () => {
  const set = { name: "pets", checked: false, labels: [{ label: "crow", checked: false }] };
  assert.deepEqual(parseLabelSet(formatLabelSet(set), "pets.json"), set);
  const text = formatLabelSet(set).replace(
    '"crow",\n      "checked": false',
    '"crow",\n      "checked": 0',
  );
  assert.throws(() => parseLabelSet(text, "pets.json"), /"labels\[0\]\.checked".*true or false/);
});

Deno.test("the words of a label are those of its entry", () => {
  assert.equal(wordsOfLabel({ label: "door_wood_knock" }), "door wood knock");
  assert.equal(wordsOfLabel({ label: "/m/0bt9lr", words: "dog" }), "dog");
});

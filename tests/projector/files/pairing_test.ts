import assert from "node:assert/strict";
import type { UnreadableItem } from "../../../src/embeddings/embedding_set.ts";
import { joinPool } from "../../../src/projector/files/pairing.ts";

type Columns = Record<string, string>;

/** A named set whose rows are their numbers, or the given vectors. */
function set(
  name: string,
  items: Readonly<Record<string, Columns>>,
  unreadable: readonly UnreadableItem[] = [],
  values?: Float32Array,
) {
  const ids = Object.keys(items);
  return {
    name,
    set: {
      rows: ids.length,
      columns: 1,
      values: values ?? Float32Array.from(ids, (_, row) => row),
      items: ids.map((id) => ({ id, columns: items[id]! })),
      unreadable,
      identity: {},
      fingerprint: "",
    },
  };
}

const pool = (training: string[], validation: string[] = []) => ({ training, validation });

Deno.test("pairs are joined by their ids, captions of a clip by the clip's, and each text has one row", () => {
  const audio = set("audio", { "x.wav": { label: "dog" }, "y.wav": { label: "hen" } });
  const caption = (of: string, text: string) => ({ text, caption_of: of });
  const text = set("text", {
    "x.wav#1": caption("x.wav", "a dog"),
    "x.wav#2": caption("x.wav", "barking"),
    "y.wav#1": caption("y.wav", "a hen"),
    "y.wav#2": caption("y.wav", "a dog"),
  });
  const rows = joinPool(pool(["y.wav#2", "x.wav#2"], ["y.wav#1"]), audio, text);
  assert.deepEqual([...rows.training.audioRows], [1, 0]);
  assert.deepEqual([...rows.training.textRows], [0, 1], "the first row with that text");
  assert.deepEqual([...rows.classes], [0, 1]);
  assert.deepEqual([...rows.validation.audioRows, ...rows.validation.textRows], [1, 2]);
  assert.equal(rows.textsFrom, "text");
});

Deno.test("a shuffled pool takes the texts of other pairs, from either set", () => {
  const audio = set("audio", { a: { text: "one" }, b: { text: "two" }, c: { text: "three" } });
  const shuffled = {
    ...pool(["a", "b", "c"]),
    textOf: new Map([["a", "b"], ["b", "c"], ["c", "a"]]),
  };
  const byId = joinPool(shuffled, audio, set("text", { a: {}, b: {}, c: {} }));
  assert.deepEqual([...byId.training.textRows], [1, 2, 0]);
  const byText = joinPool(
    shuffled,
    audio,
    set("text", {
      1: { text: "three" },
      2: { text: "two" },
      3: { text: "one" },
    }),
  );
  assert.deepEqual([...byText.training.textRows], [1, 0, 2]);
  assert.deepEqual([...byText.classes], [1, 0, 2], "without labels the texts are the classes");
});

Deno.test("if a set does not give its texts, rows of the same bits are one text", () => {
  const audio = set("audio", { a: {}, b: {}, c: {} });
  const text = set("text", { a: {}, b: {}, c: {} }, [], Float32Array.of(7, 1, 7));
  assert.deepEqual([...joinPool(pool(["a", "b", "c"]), audio, text).training.textRows], [0, 1, 0]);
});

Deno.test("pairs that could not be read are left out, missing ones are refused", () => {
  const broken = [{ id: "c", row: 3, reason: "it is empty" }];
  const audio = set("audio", { a: {}, b: {} }, broken);
  const text = set("text", { a: {}, b: {}, c: {}, d: {}, e: {}, f: {} });
  const rows = joinPool(pool(["a", "b", "c"]), audio, text);
  assert.deepEqual(rows.leftOut, ["c"]);
  assert.deepEqual([...rows.training.audioRows], [0, 1]);
  const refuses = (training: string[], message: string) =>
    assert.throws(() => joinPool(pool(training), audio, text), { name: "InputError", message });
  refuses(["a", "d"], '1 pair of the pool has no row in "audio": "d"');
  refuses(["d", "e", "f", "x", "a"], '4 pairs have no row in "audio": "d", "e", "f", …');
  refuses(
    ["a", "c"],
    "The pool has 1 pair; expected at least 2 distinct texts to train on",
  );
  refuses([], "The pool has no pairs; expected at least 2 distinct texts to train on");
});

Deno.test("texts from the audio set need its column, and rows for all", () => {
  const audio = set("audio", { a: { category: "sea_waves" }, b: { category: "rain" } });
  const text = set("text", { 1: { text: "sea waves" }, 2: { text: "rain" } });
  assert.throws(() => joinPool(pool(["a", "b"]), audio, text), {
    message: 'The text set has no row with the id of any pair, and "audio" has no column ' +
      '"text", "caption" or "label" with their texts; name one with --text-column',
  });
  const { training } = joinPool(pool(["a", "b"]), audio, text, { text: "category" });
  assert.deepEqual([...training.textRows], [0, 1]);
  const fewer = set("text", { 1: { text: "rain" } });
  assert.throws(() => joinPool(pool(["a", "b"]), audio, fewer, { text: "category" }), {
    message: '1 pair of the pool has no row in "text": "a"',
  });
});

Deno.test("texts match however they are written, as audits read them", () => {
  const audio = set("audio", { a: { label: "sea_waves " }, b: { label: " rain" } });
  const text = set("text", { 1: { text: " rain_" }, 2: { text: "sea waves" } });
  const { training } = joinPool(pool(["a", "b"]), audio, text);
  assert.deepEqual([...training.textRows], [1, 0]);
});

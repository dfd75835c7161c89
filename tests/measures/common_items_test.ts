import assert from "node:assert/strict";
import type { EmbeddingSet } from "../../src/embeddings/embedding_set.ts";
import { commonClasses, commonItems } from "../../src/measures/common_items.ts";

type Row = readonly [id: string, x: number, columns?: Record<string, string>];

/** A set of rows (x, 1), and its name. */
function named(name: string, ...rows: Row[]): { name: string; set: EmbeddingSet } {
  const items = rows.map(([id, , columns = {}]) => ({ id, columns }));
  const values = Float32Array.from(rows.flatMap(([, x]) => [x, 1]));
  const common = { columns: 2, unreadable: [], identity: {}, fingerprint: "" };
  return { name, set: { ...common, rows: rows.length, items, values } };
}

/** The slopes of rows: x over 1, at any length. */
function slopes(rows: Float32Array): number[] {
  return Array.from(
    { length: rows.length / 2 },
    (_, i) => Number((rows[2 * i]! / rows[2 * i + 1]!).toFixed(5)),
  );
}

Deno.test("classes are matched by label and text, in one order, each by the mean of its unit vectors", () => {
  const sounds = named(
    "sounds",
    ["1", 3, { label: "sea_waves" }],
    ["2", 5, { label: "cow" }],
    ["3", 4, { label: "dog" }],
    ["4", -3, { label: "sea_waves" }],
    ["5", 9, { label: "hen" }],
  );
  const texts = named(
    "texts",
    ["1", 1, { text: "dog" }],
    ["2", 2, { text: "sea waves" }],
    ["3", 6, { text: "cow" }],
  );
  const { names, first, second, notes } = commonClasses(sounds, texts, "label");
  assert.deepEqual(names, ["cow", "dog", "sea waves"]);
  assert.deepEqual(slopes(first.values), [5, 4, 0]);
  assert.deepEqual(slopes(second.values), [6, 1, 2]);
  assert.deepEqual(notes, ["1 of 4 classes are in one set only, and left out."]);
});

Deno.test("items of one text count as one, and so do the captions of an item", () => {
  const sounds = named("sounds", ["a", 3], ["b", -3], ["c", 4], ["d", 5], ["e", 6]);
  const texts = named(
    "texts",
    ["d", 8, { text: "rain" }],
    ["c#1", 7, { text: "a cow", caption_of: "c" }],
    ["c#2", -7, { text: "moo", caption_of: "c" }],
    ["a", 2, { text: "A dog " }],
    ["b", 2, { text: "a dog" }],
  );
  const { names, first, second, notes } = commonItems(sounds, texts);
  assert.deepEqual(names, ["a", "c", "d"]);
  assert.deepEqual(slopes(first.values), [0, 4, 5]);
  assert.deepEqual(slopes(second.values), [2, 0, 8]);
  assert.deepEqual(notes, [
    "1 items are in one set only, and left out.",
    "4 items have 3 distinct texts; items of one text are one.",
  ]);
});

Deno.test("sets with too little in common are refused", () => {
  const [one, other] = [named("one", ["a", 1], ["b", 2], ["c", 3]), named("other", ["a", 1])];
  const message = '"one" and "other" have 1 items in common; expected at least 3';
  assert.throws(() => commonItems(one, other), { message });
  assert.throws(() => commonClasses(one, other, "label"), { message: /1 classes in common/ });
  const said = (set: string) =>
    named(set, ...["a", "b", "c"].map((id): Row => [id, 1, { text: "rain" }]));
  assert.throws(() => commonItems(said("one"), said("other")), { message: /1 distinct texts/ });
});

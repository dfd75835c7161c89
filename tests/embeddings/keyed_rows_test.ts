import assert from "node:assert/strict";
import { readEmbeddingArray } from "../../src/embeddings/arrays.ts";
import { valuesOfItems } from "../../src/embeddings/ready_made.ts";
import { writeNpy } from "../../src/formats/npy.ts";

// Six rows from the last clip to the first.
const folder = new URL("../fixtures/arrays/", import.meta.url);
const clips = Array.from({ length: 6 }, (_, i) => ({
  id: `clip${i}.wav`,
  columns: { file_name: `clip${i}.wav`, label: ["dog", "cat"][i % 2]! },
}));
const inOrder = Float32Array.from(clips.flatMap((_, i) => [0, 1, 2].map((j) => i + j / 3)));

async function join(name: string, items: typeof clips = clips): Promise<Float32Array> {
  const bytes = Deno.readFileSync(new URL(name.replace(/#.*/, ""), folder));
  return valuesOfItems(await readEmbeddingArray(bytes, name), items, name, "items.csv");
}

async function joinText(name: string, text: string, items: typeof clips = clips.slice(0, 2)) {
  const array = await readEmbeddingArray(new TextEncoder().encode(text), name);
  return [...valuesOfItems(array, items, name, "items.csv")];
}

Deno.test("rows that carry names of files are joined by them, whatever holds them", async () => {
  for (
    const name of [
      "file_names.parquet",
      "wide_paths.parquet",
      "index_of_names.parquet",
      "paths_of_sounds.parquet",
      "ids.npz",
      "filenames.npz",
      "big_endian_names.npz",
      "rows_of_clips.npz",
    ]
  ) assert.deepEqual(await join(name), inOrder, name);
});

Deno.test("numbers are ids where they are those of the items", async () => {
  const numbered = clips.map((clip, i) => ({ ...clip, id: `${i + 1}` }));
  for (const name of ["numbers.npz#train", "ids.safetensors"]) {
    assert.deepEqual(await join(name, numbered), inOrder, name);
    await assert.rejects(join(name), {
      name: "InputError",
      message: /row 1 has the (train_)?ids "6", which matches no item of "items.csv"; item 1 is/,
    });
  }
  // Ids of train are none of test.
  const backwards = clips.flatMap((_, i) => [...inOrder.subarray(15 - 3 * i, 18 - 3 * i)]);
  assert.deepEqual([...await join("numbers.npz#test")], backwards);
});

Deno.test("keys that cannot be read, or do not say enough, are refused by name", async () => {
  const cases: [string, RegExp][] = [
    ["objects.npz", /array "ids" holds Python objects, which are not run; .*dtype=str\)$/],
    ["too_few.npz", /array "ids" has 4 values, "embeddings" 6 rows; expected a value for each/],
    ["index_backwards.parquet", /row 1 has the index "5", which matches no item of "items.csv"/],
    ["index_of_numbers.parquet", /row 1 has the number "7", which matches no item of "items.csv"/],
    ["notes.parquet", /has its rows in another order than "items.csv", as row 1 of the part shows/],
  ];
  for (const [name, message] of cases) {
    await assert.rejects(join(name), { name: "InputError", message }, name);
  }
});

Deno.test("lines of text are joined by any usual name, with folders or without endings", async () => {
  const line = (key: string, value: string, e: number) =>
    JSON.stringify({ [key]: value, e: [e] }) + "\n";
  for (const key of ["id", "file_name", "filename", "File Path", "audio_filepath", "name"]) {
    for (
      const [b, a] of [["clip1.wav", "clip0.wav"], ["clip1", "x/clip0"], [
        "./clip1.wav",
        "clip0.npy",
      ]]
    ) {
      const text = line(key, b!, 1) + line(key, a!, 0);
      assert.deepEqual(await joinText("a.jsonl", text), [0, 1], key);
      const csv = `"${key}",x0,x1\n"${b}",1,2\n"${a}",0,3\n`;
      assert.deepEqual(await joinText("a.csv", csv), [0, 3, 1, 2], key);
    }
  }
  // An id that the manifest does not know, beside a name that it does.
  const both = '{"id":"b7","file":"clip1.wav","e":[1]}\n{"id":"a3","file":"clip0.wav","e":[0]}\n';
  assert.deepEqual(await joinText("a.jsonl", both), [0, 1]);
});

Deno.test("an index that counts says no more than the order, unless it is the items' ids", async () => {
  assert.deepEqual(await joinText("a.csv", ",0,1\n0,1,2\n1,3,4\n"), [1, 2, 3, 4]);
  assert.deepEqual(await joinText("a.csv", ",0,1\n17,1,2\n40,3,4\n"), [1, 2, 3, 4]);
  await assert.rejects(joinText("a.csv", ",0,1\n1,1,2\n0,3,4\n"), {
    message: '"a.csv" row 1 has the index "1", which matches no item of "items.csv"; item 1 is ' +
      '"clip0.wav"',
  });
  const numbered = ["1", "0"].map((id) => ({ ...clips[0]!, id }));
  assert.deepEqual(await joinText("a.csv", ",0,1\n0,1,2\n1,3,4\n", numbered), [3, 4, 1, 2]);
  // Items without ids and files are known by the numbers of their rows.
  const counted = ["1", "2"].map((id) => ({
    ...clips[0]!,
    id,
    columns: { file_name: "", label: "" },
  }));
  assert.deepEqual(await joinText("a.csv", ",0,1\n0,1,2\n1,3,4\n", counted), [1, 2, 3, 4]);
});

Deno.test("texts of the items join rows where they differ, and show another order where not", async () => {
  const labeled = clips.slice(0, 2);
  assert.deepEqual(
    await joinText("a.jsonl", '{"label":"cat","e":[1]}\n{"label":"dog","e":[0]}\n', labeled),
    [0, 1],
  );
  const lines = ["cat", "dog", "dog", "cat"].map((label) => `{"label":"${label}","e":[1]}\n`);
  await assert.rejects(joinText("a.jsonl", lines.join(""), clips.slice(0, 4)), {
    message: /in another order than "items.csv", as row 1 of the label shows; give the rows the/,
  });
  const others = ["dog", "cat", "dog", "rain"].map((label) => `{"label":"${label}","e":[1]}\n`);
  assert.deepEqual(await joinText("a.jsonl", others.join(""), clips.slice(0, 4)), [1, 1, 1, 1]);
});

Deno.test("keys that match two items, or one twice, or contradict each other, are refused", async () => {
  const items = ["a/x.wav", "b/x.wav", "a/y.wav"].map((id) => ({
    ...clips[0]!,
    id,
    columns: { file_name: id, label: "" },
  }));
  const lines = (...ids: string[]) => ids.map((id) => `{"file":"${id}","e":[1]}\n`).join("");
  const cases: [string, RegExp][] = [
    [
      lines("x.wav", "a/x.wav", "y.wav"),
      /row 1 has the file "x.wav", which matches two items of "items.csv": "a\/x.wav" and "b\/x.wav"$/,
    ],
    [
      lines("b/x", "b/x.wav", "y"),
      /rows 1 and 2 both match item "b\/x.wav" of "items.csv", by the file "b\/x" and the file "b\/x.wav"$/,
    ],
    // Another folder is another sound.
    [
      lines("b/x", "a/x", "b/y.wav"),
      /row 3 has the file "b\/y.wav", which matches no item of "items.csv"; item 3 is "a\/y.wav"$/,
    ],
    [
      '{"id":"a/x","file":"a/x","e":[1]}\n{"id":"b/x","file":"y","e":[1]}\n{"id":"y","file":"b/x","e":[1]}\n',
      /has other items of "items.csv" in the file than in the id$/,
    ],
  ];
  for (const [text, message] of cases) {
    await assert.rejects(joinText("a.jsonl", text, items), { name: "InputError", message });
  }
});

Deno.test("captions of one sound may name it in the items' own order, and in no other", async () => {
  const columns = { file_name: "a.wav", label: "", caption_of: "a.wav" };
  const items = [
    { id: "a.wav", columns },
    { id: "a.wav#row2", columns },
    { id: "b.wav", columns: { ...columns, file_name: "b.wav", caption_of: "b.wav" } },
  ];
  const lines = (...ids: string[]) =>
    ids.map((id, i) => `{"file":"${id}","e":[${i + 1}]}\n`).join("");
  assert.deepEqual(await joinText("a.jsonl", lines("a", "a", "b"), items), [1, 2, 3]);
  await assert.rejects(joinText("a.jsonl", lines("a.wav", "b.wav", "a.wav"), items), {
    message:
      /rows 1 and 3 have the same file "a.wav"; expected a row for each item of "items.csv"$/,
  });
});

Deno.test("an array alone keeps the items' order", async () => {
  const array = await readEmbeddingArray(writeNpy([2, 1], Float32Array.of(5, 6)), "a.npy");
  assert.equal(valuesOfItems(array, clips.slice(0, 2), "a.npy", "items.csv"), array.values);
});

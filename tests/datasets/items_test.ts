import assert from "node:assert/strict";
import { type ItemOptions, readItems } from "../../src/datasets/items.ts";

async function items(text: string, options?: ItemOptions, suffix = ".csv") {
  const path = await Deno.makeTempFile({ suffix });
  try {
    await Deno.writeTextFile(path, text);
    return await readItems(path, options);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("ids come from the id column, else the file name, else the row number", async () => {
  const ids = async (text: string, options?: ItemOptions) =>
    (await items(text, options)).map(({ id }) => id);
  assert.deepEqual(await ids("id,file_name\nx,a.wav\ny,b.wav\n"), ["x", "y"]);
  assert.deepEqual(await ids("file_name\na.wav\nb.wav\n"), ["a.wav", "b.wav"]);
  assert.deepEqual(await ids("clip\na.wav\nb.wav\n", { fileColumn: "clip" }), ["a.wav", "b.wav"]);
  assert.deepEqual(await ids("id,key\nx,k\ny,l\n", { idColumn: "key" }), ["k", "l"]);
  assert.deepEqual(await ids("label\ndog\ndog\n"), ["1", "2"]);
});

Deno.test("JSON Lines give the same items as CSV", async () => {
  const csv = await items("id,fold,note\na,1,\nb,2,x\n");
  const lines = '{"id": "a", "fold": 1, "note": null}\n{"id": "b", "fold": 2, "note": "x"}\n';
  const jsonl = await items(lines, {}, ".jsonl");
  const contents = (list: typeof csv) => list.map(({ id, row, columns }) => ({ id, row, columns }));
  assert.deepEqual(contents(jsonl), contents(csv));
});

Deno.test("bad manifests are refused with the row", async () => {
  const cases: [string, ItemOptions, RegExp][] = [
    ["id\na\nb\na\n", {}, /rows 1 and 3 have the same id "a"/],
    ['id,x\na,1\n"",2\n', {}, /row 2 has an empty id/],
    ["id,b\na,1\n", { required: ["label"] }, /row 1 has no column "label"; it has "id", "b"/],
    ["id\na\n", { idColumn: "key" }, /row 1 has no column "key"/],
    ["id\n", {}, /has no items/],
  ];
  for (const [text, options, message] of cases) {
    await assert.rejects(items(text, options), { name: "InputError", message });
  }
  const partial = '{"id": "a", "label": "dog"}\n{"id": "b"}\n';
  await assert.rejects(items(partial, { required: ["label"] }, ".jsonl"), {
    message: /row 2 has no/,
  });
  await assert.rejects(items("x", {}, ".parquet"), { message: /ends in \.csv or \.jsonl/ });
  await assert.rejects(readItems("nowhere.csv"), { message: '"nowhere.csv" does not exist' });
  await assert.rejects(readItems("tests"), { name: "InputError", message: /is a folder/ });
});

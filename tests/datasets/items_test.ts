import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { type ItemOptions, parseItems, readItems } from "../../src/datasets/items.ts";

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
  await assert.rejects(items("x", {}, ".xls"), { message: /ends in \.csv/ });
  await assert.rejects(readItems("nowhere.csv"), { message: '"nowhere.csv" does not exist' });
  await assert.rejects(readItems("tests"), { name: "InputError", message: /is a folder/ });
});

Deno.test("a byte order mark, quotes in the header and CRLF change nothing", async () => {
  const plain = await items("file_name,label\na.wav,dog\n");
  const other = await items('\uFEFF"file_name","label"\r\n"a.wav",dog\r\n');
  assert.deepEqual(other, plain);
});

Deno.test("errors in a manifest say where to find them", async () => {
  const cases: [string, ItemOptions, RegExp][] = [
    ["id,label \na,1\n", { required: ["label"] }, /has "id", "label "; did you mean "label "\?$/],
    ["id,lable\na,1\n", { labelColumn: "label" }, /no column "label".*did you mean "lable"\?$/],
    ["id,x\na,1\n", { sourceColumn: "src" }, /row 1 has no column "src"; it has "id", "x"$/],
    ["id,x\na,1\n", { textColumn: "caption" }, /no column "caption"/],
    [
      "file_name;label\na.wav;dog\n",
      {},
      /"file_name;label" has semicolons between columns; expected commas/,
    ],
    ["file_name\tlabel\na.wav\tdog\n", {}, /"file_name\ufffdlabel" has tabs between columns/],
    ["file_name\na.wav\nb.wav\na.wav\n", {}, /rows 1 and 3 name the same file "a\.wav"/],
    ['file_name,x\na.wav,1\n"",2\n', {}, /row 2 has an empty file name/],
  ];
  for (const [text, options, message] of cases) {
    await assert.rejects(items(text, options), { name: "InputError", message });
  }
  const partial = '{"id": "a", "file_name": "a.wav"}\n{"file_name": "b.wav"}\n';
  const message = /row 2 has no column "id"/;
  await assert.rejects(items(partial, {}, ".jsonl"), { name: "InputError", message });
});

Deno.test("a message shortens a long list of columns", async () => {
  const header = Array.from({ length: 400 }, (_, i) => `column ${i}`).join(",");
  const row = ",".repeat(399);
  const message = /"column 11" and 388 more$/;
  await assert.rejects(items(`${header}\n${row}\n`, { required: ["?"] }), { message });
});

const READERS = [
  [".csv", '\uFEFFfile_name,label,caption_1\r\na.wav,dog,"a ""dog"", barking"\r\nb.wav,rain,\r\n'],
  [".jsonl", '{"file_name": "a.wav", "fold": 1}\n{"file_name": "b.wav", "tags": ["x"]}\n'],
] as const;

for (const [suffix, text] of READERS) {
  Deno.test(`changed bytes of a ${suffix} manifest give rows or an InputError`, async () => {
    const original = new TextEncoder().encode(text);
    const telling = new TextEncoder().encode('",;{}[]: \r\na1');
    const value = fc.oneof(fc.constantFrom(...telling), fc.nat(255));
    const changes = fc.array(fc.tuple(fc.nat(original.length - 1), value), { maxLength: 4 });
    const lengths = fc.oneof(fc.constant(original.length), fc.nat(original.length));
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(changes, lengths, async (changed, length) => {
        const bytes = original.slice(0, length);
        for (const [at, value] of changed) if (at < length) bytes[at] = value;
        try {
          const found = await parseItems(bytes, `x${suffix}`);
          assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
          rows += found.length;
        } catch (thrown) {
          assert.ok(thrown instanceof InputError, String(thrown));
        }
      }),
      { seed: 1, numRuns: 1000 },
    );
    assert.ok(rows > 100);
  });
}

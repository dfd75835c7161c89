// Tables as people have them: odd quotes, tabs, JSON of several forms, missing numbers, encodings before UTF-8.
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { join } from "node:path";
import { InputError } from "../../src/basics/errors.ts";
import { readItems } from "../../src/datasets/items.ts";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import type { ReadFile } from "../../src/datasets/stream_text.ts";
import { readJsonTable } from "../../src/formats/jsonl.ts";
import { openScan } from "../../src/leakage/corpus/open_scan.ts";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";

async function textsOf(
  path: string,
): Promise<{ streamed: string[]; held: string[]; notes: string[] }> {
  const notes: string[] = [];
  const read: ReadFile = { sha256: "", badLines: 0 };
  const pairs = (await Array.fromAsync(streamPairs(path, { modality: "text" }, read))).flat();
  const items = await readItems(path, { onNote: (note) => notes.push(note) });
  return {
    streamed: pairs.map(({ text }) => text),
    held: items.map(({ columns }) => columns["text"]!),
    notes,
  };
}

Deno.test("a stray quote in a table is read and noted", async () => {
  const path = sharedPath("cases/unbal.csv");
  if (path === undefined) return;
  const { streamed, held, notes } = await textsOf(path);
  assert.deepEqual(held, ['a 5" speaker hums', '"rain" falls']);
  assert.deepEqual(streamed, held);
  assert.match(notes.join(), /2 row\(s\) with a quote in a field without quotes, the first row 1/);
  const scan = await openScan(path, { labels: "esc50" }, false);
  await Array.fromAsync(scan.findings());
  assert.match(scan.summary().notes.join(), /2 row\(s\) with a quote/);
});

Deno.test("tables of JSON under .json: NeMo's lines, lists, and lists as data", async () => {
  const path = sharedPath("cases/nemo.json");
  if (path === undefined) return;
  const { streamed, held } = await textsOf(path);
  assert.equal(held.length, 4);
  assert.deepEqual(streamed, held);
  assert.equal((await readItems(path))[0]!.id, "w/0.wav");
  await inFolder(async (folder) => {
    const rows = [{ id: "1", text: "a", duration: 1 }, { id: "2", text: "b", duration: 2 }];
    const forms = {
      list: JSON.stringify(rows),
      indented: JSON.stringify(rows, undefined, 2),
      wavcaps: JSON.stringify({ num_captions_per_audio: 1, data: rows }),
      spread: JSON.stringify({ num_captions_per_audio: 1, data: rows }, undefined, 4),
    };
    for (const [name, text] of Object.entries(forms)) {
      const file = join(folder, `${name}.json`);
      await Deno.writeTextFile(file, text);
      assert.deepEqual((await textsOf(file)).held, ["a", "b"], name);
    }
    const bare = join(folder, "bare.json");
    await Deno.writeTextFile(bare, '["a", "b"]');
    await assert.rejects(readItems(bare), /it is no table of JSON; expected a list of objects/);
  });
});

Deno.test("NaN and Infinity in JSON Lines are missing values", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.jsonl");
    await Deno.writeTextFile(
      path,
      '{"id": 1, "x": NaN, "y": -Infinity, "text": "NaN is \\" NaN"}\n',
    );
    const { streamed, held } = await textsOf(path);
    assert.deepEqual([streamed, held], [['NaN is " NaN'], ['NaN is " NaN']]);
    assert.deepEqual((await readItems(path))[0]!.columns["x"], "");
  }));

Deno.test("lines of Windows-1252 are read and noted, streamed and held alike", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    const bytes = [..."id,text\n1,caf\u00e9\n2,caf\u00e9 \u0096 x\n"].map((one) =>
      one.charCodeAt(0)
    );
    await Deno.writeFile(path, Uint8Array.from(bytes));
    const { streamed, held, notes } = await textsOf(path);
    assert.deepEqual(held, ["café", "café – x"]);
    assert.deepEqual(streamed, held);
    assert.match(
      notes.join(),
      /not UTF-8 on 2 line\(s\), the first line 2; they are read as Windows-1252/,
    );
  }));

Deno.test("changed bytes of a JSON table give rows or an InputError", () => {
  const original = new TextEncoder().encode('{"data": [{"id": "a", "x": NaN}, {"id": "b"}]}\n');
  const value = fc.oneof(fc.constantFrom(...new TextEncoder().encode('"{}[],:\\\nN')), fc.nat(255));
  const changes = fc.array(fc.tuple(fc.nat(original.length - 1), value), { maxLength: 4 });
  fc.assert(
    fc.property(changes, (changed) => {
      const bytes = original.slice();
      for (const [at, byte] of changed) bytes[at] = byte;
      try {
        readJsonTable(bytes, "a.json");
      } catch (thrown) {
        assert.ok(thrown instanceof InputError, String(thrown));
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});

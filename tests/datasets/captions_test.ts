// Every caption of a table is read; empty cells and placeholders are passed over with a note.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../src/datasets/open.ts";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import type { ReadFile } from "../../src/datasets/stream_text.ts";
import { readingNotes } from "../../src/leakage/corpus/notes.ts";
import { makeTar } from "../formats/made_tar.ts";
import { inFolder } from "../temporary_folder.ts";

/** The texts by ids, and the notes, which are the same streamed and held. */
async function textsOf(folder: string, name: string, table: string | Uint8Array) {
  const path = join(folder, name);
  const bytes = typeof table === "string" ? new TextEncoder().encode(table) : table;
  await Deno.writeFile(path, bytes);
  const said: string[] = [];
  const { items } = await openDataset(path, {
    modality: "text",
    onNote: (note) => void said.push(note),
  });
  const read: ReadFile = { sha256: "", badLines: 0 };
  const pairs = (await Array.fromAsync(streamPairs(path, { modality: "text" }, read))).flat();
  const texts = items.map(({ id, text }) => [id, text]);
  assert.deepEqual(pairs.map(({ id, text }) => [id, text]), texts, name);
  assert.deepEqual(readingNotes(path, read).sort(), [...said].sort(), name);
  return { texts, notes: said.map((note) => note.replace(`"${path}"`, "It")) };
}

Deno.test("caption_0 is a caption", () =>
  inFolder(async (folder) => {
    const { texts, notes } = await textsOf(
      folder,
      "a.csv",
      "file_name,caption_0,caption_1\na.wav,dog,rain\n",
    );
    assert.deepEqual(texts, [["a.wav#0", "dog"], ["a.wav#1", "rain"]]);
    assert.deepEqual(notes, []);
  }));

Deno.test("placeholders are no captions, and are counted", () =>
  inFolder(async (folder) => {
    const table = "id,caption_1,caption_2\na,dog,nan\nb,None,rain\nc,nan,wind in the nan oven\n";
    const { texts, notes } = await textsOf(folder, "a.csv", table);
    assert.deepEqual(texts, [["a#1", "dog"], ["b#2", "rain"], ["c#2", "wind in the nan oven"]]);
    assert.deepEqual(notes, [
      'It has 3 placeholder(s) such as "nan" in place of a text, the first in row 1; they are passed over.',
    ]);
  }));

Deno.test("a JSON file of columns is read as rows; a line of them is refused", () =>
  inFolder(async (folder) => {
    const lists = { file_name: ["a.wav", "b.wav"], caption: ["dog", "cat"] };
    const byRow = { file_name: { 0: "a.wav", 1: "b.wav" }, caption: { 0: "dog", 1: "cat" } };
    for (const table of [lists, byRow]) {
      for (const indent of [undefined, 2]) {
        const { texts } = await textsOf(folder, "a.json", JSON.stringify(table, undefined, indent));
        assert.deepEqual(texts, [["a.wav", "dog"], ["b.wav", "cat"]]);
      }
    }
    const path = join(folder, "a.jsonl");
    await Deno.writeTextFile(path, JSON.stringify(lists));
    const message = /line 1 holds columns: a list of the same length under each key; expected an/;
    await assert.rejects(openDataset(path, { modality: "text" }), { name: "InputError", message });
    const read: ReadFile = { sha256: "", badLines: 0 };
    await assert.rejects(
      Array.fromAsync(streamPairs(path, { modality: "text" }, read)),
      { name: "InputError", message },
    );
    const { texts } = await textsOf(folder, "c.json", '{"id": "a", "captions": ["dog", "cat"]}');
    assert.deepEqual(texts, [["a#1", "dog"], ["a#2", "cat"]]);
  }));

Deno.test("whole numbers beyond 2^53 keep their digits", () =>
  inFolder(async (folder) => {
    const [one, other] = ["12345678901234567890", "12345678901234567891"];
    const lines = [one, other].map((id) =>
      `{"id": ${id}, "caption": "dog", "x": 0.1234567890123456789}`
    );
    for (
      const [name, table] of [["a.jsonl", lines.join("\n")], ["a.json", `[${lines}]`]] as const
    ) {
      const { texts } = await textsOf(folder, name, table);
      assert.deepEqual(texts, [[one, "dog"], [other, "dog"]]);
    }
  }));

Deno.test("lines that end in two carriage returns and a line feed are read", () =>
  inFolder(async (folder) => {
    const table = 'id,caption\r\r\na,dog\r\r\nb,"rain, then\r\r\nwind"\r\r\n';
    const { texts, notes } = await textsOf(folder, "a.csv", table);
    assert.deepEqual(texts, [["a", "dog"], ["b", "rain, then\r\nwind"]]);
    assert.equal(notes.length, 1);
    assert.match(notes[0]!, /^It: its lines end in two carriage returns and a line feed/);
    const plain = await textsOf(folder, "b.csv", table.replaceAll("\r\r\n", "\r\n"));
    assert.deepEqual(plain, { texts, notes: [] });
  }));

Deno.test("rows without a caption are passed over and counted", () =>
  inFolder(async (folder) => {
    const rows = [["a", "dog"], ["b", null], ["c", "rain"], ["d", ""]];
    const line = ([id, caption]: (string | null)[]) => JSON.stringify({ id, caption });
    const tables = {
      "a.csv": `id,caption\n${rows.map(([id, caption]) => `${id},${caption ?? ""}\n`).join("")}`,
      "a.jsonl": rows.map((row) => `${line(row)}\n`).join(""),
      "a.json": `[${rows.map(line)}]`,
    };
    for (const [name, table] of Object.entries(tables)) {
      const { texts, notes } = await textsOf(folder, name, table);
      assert.deepEqual(texts, [["a", "dog"], ["c", "rain"]]);
      assert.deepEqual(notes, [
        "It has 2 row(s) without a text, the first row 2; they are passed over.",
      ]);
    }
  }));

Deno.test("columns of texts that are passed over are named", () =>
  inFolder(async (folder) => {
    const rows = [
      { id: "a", text: "dog", captions: ["p", "q"] },
      { id: "b", caption_1: "t" },
    ];
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    const { texts, notes } = await textsOf(folder, "a.jsonl", lines);
    assert.deepEqual(texts, [["a", "dog"], ["b#1", "t"]]);
    assert.deepEqual(notes, [
      'It has texts in "text" and in "captions"; only those of "text" are read, unless ' +
      "--text-column names another.",
    ]);
  }));

Deno.test("all captions of an archive's .txt and .json are read, however many samples have", () =>
  inFolder(async (folder) => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const json = { text: "dog", captions: ["p", "q"] };
    const tar = makeTar([
      { name: "a.wav", bytes: bytes("x") },
      { name: "a.json", bytes: bytes(JSON.stringify(json)) },
      { name: "a.txt", bytes: bytes("rain\n") },
      { name: "b.wav", bytes: bytes("x") },
      { name: "b.json", bytes: bytes('{"caption": "wind"}') },
      { name: "b.txt", bytes: bytes("wind") },
    ]);
    const { texts, notes } = await textsOf(folder, "a.tar", tar);
    assert.deepEqual(notes, []);
    assert.deepEqual(texts, [
      ...["dog", "p", "q", "rain"].map((text, i) => [`a#${i + 1}`, text]),
      ["b", "wind"],
    ]);
  }));

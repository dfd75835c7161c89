import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { join } from "node:path";
import { openDataset } from "../../src/datasets/open.ts";
import type { PlacedPair } from "../../src/datasets/pair_reader.ts";
import { type PairOptions, streamPairs } from "../../src/datasets/stream_pairs.ts";
import { placeIn } from "../../src/datasets/place.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import type { ReadFile } from "../../src/datasets/stream_text.ts";
import { inFolder } from "../temporary_folder.ts";
import { computingClock } from "../computing_time.ts";

async function pairsOf(
  path: string,
  options: PairOptions = { modality: "text" },
): Promise<PlacedPair[]> {
  const pairs = [];
  const read = { sha256: "", badLines: 0 };
  for await (const batch of streamPairs(path, options, read)) pairs.push(...batch);
  return pairs;
}

Deno.test("streaming gives the same pairs as opening the data set, with the place of each unit", () =>
  inFolder(async (folder) => {
    const text = fc.string({ unit: fc.constantFrom("a", '"', "\n", "\r\n", ",", "é", "😀", "\\") })
      .filter((value) => value.trim() !== "");
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1 }), async (texts) => {
        const rows = texts.map((value, i) => ({ id: `r${i}`, text: value, label: "dog" }));
        const csv = writeCsv(["id", "text", "label"], rows);
        const jsonl = rows.map((row) => JSON.stringify(row)).join("\n");
        for (const [name, content] of [["a.csv", csv], ["a.jsonl", jsonl]] as const) {
          const path = join(folder, name);
          await Deno.writeTextFile(path, content);
          const pairs = await pairsOf(path);
          const { items } = await openDataset(path, { modality: "text" });
          assert.deepEqual(
            pairs.map(({ id, text, label }) => [id, text, label]),
            items.map(({ id, text, label }) => [id, text, label]),
          );
          const lines = content.split("\n");
          for (const { text, place } of pairs) {
            for (let at = 0; at < text.length; at++) {
              const { line, column } = placeIn(place!, text, at);
              if (/[^\n"\\\r]/.test(text[at]!)) {
                assert.equal(lines[line - 1]![column - 1], text[at]);
              }
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  }));

Deno.test("files of many blocks: records across their borders, ids of rows, duplicates named", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    const rows = Array.from({ length: 60_000 }, (_, i) => `x${i},"a ""dog""\nbarks ${i} ünd 😀"\n`);
    await Deno.writeTextFile(path, `id,caption\n${rows.join("")}`);
    const pairs = await pairsOf(path);
    assert.equal(pairs.length, 60_000);
    pairs.forEach(({ id, text, place }, i) => {
      assert.deepEqual([id, text], [`x${i}`, `a "dog"\nbarks ${i} ünd 😀`]);
      assert.equal(place!.line, 2 + 2 * i);
    });
    const named = rows.map((row) => `a.wav,${row}`).join("");
    await Deno.writeTextFile(path, `file_name,id,caption\n${named}b.wav,x7,again\n`);
    await assert.rejects(pairsOf(path), /rows 8 and 60001 have the same id "x7"/);
    await Deno.writeTextFile(path, `id,caption\n${rows.join("")}x7,again\n`);
    const { id, sound, text } = (await pairsOf(path)).at(-1)!;
    assert.deepEqual([id, sound, text], ["x7#row60001", "x7", "again"]);
  }));

Deno.test("rows without a text are skipped and counted", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    await Deno.writeTextFile(path, "id,text\na,x\nb,\nc,  \nd,y\n");
    const read: ReadFile = { sha256: "", badLines: 0 };
    const ids: string[] = [];
    for await (const batch of streamPairs(path, { modality: "text" }, read)) {
      ids.push(...batch.map(({ id }) => id));
    }
    assert.deepEqual([ids, read.emptyRows, read.firstEmptyRow], [["a", "d"], 2, 2]);
  }));

Deno.test("each caption of a row is a pair; the error names a bad row", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    const written = (content: string) => Deno.writeTextFile(path, content);
    await written("file_name,caption_1,caption_2\na.wav,a dog,\nb.wav,x,y\n");
    assert.deepEqual((await pairsOf(path)).map(({ id }) => id), ["a.wav#1", "b.wav#1", "b.wav#2"]);
    for (
      const [content, message] of [
        ["id,text\na,b,c\n", /row 1 \(line 2\) has 3 fields, the header has 2/],
        ['id,text\na,"b\n', /the quote on line 2 is never closed/],
        ["id,label\na,b\n", /no column of texts/],
        ["id,text\n", /has no items/],
        ["", /it is empty/],
        [`id,text\na,${"x".repeat(17 * 2 ** 20)}\n`, /line 2 has over 16 MiB/],
        [`id,text\na,"${"x\n".repeat(9 * 2 ** 20)}"\n`, /line 2 (has over 16 MiB|is never closed)/],
      ] as const
    ) {
      await written(content);
      await assert.rejects(pairsOf(path), message);
    }
  }));

Deno.test("JSON Lines: the rows of the first block determine the columns, later captions are kept", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.jsonl");
    const written = (...rows: Record<string, string>[]) =>
      Deno.writeTextFile(path, rows.map((row) => JSON.stringify(row)).join("\n"));
    const [one, two] = [{ id: "a", text: "a dog" }, { caption: "a hen" }];
    for (const rows of [[one, two], [two, one]]) {
      await written(...rows);
      const number = rows.indexOf(two) + 1;
      await assert.rejects(pairsOf(path), new RegExp(`row ${number} has no column "id"`));
      await assert.rejects(openDataset(path, { modality: "text" }), /no column "id"/);
    }
    const many = Array.from(
      { length: 40_000 },
      (_, i) => ({ id: `${i}`, caption_1: "a long rain" }),
    );
    await written(...many, { id: "x", caption_1: "rain", caption_2: "a dog" });
    assert.deepEqual((await pairsOf(path)).slice(-2).map(({ id }) => id), ["x#1", "x#2"]);
  }));

Deno.test("without texts a row is a pair; audio files, if requested, must be named and lie inside", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    const all = (options: PairOptions) => pairsOf(path, options);
    await Deno.writeTextFile(path, "id,file_name,source_id\na,b/c.wav,7\n");
    const file = join(folder, "b/c.wav");
    const place = { file: path, line: 2, column: 1 };
    for (const modality of ["audio", "neither"] as const) {
      assert.deepEqual(await all({ modality }), [{ id: "a", text: "", source: "7", file, place }]);
    }
    await assert.rejects(all({ modality: "both" }), /no column of texts/);
    for (const name of ["../c.wav", "/etc/c.wav"]) {
      await Deno.writeTextFile(path, `id,file_name\na,${name}\n`);
      await assert.rejects(all({ modality: "audio" }), /row 1 names a file outside its folder/);
      assert.equal((await all({ modality: "neither" })).length, 1);
      assert.equal((await all({ modality: "audio", allowOutside: true })).length, 1);
    }
    await Deno.writeTextFile(path, "id,file_name\na,\n");
    await assert.rejects(all({ modality: "audio" }), /row 1 names no file/);
    await Deno.writeTextFile(path, "id\na\n");
    await assert.rejects(all({ modality: "audio" }), /no column "file_name"/);
  }));

Deno.test("a row of a hundred thousand quoted fields is scanned only once", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    await Deno.writeTextFile(path, `id,text\n1,rain\n${'"a",'.repeat(600_000)}"b"\n`);
    const milliseconds = computingClock();
    await assert.rejects(pairsOf(path), /row 2 \(line 3\) has 600001 fields, the header has 2/);
    // Scanning from each quote back to the last line feed took minutes.
    assert(milliseconds() < 20_000);
  }));

Deno.test("a file without any text is refused", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    await Deno.writeTextFile(path, "id,text\n1,\n2, \n");
    await assert.rejects(pairsOf(path), /has no text in any of 2 rows/);
  }));

Deno.test("a file that is cut off or grows while it is read is refused", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i},a dog barks\n`).join("");
    for (const change of [() => Deno.truncate(path, 2 ** 21), () => append(path)]) {
      await Deno.writeTextFile(path, `id,text\n${rows}`);
      const batches = streamPairs(path, { modality: "text" }, { sha256: "", badLines: 0 });
      assert((await batches.next()).value!.length > 0);
      await change();
      await assert.rejects(Array.fromAsync(batches), { message: /changed while it was read/ });
    }
  }));

const append = (path: string) => Deno.writeTextFile(path, "z,it rains\n", { append: true });

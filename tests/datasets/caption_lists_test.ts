import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { join } from "node:path";
import { captionList } from "../../src/datasets/caption_lists.ts";
import { openDataset } from "../../src/datasets/open.ts";
import type { PlacedPair } from "../../src/datasets/pair_reader.ts";
import { placeIn } from "../../src/datasets/place.ts";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { openScan } from "../../src/leakage/corpus/open_scan.ts";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";

async function pairsOf(path: string): Promise<PlacedPair[]> {
  const read = { sha256: "", badLines: 0 };
  return (await Array.fromAsync(streamPairs(path, { modality: "text" }, read))).flat();
}

async function scanned(name: string, labels: string) {
  const path = sharedPath(`cases/${name}`);
  if (path === undefined) return undefined;
  const scan = await openScan(path, { labels }, false);
  const findings = (await Array.fromAsync(scan.findings())).flat();
  return { findings, summary: scan.summary() };
}

Deno.test("a list of captions in a row is scanned as that many captions", () =>
  inFolder(async (folder) => {
    const labels = join(folder, "labels.txt");
    await Deno.writeTextFile(labels, "dog\n");
    const found = await scanned("textlist.jsonl", labels);
    if (found === undefined) return;
    assert.equal(found.summary.pairs, 4);
    const flagged = found.findings.filter(({ flagged }) => flagged);
    assert.deepEqual([...new Set(flagged.map(({ item }) => item))], ["w/0.wav#1"]);
    assert.deepEqual([flagged[0]!.line, flagged[0]!.column], [1, 38]);
  }));

Deno.test("no rule reads across two captions of a list", async () => {
  const found = await scanned("cross.jsonl", "esc50");
  if (found === undefined) return;
  const named = found.findings.filter(({ flagged }) => flagged).map(({ label }) => label);
  assert.deepEqual(named.filter((label) => /crying_baby|door_wood_creaks/.test(label!)), []);
});

Deno.test("lists as JSON, Python and NumPy write them give their captions and places", () =>
  inFolder(async (folder) => {
    const unit = fc.constantFrom("a", '"', "'", ",", "é", "😀", "[", "]", " ");
    const text = fc.string({ unit }).filter((value) => value.trim() !== "");
    const python = (one: string) =>
      one.includes("'") && !one.includes('"') ? `"${one}"` : `'${one.replaceAll("'", "\\'")}'`;
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
        const lists = {
          json: JSON.stringify(texts),
          python: `[${texts.map(python).join(", ")}]`,
          numpy: `[${texts.map(python).join("\n ")}]`,
        };
        for (const list of Object.values(lists)) {
          const csv = writeCsv(["id", "text"], [{ id: "r", text: list }]);
          const jsonl = `${JSON.stringify({ id: "r", text: texts })}\n`;
          for (const [name, content] of [["a.csv", csv], ["a.jsonl", jsonl]] as const) {
            const path = join(folder, name);
            await Deno.writeTextFile(path, content);
            const pairs = await pairsOf(path);
            const { items } = await openDataset(path, { modality: "text" });
            const expected = texts.map((text, i) => [`r#${i + 1}`, text]);
            assert.deepEqual(pairs.map(({ id, text }) => [id, text]), expected);
            assert.deepEqual(items.map(({ id, text }) => [id, text]), expected);
            assert.ok(items.every(({ caption }) => caption?.of === "r"));
            const lines = content.split("\n");
            for (const { text, place } of pairs) {
              const { line, column } = placeIn(place!, text, 0);
              if (/[^"']/.test(text[0]!)) assert.equal(lines[line - 1]![column - 1], text[0]);
            }
          }
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  }));

Deno.test("what only looks like a list is one text, and records are refused by their row", () =>
  inFolder(async (folder) => {
    const texts = ["[music]", '["Hello" she says]', "[2]", "(a dog barks)", "['a' b]", '"a", "b"'];
    for (const text of texts) assert.equal(captionList(text), undefined, text);
    assert.deepEqual(captionList("[]"), []);
    for (const cell of ['[{"raw": "a dog"}]', "[['a'], ['b']]", '{"en": "a dog"}']) {
      const path = join(folder, "a.csv");
      await Deno.writeTextFile(path, writeCsv(["id", "text"], [{ id: "r", text: cell }]));
      const expected = /row 1 has records in "text"; expected a text or a list of texts/;
      await assert.rejects(pairsOf(path), expected);
      await assert.rejects(openDataset(path, { modality: "text" }), expected);
    }
  }));

Deno.test("changed signs of lists give texts or none, and never an exception", () => {
  const unit = fc.constantFrom(..."[](){}\"'\\,nNu0x1 \n");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (cell) => {
      for (const { text, start } of captionList(cell) ?? []) {
        assert.ok(start >= 0 && start <= cell.length && text.length <= cell.length);
      }
    }),
    { seed: 1, numRuns: 20_000 },
  );
});

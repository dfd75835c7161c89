// Rows that repeat a sound are captions of that one sound.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openBackbone } from "../../src/backbones/open.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import type { ReadFile } from "../../src/datasets/stream_text.ts";
import { embedDataset } from "../../src/embeddings/embed_dataset.ts";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { cutManifest } from "../../src/leakage/pools/pool_manifest.ts";
import { soundOf } from "../../src/leakage/pools/sounds.ts";
import { sine } from "../audio/sines.ts";
import { PLAIN, wav } from "../formats/wav_bytes.ts";
import { inFolder } from "../temporary_folder.ts";

const TABLES = {
  "files.csv": "file_name,caption\na.wav,a dog\nb.wav,rain\na.wav,barking\na.wav,it barks\n",
  "ids.csv": "id,caption\na.wav,a dog\nb.wav,rain\na.wav,barking\na.wav,it barks\n",
  "lists.jsonl": [
    { file_name: "a.wav", text: ["a dog"] },
    { file_name: "b.wav", text: "rain" },
    { file_name: "a.wav", text: ["barking", "it barks"] },
  ].map((row) => `${JSON.stringify(row)}\n`).join(""),
  "own.csv":
    "id,file_name,caption\n1,a.wav,a dog\n2,b.wav,rain\n3,a.wav,barking\n4,a.wav,it barks\n",
};

Deno.test("rows that repeat a sound are captions of it, streamed and opened alike", () =>
  inFolder(async (folder) => {
    for (const [name, table] of Object.entries(TABLES)) {
      const path = join(folder, name);
      await Deno.writeTextFile(path, table);
      const read: ReadFile = { sha256: "", badLines: 0 };
      const pairs = (await Array.fromAsync(streamPairs(path, { modality: "text" }, read))).flat();
      const { items } = await openDataset(path, { modality: "text" });
      const expected = items.map(({ id, text }) => [id, text]);
      assert.deepEqual(pairs.map(({ id, text }) => [id, text]), expected);
      assert.equal(new Set(pairs.map(({ id }) => id)).size, 4);
      const [dog, rain, ...others] = pairs.map(soundOf);
      assert.deepEqual(new Set(others), new Set([dog]), name);
      assert.notEqual(rain, dog);
      const first = items[0]!.caption?.of ?? items[0]!.id;
      assert.deepEqual(items.slice(2).map(({ caption }) => caption?.of), [first, first]);
      const repeated =
        { "files.csv": 2, "ids.csv": 2, "lists.jsonl": 1, "own.csv": undefined }[name];
      assert.equal(read.repeatedRows, repeated, name);
      assert.equal(read.firstRepeatedRow, repeated && 3);
    }
  }));

Deno.test("a sound of several rows is embedded once, and its texts name it", () =>
  inFolder(async (folder) => {
    const silence = Int16Array.from(
      sine(440, 16_000, 0.1).samples,
      (one) => Math.round(9000 * one),
    );
    for (const name of ["a.wav", "b.wav"]) {
      await Deno.writeFile(
        join(folder, name),
        wav({ ...PLAIN, sampleRateHz: 16_000 }, silence.buffer),
      );
    }
    for (const name of ["files.csv", "lists.jsonl", "own.csv"] as const) {
      const path = join(folder, name);
      await Deno.writeTextFile(path, TABLES[name]);
      const sets = [];
      for (const reference of ["log-mel-statistics", "character-ngrams"]) {
        const backbone = await openBackbone(reference);
        const dataset = await openDataset(path, { modality: backbone.modality });
        const out = join(folder, `${name}-${reference}`);
        const options = { mode: "create", inference: { name: "WebAssembly" } } as const;
        await embedDataset({ dataset, backbone }, out, options);
        sets.push(await readEmbeddingSet(out));
      }
      const [audio, text] = sets.map(({ items }) => items);
      assert.equal(audio!.length, 2, name);
      const ids = new Set(audio!.map(({ id }) => id));
      assert.equal(text!.length, 4);
      for (const { id, columns } of text!) assert.ok(ids.has(columns["caption_of"] ?? id), id);
    }
  }));

Deno.test("a pool of captions of one sound names them as the pools do", () =>
  inFolder(async (folder) => {
    for (const [name, table] of Object.entries(TABLES)) {
      const path = join(folder, name);
      await Deno.writeTextFile(path, table);
      const read = { sha256: "", badLines: 0 };
      const pairs = (await Array.fromAsync(streamPairs(path, { modality: "text" }, read))).flat();
      const cutter = await cutManifest(path, pairs, {});
      const kept = pairs.slice(2).map(({ id }) => id);
      const cut = join(folder, `cut.${cutter.extension}`);
      await Deno.writeTextFile(cut, cutter.cut(new Set(kept)));
      const { items } = await openDataset(cut, { modality: "text" });
      assert.deepEqual(
        items.map(({ id, text }) => [id, text]),
        pairs.slice(2).map(({ id, text }) => [id, text]),
      );
      assert.equal(new Set(items.map(({ caption }) => caption?.of)).size, 1);
    }
  }));

Deno.test("one id of two sounds or labels, and rows without texts that repeat a file, are refused", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    const refused: [string, RegExp][] = [
      ["id,file_name,text\n1,a.wav,x\n1,b.wav,y\n", /rows 1 and 2 have the same id "1"/],
      ["id,label,text\n1,dog,x\n1,cat,y\n", /rows 1 and 2 have the same id "1"/],
    ];
    for (const [table, message] of refused) {
      await Deno.writeTextFile(path, table);
      const read = { sha256: "", badLines: 0 };
      await assert.rejects(Array.fromAsync(streamPairs(path, { modality: "text" }, read)), message);
      await assert.rejects(openDataset(path, { modality: "text" }), message);
    }
    await Deno.writeTextFile(path, "file_name,label\na.wav,dog\na.wav,dog\n");
    await assert.rejects(openDataset(path, { modality: "audio" }), /name the same file "a\.wav"/);
  }));

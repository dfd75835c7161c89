// Sounds that are read although their files are unusual are listed in the set, whoever computed or copied it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openBackbone } from "../../src/backbones/open.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { embedDataset, type EmbedOptions } from "../../src/embeddings/embed_dataset.ts";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { writeEmbeddingSet } from "../../src/embeddings/whole_set.ts";
import { PLAIN, wav } from "../formats/wav_bytes.ts";
import { inFolder } from "../temporary_folder.ts";

const OPTIONS: EmbedOptions = { mode: "create", inference: { name: "WebAssembly" } };
const NOTES = [
  { id: "3.flac", row: 4, note: "its name says FLAC, but it holds WAV" },
  {
    id: "35.wav",
    row: 36,
    note: 'its "fmt " chunk says blocks of 7 bytes, which have 2; ' +
      'its "fmt " chunk says 56000 bytes a second, which are 16000',
  },
];

/** Writes 40 sounds, in two parts of a set; two of them are unusual and one is unreadable. */
async function writeSounds(folder: string): Promise<void> {
  const names: string[] = [];
  for (let i = 0; i < 40; i++) {
    const name = i === 3 ? "3.flac" : `${i}.wav`;
    const header = i === 35 ? { ...PLAIN, frameBytes: 7 } : PLAIN;
    const samples = Int16Array.from({ length: 800 }, (_, at) => 9000 * Math.sin(at * (1 + i / 99)));
    names.push(name);
    if (i === 5) await Deno.writeTextFile(join(folder, name), "no sound");
    else await Deno.writeFile(join(folder, name), wav(header, samples.buffer));
  }
  await Deno.writeTextFile(join(folder, "metadata.csv"), ["file_name", ...names, ""].join("\n"));
}

async function embed(folder: string, out: string, changes: Partial<EmbedOptions> = {}) {
  const backbone = await openBackbone("log-mel-statistics");
  const dataset = await openDataset(folder, { modality: "audio" });
  return await embedDataset({ dataset, backbone }, out, { ...OPTIONS, ...changes });
}

Deno.test("unusual sounds have rows and notes, in the summary, in set.json and in copies", () =>
  inFolder(async (folder) => {
    const sounds = join(folder, "sounds"), out = join(folder, "out");
    await Deno.mkdir(sounds);
    await writeSounds(sounds);
    const partial = await embed(sounds, out, { shard: { index: 1, count: 2 } });
    assert.equal(partial.complete, false);
    assert.ok(partial.unusual!.length === 1);
    const summary = await embed(sounds, out, { shard: { index: 0, count: 2 } });
    assert.deepEqual([summary.complete, summary.rows], [true, 39]);
    assert.deepEqual(summary.unusual, NOTES);
    assert.equal(summary.unreadable.length, 1);
    const set = await readEmbeddingSet(out);
    assert.deepEqual(set.unusual, NOTES);
    const copy = await writeEmbeddingSet(join(folder, "copy"), set, { mode: "create" });
    assert.deepEqual(copy.unusual, NOTES);
    const file = JSON.parse(await Deno.readTextFile(join(out, "set.json")));
    assert.deepEqual(file.unusual, NOTES);
  }));

Deno.test("strict stops at an unusual sound, also in a set that is finished", () =>
  inFolder(async (folder) => {
    const sounds = join(folder, "sounds"), out = join(folder, "out");
    await Deno.mkdir(sounds);
    await writeSounds(sounds);
    await Deno.writeFile(join(sounds, "5.wav"), wav(PLAIN, new Uint8Array(1600)));
    const refusal = {
      name: "InputError",
      message: 'Item "3.flac" (row 4) is unusual: its name says FLAC, but it holds WAV',
    };
    await assert.rejects(embed(sounds, out, { strict: true }), refusal);
    assert.equal((await embed(sounds, out)).rows, 40);
    await assert.rejects(embed(sounds, out, { mode: "resume", strict: true }), refusal);
  }));

Deno.test("a set of usual sounds says nothing of unusual ones", () =>
  inFolder(async (folder) => {
    const sounds = join(folder, "sounds"), out = join(folder, "out");
    await Deno.mkdir(sounds);
    await Deno.writeFile(join(sounds, "a.wav"), wav(PLAIN, new Uint8Array(1600)));
    await Deno.writeTextFile(join(sounds, "metadata.csv"), "file_name\na.wav\n");
    assert.equal("unusual" in await embed(sounds, out, { strict: true }), false);
    assert.equal("unusual" in JSON.parse(await Deno.readTextFile(join(out, "set.json"))), false);
  }));

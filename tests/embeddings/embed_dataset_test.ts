// Embeds data sets by backbones: unreadable items are listed, and the result does not depend on which process
// computed it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openBackbone } from "../../src/backbones/open.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { embedDataset, type EmbedOptions } from "../../src/embeddings/embed_dataset.ts";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { sine } from "../audio/sines.ts";
import { PLAIN, wav } from "../formats/wav_bytes.ts";
import { inFolder } from "../temporary_folder.ts";

const OPTIONS: EmbedOptions = {
  mode: "create",
  inference: { name: "WebAssembly" },
};

/** The pitch of the tone with a number. */
const hertzOf = (i: number) => 200 + 10 * i;

/** A tenth of a second as a WAV file of 16 bits. */
function tone(i: number): Uint8Array {
  const sampleRateHz = i % 2 === 0 ? 44_100 : 16_000;
  const { samples } = sine(hertzOf(i), sampleRateHz, 0.1);
  const integers = Int16Array.from(samples, (sample) => Math.round(16_384 * sample));
  return wav({ ...PLAIN, sampleRateHz }, integers.buffer);
}

/** Writes a folder of sounds: 70 tones, some of whose files are faulty. */
async function writeSounds(folder: string): Promise<void> {
  const rows: string[] = [];
  for (let i = 0; i < 70; i++) {
    rows.push(`${i}.wav,${i % 2 ? "odd" : "even"}`);
    if (i === 7) continue;
    if (i === 40) await Deno.writeTextFile(join(folder, "40.wav"), "no sound");
    else await Deno.writeFile(join(folder, `${i}.wav`), tone(i));
  }
  await Deno.writeTextFile(
    join(folder, "metadata.csv"),
    ["file_name,label", ...rows, ""].join("\r\n"),
  );
}

async function embedSounds(folder: string, out: string, changes: Partial<EmbedOptions> = {}) {
  const backbone = await openBackbone("log-mel-statistics");
  const dataset = await openDataset(folder, { modality: "audio" });
  return await embedDataset({ dataset, backbone }, out, { ...OPTIONS, ...changes });
}

Deno.test("sounds are embedded; those that cannot be read are listed with their reason", () =>
  inFolder(async (folder) => {
    const sounds = join(folder, "sounds");
    await Deno.mkdir(sounds);
    await writeSounds(sounds);
    const out = join(folder, "out");
    const reports: number[] = [];
    const summary = await embedSounds(sounds, out, {
      onProgress: ({ done }) => reports.push(done),
    });
    assert.deepEqual([summary.complete, summary.rows, summary.dim], [true, 68, 128]);
    assert.equal(reports.at(-1), 70);
    const set = await readEmbeddingSet(out);
    assert.deepEqual(set.unreadable.map(({ id, row }) => [id, row]), [["7.wav", 8], [
      "40.wav",
      41,
    ]]);
    assert.match(set.unreadable[0]!.reason, /7\.wav" does not exist/);
    assert.match(set.unreadable[1]!.reason, /40\.wav": it is text; expected WAV/);
    assert.deepEqual(set.items[7]!.columns, { id: "8.wav", file_name: "8.wav", label: "even" });
    const backbone = await openBackbone("log-mel-statistics");
    assert.equal(backbone.modality, "audio");
    const samples = sine(hertzOf(9), 16_000, 0.1).samples.map((sample) =>
      Math.round(16_384 * sample) / 32_768
    );
    const expected = await backbone.embed(samples);
    assert.equal(set.items[8]!.id, "9.wav");
    assert.deepEqual(set.values.subarray(8 * 128, 9 * 128), expected);
  }));

Deno.test("strict stops at the first sound that cannot be read, and the set continues without strict", () =>
  inFolder(async (folder) => {
    const sounds = join(folder, "sounds");
    await Deno.mkdir(sounds);
    await writeSounds(sounds);
    const out = join(folder, "out");
    await assert.rejects(embedSounds(sounds, out, { strict: true }), {
      name: "InputError",
      message: /^Item "7\.wav" \(row 8\) cannot be embedded: .*does not exist$/,
    });
    assert.equal((await embedSounds(sounds, out, { mode: "resume" })).rows, 68);
    await assert.rejects(embedSounds(sounds, out, { mode: "resume", strict: true }), {
      message: /^Item "7\.wav" \(row 8\) cannot be embedded: /,
    });
  }));

Deno.test("a set is not replaced by one without readable items", () =>
  inFolder(async (folder) => {
    const sounds = join(folder, "sounds");
    await Deno.mkdir(sounds);
    await writeSounds(sounds);
    const out = join(folder, "out");
    await embedSounds(sounds, out);
    await Deno.writeTextFile(join(sounds, "metadata.csv"), "file_name\nnowhere.wav\n");
    await assert.rejects(embedSounds(sounds, out, { mode: "force" }), {
      message: /^None of 1 items/,
    });
    assert.equal((await readEmbeddingSet(out)).rows, 68);
  }));

Deno.test("a clip that the backbone refuses is listed; when it refuses all, that is an error", () =>
  inFolder(async (folder) => {
    const card = {
      schema: "earnest/backbone/1",
      name: "frame",
      modality: "audio",
      dimensions: 64,
      sampleRateHz: 16_000,
      frontEnd: { preset: "log-mel-statistics" },
      stages: [],
      license: "MIT",
      batch: 3,
      ledger: { trainingData: [], trainingLabels: "none", source: "made here" },
    };
    const path = join(folder, "card.json");
    await Deno.writeTextFile(path, JSON.stringify(card));
    const backbone = await openBackbone(path);
    for (let i = 0; i < 20; i++) {
      // All clips have one frame, except one that has many.
      const samples = new Int16Array(i === 4 ? 9000 : 512).fill(i);
      const bytes = wav({ ...PLAIN, sampleRateHz: 16_000 }, samples.buffer);
      await Deno.writeFile(join(folder, `${i}.wav`), bytes);
    }
    const embedRows = async (numbers: number[], out: string) => {
      const rows = numbers.map((i) => `${i}.wav`);
      await Deno.writeTextFile(join(folder, "items.csv"), ["file_name", ...rows, ""].join("\n"));
      const dataset = await openDataset(join(folder, "items.csv"), { modality: "audio" });
      return await embedDataset({ dataset, backbone }, join(folder, out), OPTIONS);
    };
    const { rows, unreadable } = await embedRows([...Array(20).keys()], "set");
    assert.equal(rows, 19);
    assert.deepEqual(unreadable.map(({ id }) => id), ["4.wav"]);
    assert.match(
      unreadable[0]!.reason,
      /"frame" gives 54 rows of 64 numbers for a clip; expected a "pooling"/,
    );
    await assert.rejects(embedRows([4], "other"), {
      message: /^None of 1 items could be embedded/,
    });
  }));

Deno.test("two shards write the bytes of one process, and another manifest or backbone is refused", () =>
  inFolder(async (folder) => {
    const sounds = join(folder, "sounds");
    await Deno.mkdir(sounds);
    await writeSounds(sounds);
    await embedSounds(sounds, join(folder, "whole"));
    const shared = join(folder, "shared");
    const first = await embedSounds(sounds, shared, { shard: { index: 0, count: 2 } });
    assert.deepEqual([first.complete, first.missingParts], [false, [1]]);
    await embedSounds(sounds, shared, { shard: { index: 1, count: 2 } });
    for (const name of ["embeddings.npy", "items.jsonl", "set.json"]) {
      const [one, other] = ["whole", "shared"].map((set) =>
        Deno.readFileSync(join(folder, set, name))
      );
      assert.deepEqual(one, other, name);
    }
    await Deno.writeTextFile(join(sounds, "metadata.csv"), "file_name\n1.wav\n");
    await assert.rejects(embedSounds(sounds, shared, { mode: "resume" }), {
      message: /was begun with/,
    });
  }));

Deno.test("a data set without readable items is an error", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "metadata.csv"), "file_name\nnowhere.wav\n");
    await assert.rejects(embedSounds(folder, join(folder, "out")), {
      name: "InputError",
      message: /^None of 1 items could be embedded; the first: .*nowhere\.wav" does not exist$/,
    });
  }));

Deno.test("without a shard, a set that ends incomplete is an error", () =>
  inFolder(async (folder) => {
    await writeSounds(folder);
    const out = join(folder, "out");
    const ended = embedSounds(folder, out, {
      onProgress: ({ done }) => {
        if (done === 70) Deno.removeSync(join(out, "shard-000000.npy"));
      },
    });
    await assert.rejects(ended, {
      name: "SurroundingsError",
      message: `"${out}" is not complete: 1 part was damaged or removed while it was written; ` +
        "use --resume to continue",
    });
    assert.ok((await embedSounds(folder, out, { mode: "resume" })).complete);
  }));

Deno.test("texts are embedded, each caption by itself; those without a known word are listed", () =>
  inFolder(async (folder) => {
    const manifest = join(folder, "captions.csv");
    await Deno.writeTextFile(
      manifest,
      "file_name,caption_1,caption_2\na.wav,A dog barks,rain falls\nb.wav,qwrtzp,a cat meows\n",
    );
    const backbone = await openBackbone("glove-100d");
    const dataset = await openDataset(manifest, { modality: "text" });
    const out = join(folder, "out");
    await embedDataset({ dataset, backbone }, out, OPTIONS);
    const set = await readEmbeddingSet(out);
    assert.deepEqual(set.items.map(({ id }) => id), ["a.wav#1", "a.wav#2", "b.wav#2"]);
    assert.equal(set.items[2]!.columns["text"], "a cat meows");
    assert.equal(set.items[2]!.columns["caption_of"], "b.wav");
    assert.match(set.unreadable[0]!.reason, /"qwrtzp" has no word that glove-100d knows/);
    assert.equal(backbone.modality, "text");
    const { vectors } = await backbone.embed(["A dog barks", "rain falls", "a cat meows"]);
    assert.deepEqual(set.values, vectors);
  }));

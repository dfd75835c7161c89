// Items that exceed the time limit are tried again by --resume; what is finished besides is kept.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openBackbone } from "../../src/backbones/open.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { embedDataset, type EmbedOptions } from "../../src/embeddings/embed_dataset.ts";
import { readSetFile } from "../../src/embeddings/set_file.ts";
import { chunk, formatBytes, PLAIN, riff, wav } from "../formats/wav_bytes.ts";
import { inFolder } from "../temporary_folder.ts";

const ITEMS = 70;
const LATE = "50.wav";

/** Embeds the sounds of a folder; returns the number of items that were read. */
async function embed(folder: string, changes: Partial<EmbedOptions>): Promise<number> {
  const backbone = await openBackbone("log-mel-statistics");
  const dataset = await openDataset(join(folder, "items.csv"), { modality: "audio" });
  let read = 0;
  await embedDataset({ dataset, backbone }, join(folder, "set"), {
    mode: "create",
    inference: { name: "WebAssembly" },
    onProgress: ({ total }) => read = total,
    ...changes,
  });
  return read;
}

const clip = (i: number) => wav(PLAIN, Int16Array.from({ length: 800 }, (_, t) => t * i).buffer);

/** Half an hour of silence, whose decoding and resampling take more than three seconds. */
async function writeEndless(path: string): Promise<void> {
  const header = chunk("fmt", formatBytes({ ...PLAIN, sampleRateHz: 44_100 }));
  await Deno.writeFile(path, riff([header, chunk("data", new Uint8Array(), 180e6)]));
  await Deno.truncate(path, 44 + 180e6);
}

async function inSounds(work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const names = Array.from({ length: ITEMS }, (_, i) => `${i}.wav`);
    for (const [i, name] of names.entries()) await Deno.writeFile(join(folder, name), clip(i));
    await Deno.writeFile(join(folder, "3.wav"), new Uint8Array(9));
    await writeEndless(join(folder, LATE));
    await Deno.writeTextFile(join(folder, "items.csv"), `file_name\n${names.join("\n")}\n`);
    await work(folder);
  });
}

async function unreadable(folder: string) {
  const set = await readSetFile(join(folder, "set"));
  assert.ok(set.complete);
  return set.unreadable.map(({ id, timedOut = false }) => [id, timedOut]);
}

const REFUSED = ["3.wav", false];

/** Stands for a machine that is less busy: the item is ready in time. */
const hurry = (folder: string) => Deno.writeFile(join(folder, LATE), clip(50));

Deno.test("a finished set tries the item again, with the items of its part, and no other", () =>
  inSounds(async (folder) => {
    assert.equal(await embed(folder, { itemTimeoutSeconds: 1 }), ITEMS);
    assert.deepEqual(await unreadable(folder), [REFUSED, [LATE, true]]);
    await hurry(folder);
    for (const mode of ["resume", "renew"] as const) {
      const read = await embed(folder, { mode });
      assert.equal(read, mode === "resume" ? 32 : 0, "once it is read, nothing is left to do");
      assert.deepEqual(await unreadable(folder), [REFUSED]);
    }
    const files = ["embeddings.npy", "items.jsonl", "set.json"];
    const bytes = () => files.map((name) => Deno.readTextFileSync(join(folder, "set", name)));
    const resumed = bytes();
    await embed(folder, { mode: "force" });
    assert.deepEqual(resumed, bytes(), "as if it had been read at first");
    assert.deepEqual([...Deno.readDirSync(join(folder, "set"))].length, files.length);
  }));

Deno.test("an unfinished set tries it again, too", () =>
  inSounds(async (folder) => {
    const shard = { index: 1, count: 3 };
    assert.equal(await embed(folder, { shard, itemTimeoutSeconds: 1 }), 32);
    await hurry(folder);
    assert.equal(await embed(folder, { mode: "resume" }), ITEMS);
    assert.deepEqual(await unreadable(folder), [REFUSED]);
  }));

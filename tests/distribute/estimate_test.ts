// Estimates are compared with what the commands then do.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openBackbone } from "../../src/backbones/open.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { estimateOf } from "../../src/distribute/estimate.ts";
import { estimateEmbed } from "../../src/distribute/estimate_embed.ts";
import { estimateScan } from "../../src/distribute/estimate_scan.ts";
import { estimateSearch } from "../../src/distribute/estimate_search.ts";
import { embedDataset } from "../../src/embeddings/embed_dataset.ts";
import { ITEMS_FILE, VALUES_FILE } from "../../src/embeddings/set_file.ts";
import { FINDINGS_FILE } from "../../src/leakage/folder/kinds.ts";
import { scanIntoFolder } from "../../src/leakage/folder/scan_into_folder.ts";
import { tone } from "../end_to_end/made_backbone.ts";
import { namesIn } from "../end_to_end/cli.ts";
import { inFolder } from "../temporary_folder.ts";

function within(value: number, expected: number, share: number): void {
  assert.ok(Math.abs(value / expected - 1) <= share, `${value}, expected about ${expected}`);
}

const sizeOf = (...path: string[]) => Deno.statSync(join(...path)).size;

Deno.test("the size of an embedding set is estimated, and shards have whole parts", () =>
  inFolder(async (folder) => {
    const random = new RandomStream(5, "tones");
    const rows = Array.from({ length: 100 }, (_, i) => `${i}.wav,${i % 9 ? "dog" : "rain"}\n`);
    for (const [i] of rows.entries()) {
      await Deno.writeFile(join(folder, `${i}.wav`), tone(200 + 10 * i, random));
    }
    const manifest = join(folder, "clips.csv");
    await Deno.writeTextFile(manifest, `file_name,label\n${rows.join("")}`);
    const dataset = await openDataset(manifest, { modality: "audio" });
    const backbone = await openBackbone("log-mel-statistics", {});
    const inference = { name: "CPU" };
    const before = namesIn(folder);
    const estimate = await estimateEmbed(dataset, backbone, {
      inference,
      shards: 2,
      beganMs: performance.now(),
    });
    assert.deepEqual(namesIn(folder), before);
    assert.deepEqual([estimate.unit, estimate.whole.amount, estimate.shards], ["items", 100, 2]);
    // Parts of 32 items: two and two, the last has four.
    assert.equal(estimate.shard.amount, 64);
    assert.ok(estimate.sample.amount >= 32 && estimate.sample.seconds > 0, "32 items are timed");
    assert.equal(estimate.deviceHours, estimate.whole.seconds / 3600);
    const bytes = rows.reduce((sum, _, i) => sum + sizeOf(folder, `${i}.wav`), 0);
    assert.equal(estimate.whole.bytesRead, bytes + 2 * sizeOf(manifest));
    const set = join(folder, "set");
    await embedDataset({ dataset, backbone }, set, { mode: "create", inference });
    await backbone.close();
    // As parts, then as one file.
    const written = 2 * (sizeOf(set, VALUES_FILE) + sizeOf(set, ITEMS_FILE));
    within(estimate.whole.bytesWritten, written, 0.02);
  }));

Deno.test("as many shards are said to cost little as can have work", () => {
  const shardsOf = (seconds: number, startSeconds: number, mostShards: number) =>
    estimateOf({
      command: "embed",
      unit: "items",
      device: "a card",
      sample: { amount: 10, seconds, startSeconds },
      amount: 1000,
      largest: 100,
      shards: 7,
      mostShards,
      bytesOfEach: 0,
      bytesRead: 0,
      bytesWritten: 0,
    }).thriftyShards;
  // One process takes 1,002 s, and 15 more starts of 2 s are 3 % of that.
  assert.equal(shardsOf(10, 2, 100), 16);
  assert.equal(shardsOf(10, 2, 5), 5);
  assert.equal(shardsOf(0.2, 2, 100), 1);
  assert.equal(shardsOf(10, 0, 32), 32);
});

/** Writes captions; some of them leak. */
async function writeCaptions(path: string, count: number): Promise<void> {
  const random = new RandomStream(6, "captions");
  const words = "dog rain wind door train people somebody walks falls quietly behind near".split(
    " ",
  );
  const captions = Array.from({ length: count }, (_, id) => {
    const caption = Array.from({ length: 8 }, () => words[random.below(words.length)]);
    return `${id},${caption.join(" ")}\n`;
  });
  await Deno.writeTextFile(path, `id,text\n${captions.join("")}`);
}

Deno.test("the size of the findings of a scan is estimated from its first captions", () =>
  inFolder(async (folder) => {
    const captions = join(folder, "captions.csv");
    await writeCaptions(captions, 60_000);
    const labels = join(folder, "labels.txt");
    await Deno.writeTextFile(labels, "dog\nrain\n");
    const asked = { labels, rules: ["TEXT-EXACT" as const] };
    const how = { ...asked, command: "scan", shards: 3, beganMs: performance.now() } as const;
    const estimate = await estimateScan(captions, { ...how, sampleSeconds: 0.001 });
    assert.equal(estimate.unit, "bytes");
    assert.ok(estimate.sample.amount < sizeOf(captions) / 2, `${estimate.sample.amount}`);
    assert.deepEqual([estimate.whole.amount, estimate.whole.bytesRead], [
      sizeOf(captions),
      sizeOf(captions),
    ]);
    assert.equal(estimate.shard.amount, Math.ceil(sizeOf(captions) / 3));
    assert.deepEqual(namesIn(folder), ["captions.csv", "labels.txt"]);
    const out = join(folder, "leaks");
    const { pairs } = await scanIntoFolder(captions, out, asked);
    within(estimate.whole.bytesWritten, sizeOf(out, FINDINGS_FILE), 0.1);
    // Where all is timed, nothing is left to estimate.
    const whole = await estimateScan(captions, { ...how, sampleSeconds: 1000 });
    assert.deepEqual([whole.unit, whole.sample.amount, whole.whole.amount], [
      "pairs",
      pairs,
      pairs,
    ]);
    assert.equal(whole.whole.bytesWritten, sizeOf(out, FINDINGS_FILE));
  }));

Deno.test("with rules that compare sounds, some of them are heard", () =>
  inFolder(async (folder) => {
    const random = new RandomStream(7, "tones");
    const rows = Array.from({ length: 12 }, (_, i) => `${i}.wav,a sound\n`);
    for (const [i] of rows.entries()) {
      await Deno.writeFile(join(folder, `${i}.wav`), tone(300 + 50 * i, random));
    }
    const [pairs, items] = [join(folder, "pairs.csv"), join(folder, "items.csv")];
    await Deno.writeTextFile(pairs, `file_name,text\n${rows.slice(0, 8).join("")}`);
    await Deno.writeTextFile(items, `file_name,label\n${rows.slice(8).join("")}`);
    const asked = {
      items,
      labels: items,
      rules: ["AUDIO-NEAR" as const],
      command: "scan" as const,
    };
    const estimate = await estimateScan(pairs, { ...asked, sampleSeconds: 0.001 });
    assert.deepEqual([estimate.unit, estimate.whole.amount], ["sounds", 12]);
    assert.ok(estimate.sample.amount < 8, `${estimate.sample.amount} sounds were timed`);
    assert.match(estimate.notes.join(), /bytes of the sounds/);
    const whole = await estimateScan(pairs, asked);
    assert.deepEqual([whole.unit, whole.whole.amount], ["pairs", 8]);
  }));

Deno.test("what a scan refuses, its estimate refuses", () =>
  inFolder(async (folder) => {
    const captions = join(folder, "captions.csv");
    await Deno.writeTextFile(captions, 'id,text\n1,a dog\n2,"rain\n');
    const refused = { name: "InputError", message: /captions\.csv.*quote/ };
    await assert.rejects(estimateScan(captions, { command: "scan", labels: "esc50" }), refused);
    await assert.rejects(
      scanIntoFolder(captions, join(folder, "out"), { labels: "esc50" }),
      refused,
    );
  }));

Deno.test("a search is estimated from part of a database that is not there", async () => {
  const compute = openCpu();
  const items = [{ id: "a clip", columns: { label: "dog" } }, { id: "b", columns: {} }];
  const database = { rows: 50_000_000, columns: 16, items, bytes: 3_200_000_000 };
  const queries = { rows: 5000, columns: 16, items, bytes: 320_000 };
  const how = { k: 2, metric: "cosine", labelColumn: "label", isWritten: true } as const;
  const estimate = await estimateSearch(compute, queries, database, { ...how, shards: 5 });
  compute.close();
  assert.deepEqual([estimate.whole.amount, estimate.shard.amount], [50_000_000, 10_000_000]);
  assert.equal(estimate.whole.bytesRead, database.bytes + 5 * queries.bytes);
  assert.match(estimate.notes[0]!, /^\d+ queries took .* s in \d+ of 50000000 rows\.$/);
  // {"query":"b","hits":[{"id":"b","score":0.87,...},{...}]} and the like.
  const line = estimate.whole.bytesWritten / 5000;
  assert.ok(line > 80 && line < 200, `${line}`);
  // The start comes on top.
  const { sample, whole } = estimate;
  assert.ok(whole.seconds > 50_000_000 * sample.seconds / sample.amount);
});

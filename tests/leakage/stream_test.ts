// Pairs flow from a file through the rules, a part at a time.
import assert from "node:assert/strict";
import { join } from "node:path";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import { scanLeakage } from "../../src/leakage/scan_leakage.ts";
import { inFolder } from "../temporary_folder.ts";

const EVALUATION = { labels: { name: "pets", labels: [{ label: "dog" }] }, items: [] };
const ROWS = 120_000;

Deno.test("a file of captions is scanned while it is read, never held whole", () =>
  inFolder(async (folder) => {
    const path = join(folder, "captions.csv");
    const row = (i: number) =>
      `${i},${i % 1000 === 0 ? "a dog barks" : "rain on the roof of a barn"}`;
    const text = ["id,text", ...Array.from({ length: ROWS }, (_, i) => row(i)), ""].join("\n");
    await Deno.writeTextFile(path, text);
    let read = 0;
    const pairs = streamPairs(path, { modality: "text", onBytes: (done) => read = done });
    const found: string[] = [];
    const ahead: number[] = [];
    for await (const { item } of scanLeakage(pairs, EVALUATION, { rules: ["TEXT-EXACT"] })) {
      found.push(item);
      // The rows up to this one, and what has been read beyond.
      ahead.push(read - text.length * Number(item) / ROWS);
    }
    assert.deepEqual(found, Array.from({ length: ROWS / 1000 }, (_, i) => `${1000 * i}`));
    const most = Math.max(...ahead);
    assert.ok(text.length > 3 * 2 ** 20, `the file has ${text.length} bytes`);
    assert.ok(most < 1.5 * 2 ** 20, `${most} bytes were read ahead of the scan`);
  }));

Deno.test("pairs one by one, and in batches of any size, give the same findings", async () => {
  const pairs = Array.from(
    { length: 9000 },
    (_, i) => ({ id: `${i}`, text: i % 7 === 0 ? "a dog" : "rain" }),
  );
  const scan = (stream: Parameters<typeof scanLeakage>[0]) =>
    Array.fromAsync(scanLeakage(stream, EVALUATION, { rules: ["TEXT-EXACT"] }));
  const expected = await scan(pairs);
  assert.equal(expected.length, Math.ceil(9000 / 7));
  assert.deepEqual(await scan([pairs.slice(0, 5000), [], pairs.slice(5000)]), expected);
});

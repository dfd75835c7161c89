import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RandomStream } from "../../src/basics/random.ts";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { openSetWriter, type SetWriterOptions } from "../../src/embeddings/writer.ts";
import { CUT, DIM, IDENTITY, ITEMS, itemsOf, madePart, rowOf } from "./made_set.ts";

const OPTIONS: SetWriterOptions = {
  ...CUT,
  identity: IDENTITY,
  environment: { platform: "test" },
  mode: "create",
};

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  try {
    await work(join(parent, "set"));
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

/** Writes the made set, or the parts of it that `most` leaves. */
async function write(folder: string, changes: Partial<SetWriterOptions> = {}, most = Infinity) {
  const writer = await openSetWriter(folder, { ...OPTIONS, ...changes });
  for (const part of (await writer.pending()).slice(0, most)) {
    await writer.writePart(part, madePart(itemsOf(part)));
  }
  return await writer.finish();
}

/** What lies in a folder, but for empty files that a process made and was killed before it locked them. */
function filesIn(folder: string): Record<string, string> {
  const isLeftOver = (name: string) =>
    name.endsWith(".partial") && Deno.statSync(join(folder, name)).size === 0;
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort()
    .filter((name) => !isLeftOver(name));
  return Object.fromEntries(
    names.map((
      name,
    ) => [name, new TextDecoder("latin1").decode(Deno.readFileSync(join(folder, name)))]),
  );
}

/** Runs the slow writer; killed after a while where one is given. */
async function run(args: readonly string[], killAfterMilliseconds?: number): Promise<boolean> {
  const script = fileURLToPath(new URL("./slow_writer.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", script, ...args],
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  let ended = false;
  const status = child.status.finally(() => ended = true);
  if (killAfterMilliseconds !== undefined) {
    await Promise.race([status, new Promise((done) => setTimeout(done, killAfterMilliseconds))]);
    if (!ended) child.kill("SIGKILL");
  }
  return (await status).success;
}

Deno.test("a set is written in parts, merged and read", () =>
  inFolder(async (folder) => {
    const summary = await write(folder);
    assert.deepEqual([summary.complete, summary.rows, summary.dim], [true, 78, DIM]);
    assert.deepEqual(Object.keys(filesIn(folder)), ["embeddings.npy", "items.jsonl", "set.json"]);
    const set = await readEmbeddingSet(folder);
    const read = ITEMS.filter(({ row }) => row % 7 !== 0);
    assert.deepEqual([...set.values], read.flatMap(rowOf));
    assert.deepEqual(set.items.map(({ id }) => id), read.map(({ id }) => id));
    assert.equal(set.items[0]!.columns["label"], "label 1");
    assert.deepEqual(set.unreadable[0], { id: "clip 6", row: 7, reason: '"clip 6" is damaged' });
    assert.equal(set.unreadable.length, 12);
  }));

Deno.test("shards in any order, numbered from 0 or from 1, write the bytes of one process", () =>
  inFolder(async (folder) => {
    await write(folder);
    const whole = filesIn(folder);
    for (const indices of [[2, 0, 1], [1, 2, 3]]) {
      const other = `${folder} ${indices}`;
      const summaries = [];
      for (const index of indices) {
        summaries.push(await write(other, { shard: { index, count: 3 } }));
      }
      assert.deepEqual(summaries.map(({ complete }) => complete), [false, false, true]);
      assert.deepEqual(summaries.map(({ missingParts }) => missingParts.length), [8, 4, 0]);
      assert.deepEqual(filesIn(other), whole);
    }
  }));

Deno.test("killed twenty times at random, it goes on and ends in the same bytes", () =>
  inFolder(async (folder) => {
    await write(folder);
    const killed = `${folder} killed`;
    const random = new RandomStream(3, "kills");
    let kills = 0;
    while (kills < 20) {
      // Starting takes about 50 ms; the twelve parts then come one every 40, and all is merged at the end.
      if (await run([killed, "resume", "40"], 40 + 120 * random.uniform())) {
        await Deno.remove(killed, { recursive: true });
      } else kills++;
    }
    assert.ok(await run([killed, "resume", "0"]));
    assert.deepEqual(filesIn(killed), filesIn(folder));
  }));

Deno.test("three processes at once, two of them killed and started again, write one set", () =>
  inFolder(async (folder) => {
    await write(folder);
    const shared = `${folder} shared`;
    const shard = (index: number, kill?: number) =>
      run([shared, "create", "20", `${index}/3`], kill);
    await Promise.all([shard(0), shard(1, 180), shard(2, 220)]);
    await Promise.all([shard(1), shard(2)]);
    assert.deepEqual(filesIn(shared), filesIn(folder));
  }));

Deno.test("a part that is damaged is done again", () =>
  inFolder(async (folder) => {
    await write(folder);
    const whole = filesIn(folder);
    const damage: ((path: string) => void)[] = [
      (path) =>
        Deno.writeFileSync(`${path}.npy`, Deno.readFileSync(`${path}.npy`).subarray(0, 140)),
      (path) => Deno.removeSync(`${path}.jsonl`),
      (path) => Deno.writeTextFileSync(`${path}.jsonl`, "{}\n"),
      (path) => {
        Deno.renameSync(`${path}.npy`, `${path}.real`);
        Deno.symlinkSync(`${path}.real`, `${path}.npy`);
      },
    ];
    for (const [i, spoil] of damage.entries()) {
      const other = `${folder} ${i}`;
      await write(other, {}, 5);
      spoil(join(other, "shard-000002"));
      const writer = await openSetWriter(other, { ...OPTIONS, mode: "resume" });
      assert.deepEqual(await writer.pending(), [2, 5, 6, 7, 8, 9, 10, 11]);
      await write(other, { mode: "resume" });
      await Deno.remove(join(other, "shard-000002.real")).catch(() => {});
      assert.deepEqual(filesIn(other), whole);
    }
  }));

// A scan in shards gives what the scan of the whole gives, to the byte, or says what is wrong.
import assert from "node:assert/strict";
import { join } from "node:path";
import { readPlan } from "../../src/distribute/plan.ts";
import { shardStates } from "../../src/distribute/states.ts";
import { collectedOutput } from "../../src/distribute/collected.ts";
import { inFolder } from "../temporary_folder.ts";
import {
  assertSame,
  collected,
  csvOf,
  jsonlOf,
  madeRows,
  scanShard,
  whole,
  workOf,
  writeInputs,
} from "./divided_scans.ts";

/** Writes a manifest of several blocks, and gives what scans it. */
async function several(folder: string, ids: number | undefined = 30) {
  const options = await writeInputs(folder);
  const path = join(folder, "pairs.csv");
  await Deno.writeTextFile(path, csvOf(madeRows({ rows: 60, ids }, 1)));
  return workOf(path, join(folder, "out"), options);
}

Deno.test("any manifest in any number of shards gives the bytes of the whole", () =>
  inFolder(async (folder) => {
    const options = await writeInputs(folder);
    for (let seed = 0; seed < 6; seed++) {
      const rows = madeRows({ rows: 30 + 10 * seed, ids: [20, undefined, 1000][seed % 3] }, seed);
      const [name, text] = seed % 2 === 0
        ? [`${seed}.csv`, csvOf(rows)]
        : [`${seed}.jsonl`, jsonlOf(rows)];
      await Deno.writeTextFile(join(folder, name), text);
      for (const shards of [[1, 3, 8], [2, 16]][seed % 2]!) {
        const out = join(folder, `out-${seed}-${shards}`);
        await assertSame(workOf(join(folder, name), out, options), shards);
      }
    }
  }));

Deno.test("rows that are kept by --where, lists of recordings and row numbers as ids", () =>
  inFolder(async (folder) => {
    const work = await several(folder);
    const where = { fold: ["0", "2"] };
    const kept = { ...work, options: { ...work.options, columns: { where } } };
    await assertSame({ ...kept, folder: join(folder, "where") }, 3);
    const listed = {
      ...work.options,
      exclude: [join(folder, "listed.txt")],
      rules: ["TEXT-EXACT", "AUDIO-LISTED"] as const,
    };
    await assertSame({ ...work, folder: join(folder, "listed"), options: listed }, 4);
    await assertSame(await several(folder, undefined), 3);
  }));

Deno.test("data sets that are read whole are divided, too", () =>
  inFolder(async (folder) => {
    const options = await writeInputs(folder);
    const rows = madeRows({ rows: 40, ids: 9 }, 3).map(({ note: _, ...row }) => row);
    const path = join(folder, "pairs.json");
    await Deno.writeTextFile(path, JSON.stringify(rows));
    for (const shards of [1, 3, 50]) {
      await assertSame(workOf(path, join(folder, `out-${shards}`), options), shards);
    }
    const work = workOf(path, join(folder, "changed"), options);
    await scanShard(work, 0, 2);
    await Deno.writeTextFile(path, JSON.stringify(rows.toReversed()));
    await assert.rejects(
      scanShard(work, 1, 2),
      /begun with another content of pairs: SHA-256 [0-9a-f]{8}…; this task has [0-9a-f]{8}…;/,
    );
  }));

Deno.test("what is wrong with a manifest is said as the scan of the whole says it", () =>
  inFolder(async (folder) => {
    const options = await writeInputs(folder);
    const rows = madeRows({ rows: 60, ids: undefined }, 2).map((row, i) => ({
      id: `${i}`,
      ...row,
    }));
    const named = rows.map((row, i) => ({ ...row, file_name: `${i}.wav` }));
    const made: Record<string, string> = {
      // The same id for two sounds, in shards that do not know each other.
      "twice.csv": csvOf(named.with(57, { ...named[57]!, id: "3" })),
      "width.csv": `${csvOf(rows)}x,y\n`,
      "texts.jsonl": jsonlOf(rows.map((row) => ({ ...row, text: "" }))),
      "header.csv": "id,text\n",
      "empty.jsonl": "\n",
    };
    for (const [name, text] of Object.entries(made)) {
      const path = join(folder, name);
      await Deno.writeTextFile(path, text);
      const work = workOf(path, join(folder, `out-${name}`), options);
      const messageOf = async (run: () => Promise<unknown>) => {
        const thrown = await run().then(() => assert.fail(name), (error: Error) => error);
        return [thrown.name, thrown.message];
      };
      const expected = await messageOf(() => whole(work, join(folder, "whole")));
      assert.equal(expected[0], "InputError", name);
      const divided = async () => {
        for (const index of [0, 1, 2]) await scanShard(work, index, 3);
        await collected(work);
      };
      assert.deepEqual(await messageOf(divided), expected);
    }
  }));

Deno.test("an object that is damaged, cut or missing makes its shard missing, by number", () =>
  inFolder(async (folder) => {
    const work = await several(folder);
    const expected = await whole(work, join(folder, "whole"));
    for (const index of [0, 1, 2]) await scanShard(work, index, 3);
    const part = (shard: number) => join(work.folder, "shards", `00000${shard}.part`);
    const bytes = await Deno.readFile(part(1));
    bytes[bytes.length >> 1]! ^= 1;
    await Deno.writeFile(part(1), bytes);
    await Deno.truncate(part(2), (await Deno.stat(part(2))).size - 1);
    const lost = /shard 1-2 of ".*out" are damaged or were removed; start them again/;
    await assert.rejects(collected(work), { name: "SurroundingsError", message: lost });
    const states = await shardStates(work.folder, await readPlan(work.folder));
    assert.deepEqual(states.map(({ state }) => state), ["done", "missing", "missing"]);
    await assert.rejects(collected(work), /2 of 3 shards of ".*" are missing: 1-2/);
    await scanShard(work, 1, 3);
    await Promise.all([scanShard(work, 2, 3), scanShard(work, 2, 3)]);
    await Deno.remove(part(0));
    await assert.rejects(collected(work), /shard 0 of .* start it again/);
    await scanShard(work, 0, 3);
    assert.deepEqual(await collected(work), expected);
    assert.equal(await collectedOutput(work.folder), "output");
    assert.equal((await scanShard(work, 1, 3)).result, undefined);
  }));

Deno.test("a task of other inputs or options is refused by the first field that differs", () =>
  inFolder(async (folder) => {
    const work = await several(folder);
    await scanShard(work, 0, 3);
    const refused = async (other: typeof work, message: RegExp) => {
      await assert.rejects(scanShard(other, 1, 3), { name: "InputError", message });
    };
    const { options } = work;
    await refused(
      { ...work, options: { ...options, flag: ["TEXT-LEMMA"] } },
      /begun without policy\.flag; this task has/,
    );
    await refused({ ...work, options: { ...options, rules: ["TEXT-EXACT"] } }, /begun with rules/);
    await refused({ ...work, worst: undefined }, /begun with worst 20; this task has none/);
    const labels = join(folder, "other.txt");
    await Deno.writeTextFile(labels, "dog\nrain\ncat\n");
    await refused(
      { ...work, options: { ...options, labels } },
      /begun with another content of labels/,
    );
    // The same number of bytes; one of them, in a row of the shard, differs.
    const text = await Deno.readTextFile(work.path);
    await Deno.writeTextFile(work.path, text.slice(0, -3) + "8" + text.slice(-2));
    await assert.rejects(scanShard(work, 2, 3), /begun with another content of pairs/);
    await Deno.writeTextFile(work.path, text.slice(0, text.length >> 1));
    await refused(work, /begun with another content of pairs/);
    await Deno.writeTextFile(work.path, text);
    for (const index of [1, 2]) await scanShard(work, index, 3);
    await Deno.writeTextFile(labels, "dog\n");
    await assert.rejects(
      collected({ ...work, options: { ...options, labels } }),
      /begun with another content of labels/,
    );
  }));

Deno.test("rules that compare all pairs, and folders of others, are refused before any work", () =>
  inFolder(async (folder) => {
    const work = await several(folder);
    for (const rule of ["TEXT-SEMANTIC", "AUDIO-EXACT", "AUDIO-NEAR"] as const) {
      await assert.rejects(
        scanShard({ ...work, options: { ...work.options, rules: ["TEXT-EXACT", rule] } }, 0, 2),
        {
          name: "InputError",
          message: new RegExp(`^${rule} compares all pairs .* without --shard`),
        },
      );
    }
    const missing = { ...work, path: join(folder, "typo.csv") };
    await assert.rejects(scanShard(missing, 0, 2), /typo\.csv" does not exist/);
    await assert.rejects(Deno.stat(work.folder), Deno.errors.NotFound);
    await whole(work, work.folder);
    const kept = /holds "findings\.jsonl", which no shard wrote; choose another --out/;
    await assert.rejects(scanShard(work, 0, 2), kept);
    await assert.rejects(scanShard({ ...work, folder }, 0, 2), /which no shard wrote/);
    await assert.rejects(scanShard({ ...work, folder: work.path }, 0, 2), /is not a folder/);
    const own = join(folder, "own");
    await Deno.mkdir(own);
    const inside = join(own, "pairs.csv");
    await Deno.rename(work.path, inside);
    await assert.rejects(scanShard({ ...work, path: inside, folder: own }, 0, 2), /no shard wrote/);
  }));

Deno.test("nothing that is not of the shards is replaced when they are put together", () =>
  inFolder(async (folder) => {
    const work = await several(folder);
    const expected = await whole(work, join(folder, "whole"));
    for (const index of [0, 1]) await scanShard(work, index, 2);
    const file = join(work.folder, "findings.jsonl");
    await Deno.writeTextFile(file, "mine");
    await assert.rejects(collected(work), /findings\.jsonl" is there and is not what the shards/);
    assert.equal(await Deno.readTextFile(file), "mine");
    // As a process leaves it that was killed between its files.
    await Deno.writeTextFile(file, expected.files["findings.jsonl"]!);
    assert.deepEqual(await collected(work), expected);
  }));

// The lists that are put together of shards are those of one search, and nothing else is taken for them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { codeHashes } from "../../src/basics/code_hashes.ts";
import { RandomStream } from "../../src/basics/random.ts";
import type { Metric } from "../../src/compute/compute.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { collectSearch } from "../../src/distribute/collect_search.ts";
import { collectedOutput } from "../../src/distribute/collected.ts";
import {
  checkedItems,
  type DividedSearch,
  NEAREST_FILE,
} from "../../src/distribute/divided_search.ts";
import { readPlan } from "../../src/distribute/plan.ts";
import { openTask } from "../../src/distribute/open_task.ts";
import { fixIdentity } from "../../src/distribute/run_task.ts";
import { searchShards } from "../../src/distribute/search_shards.ts";
import { shardStates } from "../../src/distribute/states.ts";
import { openFolderOfSets } from "../../src/embeddings/folder_of_sets.ts";
import { keptRowsOf } from "../../src/embeddings/kept_rows.ts";
import type { JsonObject } from "../../src/embeddings/identity.ts";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { RowTally, tallied } from "../../src/embeddings/row_notes.ts";
import { openStoredSet, type StoredSet } from "../../src/embeddings/stored_set.ts";
import type { Neighbors } from "../../src/measures/retrieval/search_nearest.ts";
import { searchRows } from "../../src/measures/retrieval/search_nearest.ts";
import { type MadeItem, makeSet } from "../end_to_end/made_set.ts";
import { inFolder } from "../temporary_folder.ts";

const METRICS: readonly Metric[] = ["cosine", "inner-product", "euclidean"];
const command = { command: "search", words: [], directory: "/" } as const;

/** Rows of few different values: many are equally near to a query, some are zeros. */
function rowsWithTies(random: RandomStream, rows: number, name = "item"): MadeItem[] {
  return Array.from({ length: rows }, (_, i) => ({
    id: `${name} ${i}`,
    row: Array.from({ length: 3 }, () => random.below(3) - 1),
    columns: { split: i % 3 === 0 ? "a" : "b" },
  }));
}

/** A database, which may be a set or a folder of sets, and queries. */
async function searchIn(folder: string, path: string, k: number, metric: Metric) {
  const name = join(folder, "queries");
  const queries = await readEmbeddingSet(name);
  const database = await openFolderOfSets(path) ?? await openStoredSet(path);
  return { queries, database, where: undefined, k, metric };
}

function runShard(out: string, search: DividedSearch, index: number, count: number) {
  return searchShards(
    {
      folder: out,
      inputs: [],
      open: () => Promise.resolve(search),
      onDevice: async (work) => {
        const compute = openCpu();
        return await work(compute, () => {}).finally(() => compute.close());
      },
    },
    { kind: "counted", index, count },
    command,
  );
}

/** What is written of a search: every bit of it, and what is said of the rows. */
function written({ rows, scores }: Neighbors, tally: RowTally): string {
  const bits = new Uint32Array(scores.slice().buffer);
  return JSON.stringify([[...rows], [...bits], tally.notes("x"), tally.firstZero]);
}

async function whole({ queries, database, k, metric }: DividedSearch): Promise<string> {
  const compute = openCpu();
  const tally = new RowTally();
  const lists = await searchRows(compute, { queries, database: tallied(database, tally) }, {
    k,
    metric,
  });
  compute.close();
  return written(lists, tally);
}

async function collected(out: string, search: DividedSearch): Promise<string> {
  await collectSearch(
    out,
    search,
    () => {},
    (place, { lists, tally }) =>
      Deno.writeTextFile(join(place, NEAREST_FILE), written(lists, tally)),
  );
  return await Deno.readTextFile(join(out, NEAREST_FILE));
}

async function inShards(out: string, search: DividedSearch, count: number): Promise<string> {
  for (let i = 0; i < count; i++) {
    const index = count - 1 - i;
    const { shards, of } = await runShard(out, search, index, count);
    assert.deepEqual([shards, of], [[index], count]);
  }
  return await collected(out, search);
}

Deno.test("any number of shards gives the bits of one search, ties across shards included", () =>
  inFolder(async (folder) => {
    const random = new RandomStream(5, "shards of a search");
    await makeSet(folder, "queries", rowsWithTies(random, 4, "query"));
    const several = join(folder, "several");
    await Deno.mkdir(several);
    for (const [name, rows] of [["0", 3], ["1", 1], ["2", 9]] as const) {
      await makeSet(several, name, rowsWithTies(random, rows));
    }
    const one = await makeSet(folder, "one", rowsWithTies(random, 7));
    for (const [at, path] of [one, several].entries()) {
      for (const metric of METRICS) {
        const search = await searchIn(folder, path, 4, metric);
        const expected = await whole(search);
        // Seven rows in ten shards: some have none.
        for (const count of [1, 3, 10]) {
          const out = join(folder, `${at}-${metric}-${count}`);
          assert.equal(await inShards(out, search, count), expected, `${path} ${metric} ${count}`);
          assert.equal(await collectedOutput(out), "output");
        }
      }
    }
  }));

Deno.test("rows that are kept are divided, and what is said of all rows is that of one search", () =>
  inFolder(async (folder) => {
    await makeSet(folder, "queries", [{ id: "q", row: [1, 2] }]);
    const same = Array.from({ length: 5 }, (_, i) => ({ id: `${i}`, row: [0, 0] }));
    const other = [...same.slice(1), { id: "x", row: [2, 1] }];
    const made = { same, other, last: [...same, { id: "x", row: [1, 0] }] };
    for (const [name, rows] of Object.entries(made)) {
      const search = await searchIn(folder, await makeSet(folder, name, rows), 2, "cosine");
      assert.equal(await inShards(join(folder, `${name}-out`), search, 3), await whole(search));
    }
    const random = new RandomStream(6, "shards of a search");
    const all = await searchIn(
      folder,
      await makeSet(folder, "wide", rowsWithTies(random, 20)),
      3,
      "euclidean",
    );
    const queries = await readEmbeddingSet(await makeSet(folder, "q3", rowsWithTies(random, 2)));
    const where = { split: ["b"] };
    const database = await keptRowsOf(all.database, where);
    const search = { ...all, queries, database, where };
    assert.equal(await inShards(join(folder, "kept-out"), search, 4), await whole(search));
  }));

Deno.test("a damaged object ends with 4 that names its shard, which is missing then", () =>
  inFolder(async (folder) => {
    const random = new RandomStream(7, "shards of a search");
    await makeSet(folder, "queries", rowsWithTies(random, 2));
    const database = await makeSet(folder, "db", rowsWithTies(random, 9));
    const search = await searchIn(folder, database, 2, "cosine");
    const out = join(folder, "out");
    const part = (shard: number) => join(out, "shards", `00000${shard}.part`);
    for (const index of [0, 1, 2, 3]) await runShard(out, search, index, 4);
    const bytes = await Deno.readFile(part(1));
    const damages: [RegExp, () => Promise<void>][] = [
      [/of shard 1 of ".*out" are damaged or were removed; start it again$/, async () => {
        await Deno.writeFile(part(1), bytes.with(bytes.length - 9, bytes.at(-9)! ^ 1));
      }],
      [/of shard 1 of/, () => Deno.truncate(part(1), bytes.length - 8)],
      [/of shard 1 of/, () => Deno.truncate(part(1), 0)],
      [/of shard 1 of/, () => Deno.truncate(part(1), 2 ** 30)],
      // Another shard's, with a checksum that holds.
      [/of shard 1 of/, () => Deno.copyFile(part(2), part(1))],
      [/of shards 1-2 of .*; start them again$/, async () => {
        await Deno.remove(part(1));
        await Deno.remove(part(2));
      }],
    ];
    for (const [message, damage] of damages) {
      await damage();
      await assert.rejects(collected(out, search), { name: "SurroundingsError", message });
      const states = await shardStates(out, await readPlan(out));
      assert.equal(states[1]?.state, "missing");
      assert.equal(states[3]?.state, "done");
      await assert.rejects(Deno.stat(join(out, NEAREST_FILE)));
      for (const index of [1, 2]) await runShard(out, search, index, 4);
    }
    assert.equal(await collected(out, search), await whole(search));
  }));

Deno.test("what is put together keeps its plan and records, and its tasks are done", () =>
  inFolder(async (folder) => {
    const random = new RandomStream(8, "shards of a search");
    await makeSet(folder, "queries", rowsWithTies(random, 2));
    const database = await makeSet(folder, "db", rowsWithTies(random, 9));
    const search = await searchIn(folder, database, 2, "cosine");
    const out = join(folder, "out");
    for (const index of [0, 1]) await runShard(out, search, index, 2);
    // A file that another wrote is not replaced; one of a process that was killed before its end is.
    const nearest = join(out, NEAREST_FILE);
    await Deno.writeTextFile(nearest, "mine");
    await assert.rejects(collected(out, search), /nearest\.jsonl" is there and is not what/);
    assert.equal(await Deno.readTextFile(nearest), "mine");
    await Deno.writeTextFile(nearest, await whole(search));
    await collected(out, search);
    assert.deepEqual(Array.from(Deno.readDirSync(join(out, "shards")), ({ name }) => name).sort(), [
      "000000.done.json",
      "000001.done.json",
      "collected.json",
      "identity.json",
      "plan.json",
    ]);
    const again = await runShard(out, search, 1, 2);
    assert.deepEqual(again, { shards: [1], of: 2, result: undefined });
  }));

Deno.test("shards of another database, other queries or another search are refused by name", () =>
  inFolder(async (folder) => {
    const random = new RandomStream(9, "shards of a search");
    await makeSet(folder, "queries", rowsWithTies(random, 2));
    const made = rowsWithTies(random, 9);
    const search = await searchIn(folder, await makeSet(folder, "db", made), 2, "cosine");
    const { queries } = search;
    const out = join(folder, "out");
    await runShard(out, search, 0, 3);
    const opened = async (name: string, items: readonly MadeItem[]): Promise<StoredSet> =>
      openStoredSet(await makeSet(folder, name, items));
    const values = queries.values.map((value) => value + 1);
    const others: [RegExp, Partial<DividedSearch>][] = [
      [/with k 2; this task has 3; choose another --out/, { k: 3 }],
      [/with metric cosine; this task has euclidean/, { metric: "euclidean" }],
      [/with another content of queries: SHA-256 [0-9a-f]{8}…; this task has/, {
        queries: { ...queries, values },
      }],
      [/with where null; this task has \{"split":\["b"\]\}/, { where: { split: ["b"] } }],
      [/with another .*embeddings\.npy.*: SHA-256 [0-9a-f]{8}…; this task has/, {
        database: await opened("fewer", made.slice(1)),
      }],
      [/with another .*items\.jsonl.*: SHA-256 [0-9a-f]{8}…; this task has/, {
        database: await opened("renamed", made.map((one) => ({ ...one, id: `new ${one.id}` }))),
      }],
    ];
    for (const [message, other] of others) {
      await assert.rejects(runShard(out, { ...search, ...other }, 1, 3), {
        name: "InputError",
        message,
      });
    }
    for (const index of [1, 2]) await runShard(out, search, index, 3);
    await assert.rejects(collected(out, { ...search, k: 3 }), /with k 2; this task has 3/);
    assert.equal(await collected(out, search), await whole(search));
  }));

Deno.test("an array's manifest counts as checked where a task of the same code has read it", () =>
  inFolder(async (folder) => {
    const code = { ...await codeHashes() };
    const array = { bytes: 9, sampled: "a", items: "b" };
    const checkedIn = async (name: string, identity: JsonObject) => {
      const out = join(folder, name);
      const command = { command: "search", words: [], directory: folder } as const;
      await openTask(out, { kind: "counted", index: 0, count: 1 }, command);
      await fixIdentity(out, identity);
      return await checkedItems(out);
    };
    assert.equal(await checkedItems(join(folder, "none")), undefined);
    assert.equal(await checkedIn("same", { database: array, code }), "b");
    const other = { ...code, embeddings: code.trainings };
    assert.equal(await checkedIn("other", { database: array, code: other }), undefined);
    // The items of a set in memory have a hash, too, which is not that of a file.
    const held = { fingerprint: "a", values: "a", items: "b" };
    assert.equal(await checkedIn("held", { database: held, code }), undefined);
  }));

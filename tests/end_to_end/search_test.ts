import assert from "node:assert/strict";
import { join } from "node:path";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest, namesIn } from "./cli.ts";
import { esc10Files } from "./esc10_set.ts";
import { makeSet } from "./made_set.ts";

Deno.test("search finds the neighbors of ESC-10 clips that scikit-learn finds", async () => {
  await inFolder(async (folder) => {
    const esc10 = await esc10Files(folder, false);
    const path = sharedPath("golden/neighbours_cosine_10.npy");
    if (esc10 === undefined || path === undefined) return;
    const golden = new Int32Array(Deno.readFileSync(path).slice(-400 * 10 * 4).buffer);
    const { array, items } = esc10;
    const out = join(folder, "nearest.jsonl");
    const sets = ["search", array, "--query", array, "--items", items, "--query-items", items];
    const ended = await earnest([...sets, "-k", "11", "--out", out, "--quiet"]);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /400 queries: .*nearest\.jsonl\n$/);
    assert(ended.stdout.split("\n").every((line) => line.length <= 80), ended.stdout);
    const lines = (await Deno.readTextFile(out)).trim().split("\n");
    assert.equal(lines.length, 400);
    let same = 0;
    lines.forEach((line, item) => {
      const { query, hits } = JSON.parse(line);
      assert.equal(query, `clip ${item}`);
      assert.equal(hits.length, 11);
      const expected = [...golden.subarray(item * 10, (item + 1) * 10)].map((row) => `clip ${row}`);
      const others = hits.map(({ id }: { id: string }) => id).filter((id: string) => id !== query);
      same += others.filter((id: string, at: number) => id === expected[at]).length;
    });
    // Ties within 1e-6 change places.
    assert(same >= 3980, `${same} of 4000`);
  });
});

Deno.test("search gives JSON, and fewer hits than k where the set has fewer items", async () => {
  await inFolder(async (folder) => {
    const set = await makeSet(folder, "set", [
      { id: "a", row: [1, 0], columns: { label: "dog" } },
      { id: "b", row: [0, 2] },
    ]);
    const query = await makeSet(folder, "query", [
      { id: "q", row: [0, 1], columns: { text: "a dog" } },
    ]);
    const args = ["search", set, "--query", query, "--device", "cpu", "--quiet"];
    const near = JSON.parse((await earnest([...args, "--json"])).stdout);
    assert.deepEqual(near.results, [
      {
        query: "q",
        text: "a dog",
        hits: [{ id: "b", score: 1 }, { id: "a", score: 0, label: "dog" }],
      },
    ]);
    assert.match((await earnest(args)).stdout, /^q: a dog\n +item +label +cosine\n +1 b +1\.000\n/);
    const far = JSON.parse((await earnest([...args, "--json", "--metric", "euclidean"])).stdout);
    assert.deepEqual(far.results[0].hits.map(({ score }: { score: number }) => score), [
      1,
      Math.fround(Math.SQRT2),
    ]);
  });
});

Deno.test("search refuses what it cannot do in one line, and replaces nothing unasked", async () => {
  await inFolder(async (folder) => {
    const set = await makeSet(folder, "set", [{ id: "a", row: [1, 0] }]);
    const wide = await makeSet(folder, "wide", [{ id: "a", row: [1, 0, 2] }]);
    const shared = (sha256: string) => ({ projector: { sha256 } });
    const item = { id: "a", row: [1, 0] };
    const one = await makeSet(folder, "one", [item], shared("a".repeat(64)));
    const other = await makeSet(folder, "other", [item], shared("b".repeat(64)));
    const there = join(folder, "there.jsonl");
    await Deno.writeTextFile(there, "mine");
    const before = namesIn(folder);
    const refused: [string[], RegExp][] = [
      [[set], /required option '--query <set>' not specified/],
      [[set, "--query", wide], /set" has rows of 2 numbers, ".*wide" of 3; expected one space/],
      [[one, "--query", other], /of projector a+, ".*other" of projector b+/],
      [[set, "--query", set, "-k", "0"], /whole number from 1 to 1024/],
      [[set, "--query", set, "--metric", "cosin"], /did you mean "cosine"\?/],
      [[set, "--query", set, "--out", there], /there\.jsonl" exists; choose another --out/],
      [[set, "--query", set, "--out", there, "--force"], /there\.jsonl" is not a list of nearest/],
      [[set, "--query", set, "--out", "a.csv"], /expected a name that ends in \.jsonl/],
    ];
    for (const [args, message] of refused) {
      const ended = await earnest(["search", ...args, "--device", "cpu", "--quiet"]);
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split("\n").length, 1, ended.stderr);
    }
    assert.deepEqual(namesIn(folder), before);
    assert.equal(await Deno.readTextFile(there), "mine");
  });
});

Deno.test("search looks through a folder of sets, and says which set a hit is in", async () => {
  await inFolder(async (folder) => {
    const backbone = (name: string) => ({ backbone: { name } });
    const database = join(folder, "db");
    await Deno.mkdir(database);
    for (const [name, x] of [["0", 1], ["1", 2], ["10", 3]] as const) {
      await makeSet(database, name, [
        { id: "same", row: [x, 0], columns: { label: `of ${name}`, split: x === 1 ? "a" : "b" } },
        { id: `own ${name}`, row: [0, x], columns: { split: "b" } },
      ], backbone("net"));
    }
    const query = await makeSet(folder, "query", [{ id: "q", row: [1, 0] }], backbone("net"));
    const args = ["search", database, "--query", query, "--metric", "inner-product", "--quiet"];
    const found = async (...more: string[]) =>
      JSON.parse((await earnest([...args, "-k", "3", "--json", ...more])).stdout).results[0].hits;
    assert.deepEqual(await found(), [
      { id: "same", score: 3, label: "of 10", set: "10" },
      { id: "same", score: 2, label: "of 1", set: "1" },
      { id: "same", score: 1, label: "of 0", set: "0" },
    ]);
    assert.deepEqual((await found("--where", "split=b")).at(-1), {
      id: "own 0",
      score: 0,
      set: "0",
    });
    assert.match((await earnest([...args, "-k", "1"])).stdout, /\n +1 10\/same +of 10 +3\.000\n/);

    await makeSet(database, "11", [{ id: "x", row: [1, 0] }], backbone("other net"));
    const refused = await earnest(args);
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /db\/0" has backbone\.name "net", ".*11" has "other net"; expected/,
    );
  });
});

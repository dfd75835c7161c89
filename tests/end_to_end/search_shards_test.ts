// Shards of a search, one of them killed, end in the bytes of one process.
import assert from "node:assert/strict";
import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest, killedWhen, namesIn } from "./cli.ts";
import { type MadeItem, makeSet } from "./made_set.ts";

/** Rows with many that are equally near, and one that is all zeros. */
function madeItems(random: RandomStream, name: string, rows: number): MadeItem[] {
  return Array.from({ length: rows }, (_, i) => ({
    id: `${name} ${i}`,
    row: Array.from({ length: 4 }, () => i === 7 ? 0 : random.below(5) - 2),
    columns: { label: `class ${i % 4}`, text: `text ${i}` },
  }));
}

Deno.test("shards of a search, one of them killed, end in the bytes of one process", () =>
  inFolder(async (folder) => {
    const random = new RandomStream(4, "search in shards");
    const run = (...args: string[]) => earnest(args, { cwd: folder });
    await Deno.mkdir(join(folder, "db"));
    for (const name of ["0", "1", "10"]) {
      await makeSet(join(folder, "db"), name, madeItems(random, name, 500));
    }
    await makeSet(folder, "queries", madeItems(random, "q", 6));
    const search = ["search", "db", "--query", "queries", "-k", "20", "--device", "cpu", "--quiet"];
    const shard = (which: string) => [...search, "--out", "near", "--shard", which];

    const whole = await run(...search, "--out", "near.jsonl");
    assert.equal(whole.code, 0, whole.stderr);
    assert.match(
      whole.stdout,
      / are all zeros and have no direction; the first is row\n {2}8, "0 7"\.\n$/,
    );

    const first = await run(...shard("0/3"));
    assert.match(first.stdout, /^Shard 0 of 3 is done: 500 rows searched\.\n.*collect near\n$/);
    const begun = join(folder, "near", "shards", "000001.running.json");
    await killedWhen(shard("1/3"), folder, () => namesIn(join(begun, "..")).some(isBegun));
    const status = await run("status", "near");
    assert.equal(status.code, 4);
    assert.match(
      status.stdout,
      /^1 of 3 shards of search is done[^]*\nfailed 1: its process ended/,
    );
    const early = await run("collect", "near");
    assert.equal(early.code, 4);
    assert.match(early.stderr, /2 of 3 shards of "near" are missing: 1-2; "earnest status" says/);
    const second = await run(...shard("1/3"), "--json");
    assert.deepEqual(JSON.parse(second.stdout), { out: "near", shards: [1], of: 3, rows: 500 });
    const third = await run(...shard("2/3"));
    assert.equal(third.code, 0, third.stderr);

    const collected = await run("collect", "near", "--quiet");
    assert.equal(collected.code, 0, collected.stderr);
    assert.deepEqual(namesIn(join(folder, "near")), ["nearest.jsonl", "shards"]);
    const textOf = (name: string) => Deno.readTextFileSync(join(folder, name));
    assert.equal(textOf("near/nearest.jsonl"), textOf("near.jsonl"));
    const near = join(Deno.realPathSync(folder), "near", "nearest.jsonl");
    assert.equal(collected.stdout.replace(near, "near.jsonl"), whole.stdout);

    for (
      const [args, said] of [
        [["status", "near"], /^All shards are done and put together: "near"\n$/],
        [["collect", "near"], /^All shards are done and put together: "near"\n$/],
        [shard("2/3"), /^Shard 2 of 3 was done before: "near"\n$/],
      ] as const
    ) {
      const ended = await run(...args);
      assert.equal(ended.code, 0, ended.stderr);
      assert.match(ended.stdout, said);
    }
  }));

const isBegun = (name: string) => name === "000001.running.json";

Deno.test("search --shard is refused where it cannot end in a folder", () =>
  inFolder(async (folder) => {
    const set = await makeSet(folder, "set", [{ id: "a", row: [1, 0] }]);
    await Deno.mkdir(join(folder, "full"));
    await Deno.writeTextFile(join(folder, "full", "mine.txt"), "mine");
    const search = ["search", set, "--query", set];
    const shard = ["--shard", "0/2"];
    const refused: [string[], RegExp][] = [
      [[...search, ...shard], /--shard needs --out, a folder that all shards share/],
      [[...search, ...shard, "--out", "a.jsonl"], /"a\.jsonl"; with --shard expected a folder/],
      [[...search, ...shard, "--out", "full"], /"full" holds "mine\.txt", which no shard wrote/],
      [[...search, ...shard, "--out", "."], /"\." holds the input ".*set"; choose another --out/],
      [[...search, ...shard, "--out", "a", "--force"], /'--force' cannot be used with .*--shard/],
      [["submit", "slurm", "--print", ...search, "--out", "a.jsonl"], /with --shard expected a/],
      [["submit", "slurm", "--print", ...search], /--shard needs --out/],
    ];
    const before = namesIn(folder);
    for (const [args, message] of refused) {
      const ended = await earnest(args, { cwd: folder });
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, message);
    }
    const printed = await earnest(
      ["submit", "slurm", "--print", "--shards", "3", ...search, "--out", "near"],
      { cwd: folder },
    );
    assert.equal(printed.code, 0, printed.stderr);
    assert.match(printed.stdout, /search .*--query .*--out near --shard auto/);
    assert.deepEqual(namesIn(folder), before);
  }));

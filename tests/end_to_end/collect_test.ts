// What `collect`, and `submit --resume`, make of strange names and of plans that were edited.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Plan, planHash, readPlan } from "../../src/distribute/plan.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest, namesIn } from "./cli.ts";

/** Runs the work where a scan in one shard is done, in a folder whose name looks like an option. */
const withShard = (
  work: (cwd: string, run: (...args: string[]) => ReturnType<typeof earnest>) => Promise<void>,
) =>
  inFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "-pairs.csv"), "id,text\n1,a dog barks\n2,rain falls\n");
    await Deno.writeTextFile(join(cwd, "labels.txt"), "dog\nrain\n");
    const run = (...args: string[]) => earnest(args, { cwd });
    const words = ["--labels", "labels.txt", "--rules", "TEXT-EXACT", "--out", "-it's"];
    const done = await run("scan", "--shard", "0/1", ...words, "--", "-pairs.csv");
    assert.equal(done.code, 0, done.stderr);
    assert.match(done.stdout, /earnest collect '\.\/-it'\\''s'\n$/);
    await work(cwd, run);
  });

Deno.test("paths that look like options are put together, and --resume finds nothing to do", () =>
  withShard(async (cwd, run) => {
    const forced = ["embed", "a.csv", "--backbone", "glove-100d", "--force", "--out", "set"];
    const refused = await run("submit", "slurm", ...forced);
    assert.deepEqual([refused.code, namesIn(cwd).includes("set")], [2, false]);
    assert.match(refused.stderr, /leave --force out/);
    const collected = await run("collect", "./-it's");
    assert.equal(collected.code, 0, collected.stderr);
    assert.deepEqual(namesIn(join(cwd, "-it's")), ["findings.jsonl", "scan.json", "shards"]);
    const resumed = await run("submit", "slurm", "--resume", "./-it's");
    assert.deepEqual(
      [resumed.code, resumed.stdout],
      [0, `All shards are done and put together: "./-it's"\n`],
    );
  }));

Deno.test("a plan that was edited to do something else is refused", () =>
  withShard(async (cwd, run) => {
    const out = join(cwd, "-it's");
    const original = await readPlan(out);
    const record = join(out, "shards/000000.done.json");
    const done = JSON.parse(await Deno.readTextFile(record));
    const edit = async (changes: Partial<Plan>) => {
      const plan = { ...original, ...changes };
      await Deno.writeTextFile(join(out, "shards/plan.json"), JSON.stringify(plan));
      return planHash(plan);
    };
    const words = original.words;
    const edits: [Partial<Plan>, RegExp][] = [
      [{ words: ["--help", ...words] }, /was changed/],
      [{ words: ["--dry-run", ...words] }, /was changed: --dry-run writes nothing/],
      [{ words: ["--force", ...words] }, /was changed: .*--force/],
      [{ directory: join(cwd, "nowhere") }, /cannot be entered here/],
    ];
    await edit(edits[0]![0]);
    const unknown = await run("collect", "./-it's");
    assert.deepEqual([unknown.code, unknown.stdout], [4, ""], unknown.stderr);
    for (const [changes, expected] of edits) {
      const hash = await edit(changes);
      await Deno.writeTextFile(record, JSON.stringify({ ...done, plan: hash }));
      const refused = await run("collect", "./-it's");
      assert.equal(refused.code, 2, JSON.stringify(changes));
      assert.match(refused.stderr, expected);
      assert.deepEqual(namesIn(out), ["shards"]);
    }
  }));

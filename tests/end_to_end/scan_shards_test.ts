// `scan` and `split` in shards, as array tasks run them: killed, repeated, at once, on a full disk, and put together.
import assert from "node:assert/strict";
import { join } from "node:path";
import { csvOf, madeRows } from "../distribute/divided_scans.ts";
import { inFolder } from "../temporary_folder.ts";
import { EARNEST, earnest, killedWhen, namesIn } from "./cli.ts";

/** A manifest of several blocks of the reader, and labels. */
async function writeInputs(folder: string): Promise<void> {
  const rows = madeRows({ rows: 60, ids: 50 }, 1);
  await Deno.writeTextFile(join(folder, "pairs.csv"), csvOf(rows));
  await Deno.writeTextFile(join(folder, "labels.txt"), "dog\nrain\ncow\n");
}

/** The files of a folder, those of shards left out. */
const filesIn = (folder: string) =>
  namesIn(folder).filter((name) => name !== "shards")
    .map((name) => [name, Deno.readTextFileSync(join(folder, name))]);

Deno.test("a scan in shards: killed, repeated, at once, missing, put together", () =>
  inFolder(async (cwd) => {
    await writeInputs(cwd);
    const scan = (out: string) => {
      const words = "scan pairs.csv --labels labels.txt --rules TEXT-EXACT --fail-on any".split(
        " ",
      );
      return [...words, "--sarif", "found.sarif", "--out", out];
    };
    const run = (...args: string[]) => earnest(args, { cwd });
    const whole = await run(...scan("whole"));
    assert.equal(whole.code, 1, whole.stderr);
    const sarif = await Deno.readTextFile(join(cwd, "found.sarif"));
    await Deno.remove(join(cwd, "found.sarif"));
    const shard = (index: number) => run(...scan("out"), "--shard", `${index}/3`);
    const first = await shard(0);
    assert.equal(first.code, 0, first.stderr);
    assert.match(
      first.stdout,
      /^Shard 0 of 3 is done: \d+ findings in \d+ pairs\.\nWhen all are, /,
    );
    const runs = join(cwd, "out", "shards", "000001.running.json");
    const isAtWork = () => {
      Deno.statSync(runs);
      return true;
    };
    await killedWhen([...scan("out"), "--shard", "1/3"], cwd, isAtWork);
    const status = await run("status", "out");
    assert.equal(status.code, 4);
    assert.match(status.stdout, /failed +1 +1\n.*missing +1 +2\n/s);
    assert.match(status.stdout, /failed 1: its process ended without a word/);
    assert.ok(
      status.stdout.endsWith(
        "\nNext, and the same for 2: earnest scan pairs.csv --labels labels.txt --rules TEXT-EXACT --fail-on any " +
          "--sarif found.sarif --out out --shard 1/3\n",
      ),
      status.stdout,
    );
    const early = await run("collect", "out");
    assert.deepEqual([early.code, early.stdout], [4, ""]);
    assert.match(
      early.stderr,
      /2 of 3 shards of "out" are missing: 1-2; "earnest status" says why/,
    );
    for (const force of [[], ["--force"]]) {
      const whole = await run(...scan("out"), ...force);
      assert.equal(whole.code, 2);
      assert.match(
        whole.stderr,
        /"out" holds shards that are not put together; use earnest collect/,
      );
    }
    const others = await Promise.all([shard(1), shard(1), shard(2)]);
    assert.deepEqual(others.map(({ code }) => code), [0, 0, 0], others[0]!.stderr);
    assert.ok(!namesIn(cwd).includes("found.sarif"));
    const merged = await run("collect", "out");
    assert.equal(merged.code, 1, merged.stderr);
    const place = join(await Deno.realPath(cwd), "out");
    const said = whole.stdout.replace("whole/findings.jsonl", `${place}/findings.jsonl`);
    assert.equal(merged.stdout, said);
    assert.deepEqual(filesIn(join(cwd, "out")), filesIn(join(cwd, "whole")));
    assert.equal(await Deno.readTextFile(join(cwd, "found.sarif")), sarif);
    assert.ok(!namesIn(join(cwd, "out", "shards")).some((name) => /part|ranges/.test(name)));
    for (const args of [["status", "out"], ["collect", "out"]]) {
      const { code, stdout } = await run(...args, "--json");
      assert.deepEqual([code, JSON.parse(stdout).collected], [0, true]);
    }
    const again = await shard(2);
    assert.deepEqual([again.code, again.stdout], [0, 'Shard 2 of 3 was done before: "out"\n']);
    await Deno.remove(join(cwd, "found.sarif"));
    const refused = await run(...scan("out"), "--shard", "0/3", "--force");
    assert.equal(refused.code, 2);
    assert.equal((await run(...scan("out"), "--force")).code, 1);
    assert.deepEqual(namesIn(join(cwd, "out")), ["findings.jsonl", "scan.json"]);
  }));

Deno.test("a split in shards makes the pools of one process", () =>
  inFolder(async (cwd) => {
    await writeInputs(cwd);
    const split = "split pairs.csv --labels labels.txt --shuffles 2 --seed 3 --out".split(" ");
    const run = (...args: string[]) => earnest(args, { cwd });
    const whole = await run(...split, "whole", "--json");
    assert.equal(whole.code, 0, whole.stderr);
    for (const index of [1, 0]) {
      const { code, stderr } = await run(...split, "out", "--shard", `${index}/2`, "--json");
      assert.equal(code, 0, stderr);
    }
    const merged = await run("collect", "out");
    assert.equal(merged.code, 0, merged.stderr);
    const { out: _, ...found } = JSON.parse(merged.stdout);
    const { out: _other, ...expected } = JSON.parse(whole.stdout);
    assert.deepEqual(found, expected);
    assert.ok(namesIn(join(cwd, "out")).includes("clean.jsonl"));
    assert.deepEqual(filesIn(join(cwd, "out")), filesIn(join(cwd, "whole")));
    const other = await run(...split, "other", "--shard", "0/2");
    assert.equal(other.code, 0, other.stderr);
    const seed = split.with(split.indexOf("3"), "4");
    const refused = await run(...seed, "other", "--shard", "1/2");
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /were begun with pools\.seed 3; this task has 4/);
  }));

Deno.test("a shard that cannot be written ends with 4, leaves no part, and is repeated", () =>
  inFolder(async (cwd) => {
    await writeInputs(cwd);
    const words = "scan pairs.csv --labels labels.txt --rules TEXT-EXACT --out out".split(" ");
    // No file may be larger than 8 KiB, as on a disk that is nearly full.
    const limited = new Deno.Command("bash", {
      args: [
        "-c",
        'trap "" XFSZ; ulimit -f 8; exec "$0" "$@"',
        Deno.execPath(),
        ...EARNEST,
        ...words,
      ]
        .concat(["--shard", "0/2"]),
      cwd,
      env: { NO_COLOR: "1" },
    });
    const { code, stderr } = await limited.output();
    const said = new TextDecoder().decode(stderr);
    assert.equal(code, 4, said);
    assert.match(said, /Cannot write "out\/shards\/000000\.part": File too large/);
    assert.ok(!namesIn(join(cwd, "out", "shards")).some((name) => /part/.test(name)));
    for (const index of [0, 1]) {
      assert.equal((await earnest([...words, "--shard", `${index}/2`], { cwd })).code, 0);
    }
    assert.equal((await earnest(["collect", "out"], { cwd })).code, 0);
  }));

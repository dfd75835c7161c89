// Submits commands to a real Slurm, and takes from it what clusters do to jobs.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EARNEST, earnest, namesIn } from "../end_to_end/cli.ts";
import { inFolder } from "../temporary_folder.ts";
import { type SlurmCluster, withSlurm } from "./cluster.ts";

/** Runs Earnest in a folder, where it reaches a cluster or not. */
type Run = (...words: string[]) => Promise<{ code: number; stdout: string; stderr: string }>;

interface Site {
  readonly cluster: SlurmCluster;
  readonly folder: string;
  /** Runs a command on the cluster's node from which jobs are submitted. */
  readonly run: Run;
  /** Submits and returns the ids of the jobs. */
  submit(...words: string[]): Promise<{ array: string; collect: string }>;
}

/** Runs the work in a folder with \`texts.csv\`, a manifest of so many rows. */
function atSite(rows: number, work: (site: Site) => Promise<void>): Promise<void> {
  return withSlurm((cluster) =>
    inFolder(async (folder) => {
      const lines = Array.from(
        { length: rows },
        (_, i) => `${i},a dog barks ${i} times in the rain`,
      );
      await Deno.writeTextFile(join(folder, "texts.csv"), `id,text\n${lines.join("\n")}\n`);
      const run: Run = (...words) => cluster.run([Deno.execPath(), ...EARNEST, ...words], folder);
      const submit = async (...words: string[]) => {
        const { code, stdout, stderr } = await run("submit", "slurm", "--json", ...words);
        assert.equal(code, 0, stderr);
        return JSON.parse(stdout).jobs;
      };
      await work({ cluster, folder, run, submit });
    })
  );
}

/** The words of the command that is divided. */
const embed = (out: string) => [
  "embed",
  "texts.csv",
  "--backbone",
  "glove-100d",
  "--device",
  "cpu",
  "--out",
  out,
];

/** Makes sure that shards were put together, to the bytes of the command without shards. */
async function requireWhole(folder: string, out: string): Promise<void> {
  const { code, stderr } = await earnest(embed("whole"), { cwd: folder });
  assert.equal(code, 0, stderr);
  for (const file of ["embeddings.npy", "items.jsonl"]) {
    const [made, whole] = [out, "whole"].map((set) => Deno.readFileSync(join(folder, set, file)));
    assert.deepEqual(made, whole, file);
  }
  // The logs of the jobs stay.
  assert.deepEqual(namesIn(join(folder, out, "shards")), ["logs"]);
}

async function untilThere(...paths: string[]): Promise<void> {
  const end = performance.now() + 180_000;
  while (!paths.every((path) => existsSync(path))) {
    assert.ok(performance.now() < end, `${paths.join(", ")} did not appear in three minutes`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const statesOf = (job: string, ...states: string[]) =>
  Object.fromEntries(states.map((state, task) => [`${job}_${task}`, state]));

Deno.test("submitted shards are put together to the bytes of the command without shards", () =>
  atSite(300, async ({ cluster, folder, run, submit }) => {
    const out = `-it's "$HOME" 100%a`;
    const resources = ["--gpus", "1", "--cpus", "1", "--memory", "500M", "--time", "0:10:00"];
    resources.push("--sbatch", "--comment=a [b|c]", "--sbatch", "--nice=7");
    const { array, collect } = await submit(
      ...["--shards", "3", "--partition", "all", "--max-parallel", "2", ...resources],
      ...embed(out),
    );
    const job = await cluster.run(["scontrol", "show", "job", `${array}_2`], folder);
    for (
      const asked of ["TresPerNode=gres:gpu:1", "TimeLimit=00:10:00", "MinMemoryNode=500M"].concat(
        "Comment=a [b|c]",
        "Nice=7",
      )
    ) {
      assert.ok(job.stdout.includes(asked), job.stdout);
    }
    assert.deepEqual(await cluster.ended(array, collect), {
      ...statesOf(array, "COMPLETED", "COMPLETED", "COMPLETED"),
      [collect]: "COMPLETED",
    });
    await requireWhole(folder, out);
    assert.equal((await run("status", "--", out)).code, 0);
  }));

Deno.test("a cancelled task says so in its folder, and --resume sends it alone", () =>
  atSite(24_000, async ({ cluster, folder, run, submit }) => {
    const partition = (state: string) =>
      cluster.run(["scontrol", "update", "partition=all", `state=${state}`], folder);
    await partition("down");
    const first = await submit("--shards", "2", "--max-parallel", "1", ...embed("set"));
    const shards = join(folder, "set/shards");
    const early = await run("submit", "slurm", "--resume", "set");
    assert.deepEqual([early.code, early.stdout], [
      0,
      "Nothing is missing that is not at work: tasks 0-1 run or wait.\n",
    ]);
    await partition("up");
    await untilThere(join(shards, "000000.running.json"));
    assert.equal((await cluster.run(["scancel", `${first.array}_0`], folder)).code, 0);
    await cluster.ended(`${first.array}_0`);
    const failure = JSON.parse(await Deno.readTextFile(join(shards, "000000.failed.json")));
    assert.equal(failure.reason, "it was interrupted");
    const log = await Deno.readTextFile(join(shards, `logs/${first.array}_0.log`));
    assert.match(log, /Terminated/);

    // The other task still waits or runs, and the new job that puts the shards together waits for it.
    const second = await submit("--resume", "set");
    assert.deepEqual(await cluster.ended(...Object.values(first), ...Object.values(second)), {
      ...statesOf(first.array, "CANCELLED", "COMPLETED"),
      [first.collect]: "CANCELLED",
      [`${second.array}_0`]: "COMPLETED",
      [second.collect]: "COMPLETED",
    });
    await requireWhole(folder, "set");
  }));

Deno.test("a task whose node is lost runs again, and the shards are put together after it", () =>
  atSite(24_000, async ({ cluster, folder, submit }) => {
    // Each takes a node.
    const { array, collect } = await submit("--shards", "2", "--cpus", "2", ...embed("set"));
    const records = [0, 1].map((shard) => join(folder, `set/shards/00000${shard}.running.json`));
    await untilThere(...records);
    await cluster.killNode("n2");
    await cluster.startNode("n2");
    assert.deepEqual(await cluster.ended(array, collect), {
      ...statesOf(array, "COMPLETED", "COMPLETED"),
      [collect]: "COMPLETED",
    });
    const { stdout } = await cluster.run(["scontrol", "show", "job", array], folder);
    assert.deepEqual(stdout.match(/Restarts=\d/g)?.sort(), ["Restarts=0", "Restarts=1"]);
    await requireWhole(folder, "set");
  }));

Deno.test("what Slurm refuses is said in its words, and the plan that is written can be sent", () =>
  atSite(10, async ({ run }) => {
    const words = ["submit", "slurm", "--partition", "none"];
    const { code, stderr } = await run(...words, ...embed("set"));
    assert.equal(code, 4);
    assert.match(stderr, /sbatch failed: .*[Ii]nvalid partition name.*--resume \S+\/set/);
    const again = await run("submit", "slurm", ...embed("set"));
    assert.equal(again.code, 2);
    assert.match(again.stderr, /set" has a plan already/);
    const resumed = await run("submit", "slurm", "--print", "--resume", "set");
    assert.match(resumed.stdout, /^#SBATCH --array=0-7$/m);
  }));

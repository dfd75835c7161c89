// `status` says what starts shards again: as they were started.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nextLine } from "../../cli/status_next.ts";
import { isOnDisk } from "../../src/basics/on_disk.ts";
import type { Plan } from "../../src/distribute/plan.ts";
import type { Worker } from "../../src/distribute/records.ts";
import type { ShardState } from "../../src/distribute/states.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";

const plan: Plan = {
  schema: "earnest/shards/1",
  command: "embed",
  words: ["my clips.csv", "--out", "set"],
  directory: "/data",
  shards: 5,
  tasks: 3,
  firstTask: 10,
};

/** The states of five shards, two each in the first two tasks. */
function statesWith(engine?: "slurm" | "kubernetes"): ShardState[] {
  const worker: Worker = {
    host: "n1",
    pid: 2,
    since: "2026-01-01T00:00:00.000Z",
    ...(engine && { started: { engine, task: 10 } }),
  };
  return [
    { shard: 0, state: "done", worker },
    { shard: 1, state: "failed", worker, reason: "it was interrupted" },
    { shard: 2, state: "running", worker },
    { shard: 3, state: "done", worker },
    { shard: 4, state: "missing" },
  ];
}

Deno.test("what comes next names the tasks with shards that nothing works on", () =>
  inFolder(async (folder) => {
    const next = (states: readonly ShardState[], directory = "/data") =>
      nextLine(folder, { ...plan, directory }, states);
    await Deno.mkdir(join(folder, "set"));
    assert.equal(
      await nextLine(join(folder, "set"), { ...plan, directory: folder }, statesWith()),
      `Next, and the same for 2: cd ${folder} && earnest embed 'my clips.csv' --out set --shard 0/3`,
    );
    assert.equal(
      await next(statesWith()),
      "Next, where that folder is, and the same for 2: " +
        "cd /data && earnest embed 'my clips.csv' --out set --shard 0/3",
    );
    assert.equal(
      await next(statesWith("slurm")),
      `Next, or your array again with --array=10,12: earnest submit slurm --resume ${folder}`,
    );
    const resumed = "Next, with the image, the claim and the options of before: " +
      `earnest submit kubernetes --image IMAGE --volume CLAIM:/data --resume ${folder}`;
    assert.equal(await next(statesWith("kubernetes")), resumed);
    const [begun, ...others] = statesWith("kubernetes");
    const missing = others.map(({ shard }) => ({ shard, state: "missing" as const }));
    assert.equal(await next([begun!, ...missing]), resumed, "what is done says what did it");
    assert.equal(await next([{ shard: 0, state: "missing" }, ...missing]), resumed, "pods wait");
    const done = statesWith().map((state) => ({ ...begun!, shard: state.shard }));
    assert.equal(await next(done), `Next: earnest collect ${folder}`);
    assert.equal(await next(done.with(2, statesWith()[2]! as never)), undefined, "it runs");
    await Deno.mkdir(join(folder, "shards/logs"), { recursive: true });
    assert.equal(
      await next(statesWith("slurm")),
      `Next, with the options of before: earnest submit slurm --resume ${folder}`,
    );
  }));

Deno.test("as printed, what comes next does a shard of the folder that was asked about", () =>
  inFolder(async (cwd) => {
    const rows = Array.from({ length: 3 }, (_, row) => `${row},dog ${row}\n`).join("");
    await Deno.writeTextFile(join(cwd, "its texts.csv"), `id,text\n${rows}`);
    const embed = ["embed", "--backbone", "glove-100d", "--out", "it's set", "its texts.csv"];
    const first = await earnest([...embed, "--shard", "2/3"], { cwd });
    assert.equal(first.code, 0, first.stderr);
    assert.ok(first.stdout.endsWith(`: earnest collect 'it'\\''s set'\n`), first.stdout);
    await Deno.rename(join(cwd, "it's set"), join(cwd, "-moved"));
    const status = async () => (await earnest(["status", "--", "-moved"], { cwd })).stdout;
    const [, command] = /^Next, and the same for 1: earnest (.*)$/m.exec(await status())!;
    const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
    const line = `"$DENO" run -A "$MAIN" ${command}`;
    const { code, stderr } = await new Deno.Command("sh", {
      args: ["-c", line],
      cwd,
      env: { DENO: Deno.execPath(), MAIN: main },
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.match(await status(), /2 of 3 shards of embed are done: "-moved"/);
    assert.equal(await isOnDisk(join(cwd, "it's set")), false);
  }));

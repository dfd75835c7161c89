// `status` says what starts shards again: as they were started.
import assert from "node:assert/strict";
import { join } from "node:path";
import { nextCommand } from "../../cli/status_next.ts";
import type { Plan } from "../../src/distribute/plan.ts";
import type { Worker } from "../../src/distribute/records.ts";
import type { ShardState } from "../../src/distribute/states.ts";
import { inFolder } from "../temporary_folder.ts";

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
    { shard: 0, state: "done" },
    { shard: 1, state: "failed", worker, reason: "it was interrupted" },
    { shard: 2, state: "running", worker },
    { shard: 3, state: "done" },
    { shard: 4, state: "missing" },
  ];
}

Deno.test("what comes next names the tasks with shards that nothing works on", () =>
  inFolder(async (folder) => {
    const next = (states: readonly ShardState[]) => nextCommand(folder, plan, states);
    assert.equal(
      next(statesWith()),
      "cd /data && earnest embed 'my clips.csv' --out set --shard 0/3 (so 2, too)",
    );
    assert.equal(
      next(statesWith("slurm")),
      `your array again with --array=10,12, or earnest submit slurm --resume ${folder}`,
    );
    assert.equal(
      next(statesWith("kubernetes")),
      `earnest submit kubernetes --resume ${folder}, with the image and volumes of before`,
    );
    const done = statesWith().map(({ shard }) => ({ shard, state: "done" as const }));
    assert.equal(next(done), `earnest collect ${folder}`);
    assert.equal(next(done.with(2, statesWith()[2]! as never)), undefined, "it runs");
    await Deno.mkdir(join(folder, "shards/logs"), { recursive: true });
    assert.equal(next(statesWith("slurm")), `earnest submit slurm --resume ${folder}`);
  }));

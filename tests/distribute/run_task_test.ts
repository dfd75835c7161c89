// What others see of a task: that it runs, that it failed and why, that it is done.
import assert from "node:assert/strict";
import { removeObjects } from "../../src/distribute/collected.ts";
import { donePlan } from "../../src/distribute/done_plan.ts";
import { type Plan, planHash, readPlan } from "../../src/distribute/plan.ts";
import { readRecord, recordPath, writeRecord } from "../../src/distribute/records.ts";
import { runTask, type ShardTask } from "../../src/distribute/run_task.ts";
import { requireDone, shardStates } from "../../src/distribute/states.ts";
import { thisWorker } from "../../src/distribute/this_worker.ts";
import { inFolder } from "../temporary_folder.ts";

const divided = { command: "scan", words: [], directory: "/" } as const;
const run = <Result>(folder: string, index: number, work: (task: ShardTask) => Promise<Result>) =>
  runTask(folder, { kind: "counted", index, count: 3 }, divided, work);
const finishAll = (code: string) => async (task: ShardTask) => {
  await task.begin({ code });
  for (const shard of task.pending) await task.finish(shard);
};
const statesIn = async (folder: string) => {
  const plan: Plan = await readPlan(folder);
  return (await shardStates(folder, plan)).map(({ state }) => state);
};

Deno.test("a shard runs, is done, and its work is not repeated", () =>
  inFolder(async (parent) => {
    const folder = `${parent}/out`;
    await run(folder, 1, async (task) => {
      assert.deepEqual(await statesIn(folder), ["missing", "running", "missing"]);
      await finishAll("a")(task);
    });
    assert.deepEqual(await statesIn(folder), ["missing", "done", "missing"]);
    const again = await run(folder, 1, () => assert.fail("it is done"));
    assert.equal(again.result, undefined);
    await assert.rejects(requireDone(folder, await readPlan(folder)), {
      name: "SurroundingsError",
      message: `2 of 3 shards of "${folder}" are missing: 0,2; "earnest status" says why`,
    });
    for (const index of [0, 2]) await run(folder, index, finishAll("a"));
    await requireDone(folder, await readPlan(folder));
  }));

Deno.test("what holds no plan of shards is said of each place", () =>
  inFolder(async (parent) => {
    await Deno.writeTextFile(`${parent}/results.json`, "{}");
    // As a task leaves it that cannot write its plan on a full disk.
    await Deno.mkdir(`${parent}/begun/shards`, { recursive: true });
    const undivided =
      "was not divided: it has no shards/plan.json. If it is an output, one process wrote it";
    const expected = "; expected the --out of a command with --shard";
    for (
      const [folder, why] of [
        [parent, undivided],
        [`${parent}/results.json`, undivided],
        [`${parent}/begun`, "has no shards/plan.json: no shard has begun there"],
        [`${parent}/none`, "does not exist"],
      ] as const
    ) {
      await assert.rejects(readPlan(folder), { message: `"${folder}" ${why}${expected}` });
    }
  }));

Deno.test("a shard that fails says why, and one that is not finished is no success", () =>
  inFolder(async (parent) => {
    const folder = `${parent}/out`;
    await assert.rejects(run(folder, 0, () => Promise.reject(new Error("the disk\nis full"))));
    const [state] = await shardStates(folder, await readPlan(folder));
    assert.ok(state?.state === "failed");
    assert.equal(state.reason, "the disk is full");
    await assert.rejects(
      run(folder, 0, (task) => task.begin({ code: "a" })),
      { name: "SurroundingsError", message: /Shard 0 of .* could not be finished/ },
    );
    await run(folder, 0, finishAll("a"));
    assert.deepEqual(await statesIn(folder), ["done", "missing", "missing"]);
  }));

Deno.test("a shard whose failure cannot be written, as on a full disk, is not missing", () =>
  inFolder(async (parent) => {
    const folder = `${parent}/out`;
    const job = { engine: "slurm", job: "7", task: 0 } as const;
    const failing = run(folder, 0, async () => {
      // Where a folder lies, no record can be written.
      await Deno.mkdir(recordPath(folder, 0, "failed"));
      throw new Error("no space is left");
    });
    await assert.rejects(failing, /no space is left/);
    const plan = planHash(await readPlan(folder));
    const record = await readRecord(folder, 0, "running", plan);
    assert.equal(record?.pid, Deno.pid);
    // As another machine sees it once it is no longer renewed.
    await writeRecord(folder, 0, "running", { ...record, space: "pid:[1]", started: job });
    await Deno.utime(recordPath(folder, 0, "running"), 1, 1);
    await Deno.mkdir(`${folder}/shards/logs`);
    await Deno.writeTextFile(`${folder}/shards/logs/7_0.log`, "earnest: no space is left\n");
    const [state] = await shardStates(folder, await readPlan(folder));
    assert.ok(state?.state === "failed");
    assert.match(state.reason, /ended without a word .*of its log: earnest: no space is left$/);
    await Deno.remove(recordPath(folder, 0, "failed"));
    await run(folder, 0, finishAll("a"));
    assert.deepEqual(await statesIn(folder), ["done", "missing", "missing"]);
  }));

Deno.test("shards of other code or inputs are refused by the first field that differs", () =>
  inFolder(async (parent) => {
    const folder = `${parent}/out`;
    await run(folder, 0, finishAll("a"));
    await assert.rejects(run(folder, 1, finishAll("b")), {
      name: "InputError",
      message: /were begun by other code: hash a…; this task has b…;/,
    });
    assert.deepEqual(await statesIn(folder), ["done", "failed", "missing"]);
    const path = `${folder}/shards/identity.json`;
    const advice = "expected the object that a task wrote; remove the output folder to start over";
    for (const content of ["[]", "null", "12"]) {
      await Deno.writeTextFile(path, content);
      await assert.rejects(run(folder, 1, finishAll("a")), {
        name: "InputError",
        message: `Cannot use "${path}": it is ${content}; ${advice}`,
      });
    }
    // What is done says on what it depends, also where that file was removed.
    await Deno.remove(path);
    await assert.rejects(run(folder, 1, finishAll("b")), {
      name: "InputError",
      message: /^Shard 0 of ".*" is of other inputs or code than this task; .* to start over$/,
    });
    await run(folder, 1, finishAll("a"));
  }));

Deno.test("a killed process and an interrupted one are seen at once", () =>
  inFolder(async (parent) => {
    for (
      const [signal, reason] of [["SIGKILL", /ended without a word/], [
        "SIGTERM",
        /interrupted/,
      ]] as const
    ) {
      const folder = `${parent}/${signal}`;
      const script = `
        import { handleSignals } from ${
        JSON.stringify(import.meta.resolve("../../cli/interrupt.ts"))
      };
        import { runTask } from ${
        JSON.stringify(import.meta.resolve("../../src/distribute/run_task.ts"))
      };
        handleSignals();
        const choice = { kind: "counted", index: 2, count: 3 };
        const divided = { command: "scan", words: [], directory: "/" };
        await runTask(${JSON.stringify(folder)}, choice, divided, async () => {
          console.log("ready");
          await new Promise((wake) => setTimeout(wake, 60_000));
        });`;
      await Deno.writeTextFile(`${parent}/slow.ts`, script);
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", `${parent}/slow.ts`],
        stdout: "piped",
        stderr: "null",
      }).spawn();
      const reader = child.stdout.getReader();
      await reader.read();
      assert.deepEqual(await statesIn(folder), ["missing", "missing", "running"]);
      child.kill(signal);
      await child.status;
      await reader.cancel();
      const state = (await shardStates(folder, await readPlan(folder)))[2]!;
      assert.match(state.state === "failed" ? state.reason : state.state, reason);
      await run(folder, 2, finishAll("a"));
      assert.deepEqual(await statesIn(folder), ["missing", "missing", "done"]);
    }
  }));

Deno.test("a damaged record, and one of another plan, count for nothing", () =>
  inFolder(async (parent) => {
    const folder = `${parent}/out`;
    for (const index of [0, 1, 2]) await run(folder, index, finishAll("a"));
    await Deno.writeTextFile(`${folder}/shards/000000.done.json`, "{");
    const path = `${folder}/shards/000001.done.json`;
    const record = JSON.parse(await Deno.readTextFile(path));
    await Deno.writeTextFile(path, JSON.stringify({ ...record, plan: "other" }));
    assert.deepEqual(await statesIn(folder), ["missing", "missing", "done"]);
  }));

Deno.test("a process in another container is seen by its record, which it renews", () =>
  inFolder(async (parent) => {
    const folder = `${parent}/set`;
    await run(folder, 0, finishAll("a"));
    const plan = planHash(await readPlan(folder));
    // Its number is one of its own container, and another process may have it here.
    const elsewhere = { ...thisWorker(undefined), pid: 1, plan };
    await writeRecord(folder, 1, "running", { ...elsewhere, space: "pid:[1]" });
    await writeRecord(folder, 2, "running", elsewhere);
    assert.deepEqual(await statesIn(folder), ["done", "running", "failed"]);
    // Neither of an hour ago nor of a clock that is an hour ahead.
    for (
      const [shift, state] of [[-3600, "failed"], [-60, "running"], [60, "running"], [
        3600,
        "failed",
      ]]
    ) {
      const at = new Date(Date.now() + 1000 * Number(shift));
      await Deno.utime(recordPath(folder, 1, "running"), at, at);
      assert.deepEqual(await statesIn(folder), ["done", state, "failed"], `${shift} s`);
    }
  }));

Deno.test("nothing is put together through a link, by which other files would be removed", () =>
  inFolder(async (parent) => {
    const folder = `${parent}/set`;
    for (const shard of [0, 1, 2]) await run(folder, shard, finishAll("a"));
    assert.equal((await donePlan(folder)).shards, 3);
    await Deno.mkdir(`${parent}/mine`);
    await Deno.symlink(`${parent}/mine`, `${folder}/shards/collecting`);
    const refused = { name: "InputError", message: /holds "shards\/collecting", which no shard/ };
    await assert.rejects(donePlan(folder), refused);
    assert.throws(() => removeObjects(folder), refused);
    await Deno.remove(`${folder}/shards/collecting`);
    await Deno.rename(`${folder}/shards`, `${parent}/moved`);
    await Deno.symlink(`${parent}/moved`, `${folder}/shards`);
    await assert.rejects(donePlan(folder), { message: /holds "shards", which no shard/ });
  }));

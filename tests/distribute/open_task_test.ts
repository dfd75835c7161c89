// Which shards a task does, whatever its engine's numbers.
import assert from "node:assert/strict";
import { type ArrayEnvironment, parseShardChoice } from "../../src/distribute/choice.ts";
import { openTask, type TaskChoice } from "../../src/distribute/open_task.ts";
import type { DividedCommand } from "../../src/distribute/plan.ts";
import { planHash, readPlan, writePlan } from "../../src/distribute/plan.ts";
import { removeRecord, writeRecord } from "../../src/distribute/records.ts";
import { fixIdentity } from "../../src/distribute/run_task.ts";
import { thisWorker } from "../../src/distribute/this_worker.ts";
import { namesIn } from "../end_to_end/cli.ts";
import { inFolder } from "../temporary_folder.ts";

const divided: DividedCommand = { command: "embed", words: ["a.csv"], directory: "/data" };

/** The variables that Slurm sets for a task of an array with these numbers. */
function slurm(id: number, numbers: readonly number[]): ArrayEnvironment {
  return {
    SLURM_ARRAY_JOB_ID: "7",
    SLURM_ARRAY_TASK_ID: String(id),
    SLURM_ARRAY_TASK_COUNT: String(numbers.length),
    SLURM_ARRAY_TASK_MIN: String(Math.min(...numbers)),
    SLURM_ARRAY_TASK_MAX: String(Math.max(...numbers)),
  };
}

const shardsOf = async (folder: string, text: string, environment: ArrayEnvironment = {}) =>
  (await openTask(folder, parseShardChoice(text, environment) as TaskChoice, divided)).shards;

Deno.test("arrays from 0, from 1 and from 10 do each shard once, and a retry does its own", () =>
  inFolder(async (parent) => {
    for (const [first, count] of [[0, 4], [1, 4], [10, 2]] as const) {
      const folder = `${parent}/from-${first}`;
      const numbers = Array.from({ length: count }, (_, i) => first + i);
      for (const id of numbers) {
        assert.deepEqual(await shardsOf(folder, "auto", slurm(id, numbers)), [id - first]);
        const given = `${id}/${count}`;
        assert.deepEqual(await shardsOf(folder, given, slurm(id, numbers)), [id - first]);
        assert.deepEqual(await shardsOf(folder, `${id}/1`, slurm(id, [id])), [id - first]);
      }
      const others = [first + count, ...(first > 0 ? [first - 1] : [])];
      for (const id of others) {
        await assert.rejects(shardsOf(folder, "auto", slurm(id, [id])), {
          name: "InputError",
          message:
            `"${folder}" is divided among the tasks ${first} to ${
              first + count - 1
            }, and this is ` +
            `task ${id}; start those of them that are missing, or choose another --out`,
        });
      }
    }
  }));

Deno.test("an array with gaps is refused while there is no plan, with the list to use", () =>
  inFolder(async (parent) => {
    const gaps = slurm(0, [0, 1, 3]);
    for (const text of ["auto", "0/3"]) {
      await assert.rejects(shardsOf(`${parent}/set`, text, gaps), /--array=0-2/);
    }
    await assert.rejects(Deno.stat(`${parent}/set`), Deno.errors.NotFound);
    await shardsOf(`${parent}/set`, "auto", slurm(2, [0, 1, 2, 3]));
    assert.deepEqual(await shardsOf(`${parent}/set`, "auto", slurm(3, [0, 1, 3])), [3]);
  }));

Deno.test("I/N: 0 and N are the same, and N is the plan's", () =>
  inFolder(async (parent) => {
    assert.deepEqual(await shardsOf(`${parent}/set`, "4/4"), [0]);
    assert.deepEqual(await shardsOf(`${parent}/set`, "1/4"), [1]);
    await assert.rejects(
      shardsOf(`${parent}/set`, "1/3"),
      /divided among 4 tasks.*use I\/4 or auto/,
    );
    for (const text of ["5/4", "-1/4", "1/0", "1/999999", "x", "1/4/2"]) {
      assert.throws(() => parseShardChoice(text, {}), /expected I\/N with I from 0 to N/);
    }
  }));

Deno.test("Kubernetes does not say how many tasks there are: the plan does", () =>
  inFolder(async (parent) => {
    const pod = { JOB_COMPLETION_INDEX: "2" };
    await assert.rejects(shardsOf(`${parent}/set`, "auto", pod), /earnest submit kubernetes/);
    const plan = {
      ...divided,
      schema: "earnest/shards/1",
      shards: 7,
      tasks: 3,
      firstTask: 0,
    } as const;
    await writePlan(`${parent}/set`, plan);
    assert.deepEqual(await shardsOf(`${parent}/set`, "auto", pod), [6]);
    assert.throws(
      () => parseShardChoice("auto", {}),
      /neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX/,
    );
    assert.throws(
      () => parseShardChoice("auto", { SLURM_ARRAY_TASK_ID: "x" }),
      /SLURM_ARRAY_TASK_ID is "x"; expected a whole number/,
    );
  }));

Deno.test("a folder of another command's shards, and a damaged plan, are refused", () =>
  inFolder(async (parent) => {
    await shardsOf(`${parent}/set`, "0/2");
    const scan = { ...divided, command: "scan" as const };
    await assert.rejects(
      openTask(`${parent}/set`, { kind: "counted", index: 0, count: 2 }, scan),
      /holds shards of embed, not of scan/,
    );
    const file = `${parent}/set/shards/plan.json`;
    const plan = JSON.parse(await Deno.readTextFile(file));
    await Deno.writeTextFile(file, JSON.stringify({ ...plan, tasks: 3 }));
    await assert.rejects(shardsOf(`${parent}/set`, "0/2"), /"tasks" is 3; expected at most .* 2/);
    await Deno.writeTextFile(file, JSON.stringify({ ...plan, firstTask: 2 ** 53 - 1 }));
    await assert.rejects(shardsOf(`${parent}/set`, "0/2"), /"firstTask" is 9007199254740991; exp/);
    await Deno.writeTextFile(file, JSON.stringify({ ...plan, shards: 1e9 }));
    await assert.rejects(shardsOf(`${parent}/set`, "0/2"), /"shards" is 1000000000; expected/);
  }));

Deno.test("nothing is written into a folder of shards that holds anything else", () =>
  inFolder(async (parent) => {
    const refused = async (name: string, expected: RegExp) => {
      await assert.rejects(shardsOf(`${parent}/${name}`, "0/2"), {
        name: "InputError",
        message: expected,
      });
    };
    await Deno.mkdir(`${parent}/mine/shards`, { recursive: true });
    await Deno.writeTextFile(`${parent}/mine/shards/notes.txt`, "mine");
    await refused("mine", /holds "shards\/notes\.txt", which no shard wrote/);
    await Deno.mkdir(`${parent}/linked`);
    await Deno.symlink(`${parent}/mine`, `${parent}/linked/shards`);
    await refused("linked", /holds "shards", which no shard wrote/);
    await Deno.writeTextFile(`${parent}/file`, "mine");
    await refused("file", /file" is not a folder/);
    assert.deepEqual(namesIn(`${parent}/mine/shards`), ["notes.txt"]);

    await shardsOf(`${parent}/set`, "0/2");
    await Deno.symlink(`${parent}/file`, `${parent}/set/shards/000001.done.json`);
    await refused("set", /holds "shards\/000001\.done\.json", which no shard wrote/);
  }));

Deno.test("a plan of other words gives way while nothing was begun by it", () =>
  inFolder(async (parent) => {
    const folder = `${parent}/set`;
    const right = { ...divided, words: ["b.csv"] };
    const task = (text: string, environment: ArrayEnvironment, words: DividedCommand) =>
      openTask(folder, parseShardChoice(text, environment) as TaskChoice, words);
    await task("auto", slurm(1, [0, 1, 2]), divided);
    // A task that is repeated alone follows the division.
    const { plan, shards } = await task("auto", slurm(2, [2]), right);
    assert.deepEqual([plan.words, plan.shards, shards], [["b.csv"], 3, [2]]);
    assert.deepEqual((await readPlan(folder)).words, ["b.csv"]);
    assert.equal((await task("0/2", {}, divided)).plan.shards, 2);

    const running = { ...thisWorker(undefined), plan: planHash(await readPlan(folder)) };
    await writeRecord(folder, 1, "running", running);
    assert.deepEqual((await task("0/2", {}, right)).plan.words, ["a.csv"]);
    removeRecord(folder, 1, "running");
    await fixIdentity(folder, { code: "a" });
    assert.deepEqual((await task("0/2", {}, right)).plan.words, ["a.csv"]);
  }));

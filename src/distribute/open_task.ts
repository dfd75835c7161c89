/**
 * Finds the shards of this process: by the plan in the output folder, which the first task writes.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { requireOwnShards } from "../basics/output/divided_folder.ts";
import { quotable } from "../basics/printable.ts";
import { canonicalJson, type JsonObject } from "../embeddings/identity.ts";
import type { ArrayTask, ShardChoice } from "./choice.ts";
import {
  type DividedCommand,
  hasObjects,
  isDivided,
  MOST_SHARDS,
  type Plan,
  readPlan,
  shardsOfTask,
  writePlan,
} from "./plan.ts";
import { shardStates } from "./states.ts";

/** A task of a plan. */
export interface PlannedTask {
  /** The plan that all tasks follow. */
  readonly plan: Plan;
  /** The shards of this task. */
  readonly shards: readonly number[];
}

/** A choice of shards. */
export type TaskChoice = Exclude<ShardChoice, { readonly kind: "collect" }>;

/**
 * Reads the plan in an output folder, or writes it, and finds the shards of a task. A plan of other words by which nothing
 * was begun, as after a mistake in the first command, is replaced: `collect` and `submit --resume` run its words.
 *
 * @param folder the output folder; created if missing, its parent must exist
 * @throws {InputError} when the choice does not fit the plan, the array has gaps and there is no plan yet, or the
 * folder's plan is of another command
 * @throws {SurroundingsError} when the plan cannot be written
 *
 * @example The retry of one task follows the plan, whatever its own array's numbers:
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseShardChoice } from "./choice.ts";
 * const folder = await Deno.makeTempDir();
 * const divided = { command: "embed", words: ["clips.csv"], directory: "/data" } as const;
 * const task = (id: string, first: string, last: string, count: string) =>
 *   openTask(`${folder}/set`, parseShardChoice("auto", {
 *     SLURM_ARRAY_TASK_ID: id,
 *     SLURM_ARRAY_TASK_MIN: first,
 *     SLURM_ARRAY_TASK_MAX: last,
 *     SLURM_ARRAY_TASK_COUNT: count,
 *   }) as TaskChoice, divided);
 * assert.deepEqual((await task("11", "10", "13", "4")).shards, [1]);
 * assert.deepEqual((await task("12", "12", "12", "1")).shards, [2]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function openTask(
  folder: string,
  choice: TaskChoice,
  divided: DividedCommand,
): Promise<PlannedTask> {
  requireOwnShards(folder);
  const previewed = await previewPlan(folder, choice, divided);
  const plan = await writePlan(folder, previewed, (found) => isReplaceable(folder, found, divided));
  return taskOf(plan, choice, divided, folder);
}

/**
 * Finds the shards of a task as {@link openTask} does, and writes nothing.
 *
 * @throws {InputError} as {@link openTask}
 */
export async function previewTask(
  folder: string,
  choice: TaskChoice,
  divided: DividedCommand,
): Promise<PlannedTask> {
  return taskOf(await previewPlan(folder, choice, divided), choice, divided, folder);
}

function taskOf(
  plan: Plan,
  choice: TaskChoice,
  divided: DividedCommand,
  folder: string,
): PlannedTask {
  if (plan.command !== divided.command) {
    throw new InputError(
      `"${
        quotable(folder)
      }" holds shards of ${plan.command}, not of ${divided.command}; choose another --out`,
    );
  }
  return { plan, shards: shardsOfTask(plan, taskIn(plan, choice, folder)) };
}

/**
 * The plan in an output folder, or the one that a task would write there; nothing is written.
 *
 * @throws {InputError} when the array has gaps and there is no plan yet
 */
export async function previewPlan(
  folder: string,
  choice: TaskChoice,
  divided: DividedCommand,
): Promise<Plan> {
  if (!isDivided(folder)) return planFor(choice, divided);
  const plan = await readPlan(folder);
  if (!await isReplaceable(folder, plan, divided)) return plan;
  // The task may be a repeated one; its array does not name the others.
  return indexIn(plan, choice) === undefined ? planFor(choice, divided) : { ...plan, ...divided };
}

/** Whether a plan is of other words than a task's, and no task has begun by it. */
async function isReplaceable(
  folder: string,
  plan: Plan,
  divided: DividedCommand,
): Promise<boolean> {
  const { command, words, directory } = plan;
  if (command !== divided.command) return false;
  if (canonicalJson({ words, directory }) === canonicalJson(plain(divided))) return false;
  if (hasObjects(folder)) return false;
  return (await shardStates(folder, plan)).every(({ state }) => state !== "running");
}

function plain({ words, directory }: DividedCommand): JsonObject {
  return { words: [...words], directory };
}

/** The plan that the first task of an array makes. */
function planFor(choice: TaskChoice, divided: DividedCommand): Plan {
  const { first, count } = choice.kind === "counted"
    ? { first: 0, count: choice.count }
    : wholeArray(choice.task);
  return {
    schema: "earnest/shards/1",
    ...divided,
    shards: count,
    tasks: count,
    firstTask: first,
  };
}

/** The numbers of an array, which must have no gaps while nothing else says how many shards there are. */
function wholeArray({ engine, array }: ArrayTask): { first: number; count: number } {
  if (array === undefined) {
    throw new InputError(
      `${
        engine === "slurm" ? "Slurm" : "Kubernetes"
      } does not say how many tasks there are, and there is no plan yet; ` +
        `start the array with earnest submit ${engine}, or give I/N such as 0/8`,
    );
  }
  const { first, last, count } = array;
  if (last - first + 1 !== count) {
    throw new InputError(
      `The array has ${count} tasks from ${first} to ${last}: some are left out, and there is no plan yet that says ` +
        `how many shards there are; start it whole, with --array=${first}-${first + count - 1}`,
    );
  }
  if (count > MOST_SHARDS) {
    throw new InputError(`The array has ${count} tasks; expected at most ${MOST_SHARDS}`);
  }
  return { first, count };
}

/** Index of a task in the plan; undefined where it has none. */
function indexIn({ tasks, firstTask }: Plan, choice: TaskChoice): number | undefined {
  if (choice.kind === "counted") return choice.count === tasks ? choice.index % tasks : undefined;
  const task = choice.task.id - firstTask;
  return task >= 0 && task < tasks ? task : undefined;
}

/** Index of a task in the plan, which must have it. */
function taskIn(plan: Plan, choice: TaskChoice, folder: string): number {
  const { tasks, firstTask } = plan;
  const index = indexIn(plan, choice);
  if (index !== undefined) return index;
  if (choice.kind === "counted") {
    throw new InputError(
      `"${
        quotable(folder)
      }" is divided among ${tasks} tasks, and --shard says ${choice.index}/${choice.count}; ` +
        `use I/${tasks} or auto, or choose another --out`,
    );
  }
  throw new InputError(
    `"${quotable(folder)}" is divided among the tasks ${firstTask} to ${
      firstTask + tasks - 1
    }, and this is task ` +
      `${choice.task.id}; start those of them that are missing, or choose another --out`,
  );
}

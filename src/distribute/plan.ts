/**
 * The plan of a command whose work is divided into shards. It lies in the output folder; the first task that comes writes
 * it, and all others follow it, whatever their engine says of its own array.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { isThere } from "../basics/output/place.ts";
import {
  IDENTITY_FILE,
  PLAN_FILE,
  RANGES_FILE,
  shardFile,
  SHARDS_FOLDER,
} from "../basics/output/shard_names.ts";
import { quotable } from "../basics/printable.ts";
import { ensureFolder, withLock } from "../embeddings/folder.ts";
import { fingerprintOf, type JsonObject } from "../embeddings/identity.ts";
import { readJsonFile } from "./json_file.ts";

/** The commands that take `--shard`. */
export const SHARDED_COMMANDS = ["embed", "scan", "split", "search", "audit"] as const;

/** A command that takes `--shard`. */
export type ShardedCommand = typeof SHARDED_COMMANDS[number];

/** A command line that is divided. */
export interface DividedCommand {
  /** The command. */
  readonly command: ShardedCommand;
  /** Its arguments, without `--shard`. */
  readonly words: readonly string[];
  /** The folder to which paths among them are relative. */
  readonly directory: string;
}

/** How a command's work is divided. */
export interface Plan extends DividedCommand {
  /** The file's form. */
  readonly schema: "earnest/shards/1";
  /** Number of shards. */
  readonly shards: number;
  /** Number of tasks; each does `ceil(shards / tasks)` of them, the last perhaps fewer. */
  readonly tasks: number;
  /** The number that the engine gives to the first task. */
  readonly firstTask: number;
}

/** More would make a folder slow, and no site runs them. */
export const MOST_SHARDS = 100_000;
/** Engines number tasks with fewer digits. */
const MOST_TASK_NUMBER = 9_999_999_999;

const count = z.int().min(1, { error: `expected a whole number from 1 to ${MOST_SHARDS}` })
  .max(MOST_SHARDS, { error: `expected a whole number from 1 to ${MOST_SHARDS}` });
const planSchema = z.strictObject({
  schema: z.literal("earnest/shards/1"),
  command: z.enum(SHARDED_COMMANDS),
  words: z.array(z.string()),
  directory: z.string(),
  shards: count,
  tasks: count,
  firstTask: z.int().min(0, { error: "expected a whole number, 0 or more" })
    .max(MOST_TASK_NUMBER, { error: `expected a whole number up to ${MOST_TASK_NUMBER}` }),
});

/** Path of the folder of shards in an output folder. */
export function shardsIn(folder: string): string {
  return join(folder, SHARDS_FOLDER);
}

/** Path of the object of a shard: what it found, until the shards are put together. */
export function objectPath(folder: string, shard: number): string {
  return join(shardsIn(folder), shardFile(shard, "part"));
}

/** Whether the work of an output folder is divided. */
export function isDivided(folder: string): boolean {
  return isThere(join(shardsIn(folder), PLAN_FILE));
}

/** Whether tasks have begun to write objects by the plan of an output folder. */
export function hasObjects(folder: string): boolean {
  return [IDENTITY_FILE, RANGES_FILE].some((name) => isThere(join(shardsIn(folder), name)));
}

/**
 * Reads the plan in an output folder.
 *
 * @throws {InputError} when the folder has no plan, or a malformed one
 */
export async function readPlan(folder: string): Promise<Plan> {
  const file = join(shardsIn(folder), PLAN_FILE);
  if (!isDivided(folder)) {
    throw new InputError(
      `"${quotable(folder)}" ${withoutPlan(folder)}; expected the --out of a command with --shard`,
    );
  }
  const plan = await readJsonFile(file, planSchema);
  if (plan.tasks <= plan.shards) return plan;
  throw new InputError(
    `Cannot use "${file}": "tasks" is ${plan.tasks}; expected at most the number of shards, ${plan.shards}`,
  );
}

/** What is said of a place that has no plan. */
function withoutPlan(folder: string): string {
  if (!isThere(folder)) return "does not exist";
  const name = `${SHARDS_FOLDER}/${PLAN_FILE}`;
  // A task that could not even write the plan, as on a full disk, leaves the folder of shards.
  return isThere(shardsIn(folder))
    ? `has no ${name}: no shard has begun there`
    : `was not divided: it has no ${name}. If it is an output, one process wrote it`;
}

/**
 * Writes a plan, unless another task was faster.
 *
 * @param folder the output folder; created if missing, its parent must exist
 * @param isReplaceable whether an earlier plan is replaced by this one; by default it is kept
 * @returns the plan that the folder has afterwards
 * @throws {SurroundingsError} when it cannot be written
 */
export async function writePlan(
  folder: string,
  plan: Plan,
  isReplaceable: (found: Plan) => Promise<boolean> = () => Promise.resolve(false),
): Promise<Plan> {
  const isKept = async () => isDivided(folder) && !await isReplaceable(await readPlan(folder));
  if (await isKept()) return await readPlan(folder);
  await ensureFolder(folder);
  await ensureFolder(shardsIn(folder));
  await withLock(shardsIn(folder), async () => {
    if (await isKept()) return;
    const text = `${JSON.stringify(planSchema.parse(plan), null, 2)}\n`;
    await writeFileAtomic(join(shardsIn(folder), PLAN_FILE), text);
  });
  // On a file system without locks, another task may have written its own at the same moment.
  return await readPlan(folder);
}

/** SHA-256 of what a plan says: an object of a shard carries it. */
export function planHash(plan: Plan): string {
  return fingerprintOf({ ...plan } as unknown as JsonObject);
}

/**
 * Lists the shards of a task.
 *
 * @param task its index, from 0 on
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(shardsOfTask({ shards: 10, tasks: 4 }, 1), [3, 4, 5]);
 * assert.deepEqual(shardsOfTask({ shards: 10, tasks: 4 }, 3), [9]);
 * ```
 */
export function shardsOfTask(
  { shards, tasks }: Pick<Plan, "shards" | "tasks">,
  task: number,
): number[] {
  const each = Math.ceil(shards / tasks);
  const first = task * each;
  return Array.from({ length: Math.max(0, Math.min(each, shards - first)) }, (_, i) => first + i);
}

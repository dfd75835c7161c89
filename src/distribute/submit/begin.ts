/**
 * What a job finds in its output folder: nothing, or a plan, and which of its shards are missing.
 * @module
 */
import { resolve } from "node:path";
import { InputError, messageOf, SurroundingsError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { isDivided, type Plan, shardsOfTask, writePlan } from "../plan.ts";
import { shardStates } from "../states.ts";
import type { SubmittedJob } from "./job.ts";
import { type QueuedTask, queueOf } from "./slurm.ts";

/**
 * Refuses an output folder in which no job can begin.
 *
 * @throws {InputError} when it has a plan, or anything else
 */
export function requireUnused(folder: string): void {
  if (isDivided(folder)) {
    throw new InputError(
      `"${quotable(folder)}" has a plan already; send what is missing of it with --resume, or ` +
        "choose another --out",
    );
  }
  const [first] = entriesOf(folder);
  if (first === undefined) return;
  throw new InputError(
    `"${quotable(folder)}" is not empty: it holds "${quotable(first)}"; choose another --out`,
  );
}

function entriesOf(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return [];
    throw new InputError(`Cannot use "${quotable(folder)}" as --out: ${messageOf(thrown)}`);
  }
}

/**
 * Writes the plan of a job, which all of its tasks follow.
 *
 * @param folder the output folder, as this process reaches it
 * @throws {SurroundingsError} when it cannot be written, or another job was faster
 */
export async function beginJob(folder: string, { plan }: SubmittedJob): Promise<void> {
  const written = await writePlan(folder, plan);
  if (JSON.stringify(written.words) === JSON.stringify(plan.words)) return;
  throw new SurroundingsError(`Another command began in "${quotable(folder)}" just now`);
}

/** The tasks of a plan by what is to be done. */
export interface PlanProgress {
  /** Number of shards that are done. */
  readonly done: number;
  /** Tasks with shards that nothing will do, ascending. */
  readonly missing: readonly number[];
  /** Tasks that an engine still has or that run, ascending. */
  readonly active: readonly number[];
}

/**
 * Finds what is missing of a plan.
 *
 * @param queued the tasks that Slurm still has
 */
export async function planProgress(
  folder: string,
  plan: Plan,
  queued: readonly QueuedTask[] = [],
): Promise<PlanProgress> {
  const states = await shardStates(resolve(folder), plan, { isQueued: queueOf(queued) });
  const waiting = new Set(queued.map(({ task }) => task - plan.firstTask));
  const missing = [];
  const active = [];
  for (let task = 0; task < plan.tasks; task++) {
    const own = shardsOfTask(plan, task).map((shard) => states[shard]!.state);
    if (own.every((state) => state === "done")) continue;
    if (waiting.has(task) || own.includes("running")) active.push(task);
    else missing.push(task);
  }
  return { done: states.filter(({ state }) => state === "done").length, missing, active };
}

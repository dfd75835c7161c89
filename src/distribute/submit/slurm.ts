/**
 * Submits to Slurm.
 * @module
 */
import { messageOf, SurroundingsError } from "../../basics/errors.ts";
import { makeOwnFolder } from "../../basics/own_folder.ts";
import { quotable } from "../../basics/printable.ts";
import type { StartedTask } from "../states.ts";
import { runEngine } from "./engine.ts";
import { jobName, type SubmittedJob } from "./job.ts";
import { logsFolder, type SlurmScripts } from "./slurm_scripts.ts";

/** A task of an array that Slurm still has. */
export interface QueuedTask {
  /** Id of the array's job. */
  readonly job: string;
  /** The task's number. */
  readonly task: number;
}

/** The jobs that were submitted. */
export interface SlurmJobs {
  /** Id of the array's job. */
  readonly array: string;
  /** Id of the job that puts the shards together. */
  readonly collect: string;
}

/**
 * Submits an array, and a job that puts the shards together once all tasks have ended well.
 *
 * @param after arrays that also work on the shards: that job waits for their end
 * @throws {SurroundingsError} when Slurm does not take them
 */
export async function submitToSlurm(
  job: SubmittedJob,
  scripts: SlurmScripts,
  after: readonly string[] = [],
): Promise<SlurmJobs> {
  await makeOwnFolder(logsFolder(job));
  const array = await sbatch([], scripts.array);
  const conditions = [`afterok:${array}`, ...after.map((id) => `afterany:${id}`)];
  try {
    const collect = await sbatch([dependencyWord(conditions), KILL_WORD], scripts.collect);
    return { array, collect };
  } catch (thrown) {
    throw new SurroundingsError(
      `The array was submitted as job ${array}, but what puts the shards together was not (${
        messageOf(thrown)
      }); run earnest collect when the array has ended`,
    );
  }
}

/** Without it, a job whose condition can no longer hold would stay in the queue. */
export const KILL_WORD = "--kill-on-invalid-dep=yes";

/** The word that makes a job wait. */
export function dependencyWord(conditions: readonly string[]): string {
  return `--dependency=${conditions.join(",")}`;
}

/**
 * Lists the tasks of arrays that Slurm still has: queued ones and those that run.
 *
 * @param job the job whose arrays they are; default all of this user
 */
export async function queuedTasks(job?: SubmittedJob): Promise<QueuedTask[]> {
  const named = job === undefined ? [] : [`--name=${jobName(job)}`];
  const words = ["--me", "--noheader", "--array", ...named, "--format=%F %K"];
  const lines = (await runEngine("squeue", words)).split("\n");
  return lines.flatMap((line) => {
    const [, id, task] = /^\s*(\d+) (\d+)\s*$/.exec(line) ?? [];
    return id === undefined ? [] : [{ job: id, task: Number(task) }];
  });
}

/** Returns a function that says whether Slurm still has a task: undefined for the task of another engine. */
export function queueOf(
  queued: readonly QueuedTask[],
): (task: StartedTask) => boolean | undefined {
  const known = new Set(queued.map(({ job, task }) => `${job}_${task}`));
  return ({ engine, job, task }) => engine === "slurm" ? known.has(`${job}_${task}`) : undefined;
}

async function sbatch(words: readonly string[], script: string): Promise<string> {
  const answer = await runEngine("sbatch", ["--parsable", ...words], script);
  // The name of the cluster may follow.
  const [, id] = /^(\d+)(;.*)?\s*$/.exec(answer) ?? [];
  if (id !== undefined) return id;
  throw new SurroundingsError(`sbatch answered "${quotable(answer)}"; expected a job's id`);
}

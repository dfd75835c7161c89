/**
 * The scripts that Slurm runs: an array's task, and what puts the shards together afterwards.
 * @module
 */
import { join, resolve } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { LOGS_FOLDER } from "../../basics/output/shard_names.ts";
import { quotable } from "../../basics/printable.ts";
import { shellWord } from "../../basics/shell_word.ts";
import { shardsIn } from "../plan.ts";
import { logName, ranges } from "../states.ts";
import { collectWords, exactWord, jobName, type SubmittedJob, taskWords } from "./job.ts";
import type { TaskResources } from "./values.ts";

/** What is asked of Slurm, in the forms of `VALUE_FORMS`. */
export interface SlurmOptions extends TaskResources {
  /** A resource in Slurm's words, in place of a number of graphics cards. */
  readonly gres?: string | undefined;
  /** Time limit of each task. */
  readonly time?: string | undefined;
  /** Where it runs. */
  readonly partition?: string | undefined;
  /** To whom it is charged. */
  readonly account?: string | undefined;
  /** Further options of `sbatch`, of both jobs. */
  readonly sbatch?: readonly string[] | undefined;
}

/** The scripts of a job. */
export interface SlurmScripts {
  /** Each task of the array runs it. */
  readonly array: string;
  /** Puts the shards together. */
  readonly collect: string;
}

/**
 * Writes the scripts of a job.
 *
 * @param program the words that run Earnest on a node
 * @param tasks indices of the plan's tasks that are to run, ascending
 * @throws {InputError} when a word has a line break or another character that cannot be shown, or the output folder one
 * that Slurm cannot write in a path
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const plan = {
 *   schema: "earnest/shards/1",
 *   command: "embed",
 *   words: ["my clips.csv", "--out", "clips"],
 *   directory: "/data",
 *   shards: 4,
 *   tasks: 4,
 *   firstTask: 0,
 * } as const;
 * const { array } = slurmScripts({ plan, out: "clips" }, ["earnest"], [0, 1, 3], { gpus: 1 });
 * const lines = array.split("\n");
 * assert.ok(lines.includes("#SBATCH --array=0-1,3"));
 * assert.ok(lines.includes("#SBATCH --gres=gpu:1"));
 * assert.equal(lines.at(-2), "exec earnest embed 'my clips.csv' --out clips --shard auto");
 * ```
 */
export function slurmScripts(
  job: SubmittedJob,
  program: readonly string[],
  tasks: readonly number[],
  options: SlurmOptions,
): SlurmScripts {
  const { plan } = job;
  const { maxParallel, gpus, gres = gpus && `gpu:${gpus}` } = options;
  const numbers = ranges(tasks.map((task) => plan.firstTask + task));
  const array = {
    "job-name": jobName(job),
    array: maxParallel === undefined ? numbers : `${numbers}%${maxParallel}`,
    gres,
    output: logPath(job, logName("%A", "%a")),
  };
  const collect = {
    "job-name": `${jobName(job)}-collect`,
    // An audit is scored on the device of its shards.
    gres: plan.command === "audit" ? gres : undefined,
    output: logPath(job, logName("collect", "%j")),
  };
  return {
    array: script(array, options, job, [...program, ...taskWords(job)]),
    collect: script(collect, options, job, [...program, ...collectWords(job)]),
  };
}

/** The folder of a job's logs, which Slurm does not create. */
export function logsFolder({ plan, out }: SubmittedJob): string {
  return join(shardsIn(resolve(plan.directory, out)), LOGS_FOLDER);
}

/** A script whose last line becomes the command itself, so that Slurm's signals reach it. */
function script(
  own: Readonly<Record<string, string | number | undefined>>,
  { time, memory, cpus, partition, account, sbatch = [] }: SlurmOptions,
  { plan }: SubmittedJob,
  words: readonly string[],
): string {
  const settings = {
    ...own,
    nodes: 1,
    ntasks: 1,
    "cpus-per-task": cpus,
    mem: memory,
    time,
    partition,
    account,
    "open-mode": "append",
  };
  const lines = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `#SBATCH --${name}=${value}`);
  return [
    "#!/bin/sh",
    // Slurm takes the last of options that are given twice, so that these replace none of ours.
    ...sbatch.map((option) => `#SBATCH ${furtherOption(option)}`),
    ...lines,
    // A task whose node fails starts again, and does what is left of its shards.
    "#SBATCH --requeue",
    `cd -- ${shellWord(exactWord(plan.directory))} || exit 4`,
    `exec ${words.map((word) => shellWord(exactWord(word))).join(" ")}`,
    "",
  ].join("\n");
}

/** Options of `sbatch` that {@link script} sets, or that have an option of ours, by what is to be used. */
const OWN_OPTIONS: Readonly<Record<string, string | undefined>> = {
  time: "--time",
  partition: "--partition",
  account: "--account",
  gres: "--gres",
  gpus: "--gpus",
  mem: "--memory",
  "cpus-per-task": "--cpus",
  ...Object.fromEntries(
    ["array", "job-name", "output", "error", "open-mode", "nodes", "ntasks", "chdir", "wrap"].map(
      (name) => [name, undefined],
    ),
  ),
};

/**
 * Refuses a further option of `sbatch` that would be in the way.
 *
 * @throws {InputError} that names the option to use
 */
export function requireFurther(option: string): void {
  const given = option.slice(2).split("=")[0]!;
  // Slurm takes the beginning of a name for the whole.
  const name = Object.keys(OWN_OPTIONS).find((one) => one.startsWith(given));
  if (name === undefined) return;
  const own = OWN_OPTIONS[name];
  throw new InputError(
    `--sbatch is "${quotable(option)}"; ` +
      (own === undefined ? `submit sets --${name} itself` : `use the option ${own} of submit`),
  );
}

/** A further option as Slurm reads it: what follows a blank would be another word. */
function furtherOption(option: string): string {
  const [name, value] = [option.split("=")[0]!, option.split("=").slice(1).join("=")];
  return value === "" || /^[\w.,:=/@+-]+$/.test(value) ? option : `${name}="${value}"`;
}

/**
 * Path of a log as Slurm reads it: it replaces what follows a percent sign, and takes the words between double quotes.
 *
 * @param name with Slurm's replacements
 */
function logPath(job: SubmittedJob, name: string): string {
  const folder = exactWord(logsFolder(job));
  if (folder.includes("\\")) {
    throw new InputError(
      `--out is "${quotable(job.out)}"; Slurm cannot write logs where a path has a backslash`,
    );
  }
  return `"${join(folder.replaceAll("%", "%%").replaceAll('"', '\\"'), name)}"`;
}

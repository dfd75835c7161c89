/** The command that is submitted: as it is given, or as the plan of an earlier submission has it. */
import { isAbsolute, join, relative, resolve } from "node:path";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { InputError, SurroundingsError } from "../src/basics/errors.ts";
import { suggestion } from "../src/basics/nearest.ts";
import { isSamePlace } from "../src/basics/on_disk.ts";
import { quotable } from "../src/basics/printable.ts";
import { shellWord } from "../src/basics/shell_word.ts";
import { collectedOutput } from "../src/distribute/collected.ts";
import { type Plan, readPlan, SHARDED_COMMANDS } from "../src/distribute/plan.ts";
import { beginJob, planProgress, requireUnused } from "../src/distribute/submit/begin.ts";
import { type SubmittedJob, tasksFor } from "../src/distribute/submit/job.ts";
import type { QueuedTask } from "../src/distribute/submit/slurm.ts";
import { withOptions } from "../src/distribute/words.ts";
import { definitionOf, type ParsedWords, parsedWords } from "./parsed_words.ts";
import { type Directories, requireInputs } from "./submitted_inputs.ts";

/** Shards of a job, unless `--shards` says otherwise. */
export const SHARDS = 8;

/** Values of the options that say what is submitted. */
export interface SubmittedOptions {
  readonly shards?: number;
  readonly resume?: string;
  readonly print: boolean;
}

/** A submission, before anything is written or sent. */
export interface Submission {
  readonly job: SubmittedJob;
  /** The output folder, as this process reaches it. */
  readonly folder: string;
  /** Indices of the plan's tasks that are to run, ascending. */
  readonly tasks: readonly number[];
  /** Number of shards that are done. */
  readonly done: number;
  /** Indices of tasks that run or wait already. */
  readonly active: readonly number[];
  /** The tasks that Slurm still has. */
  readonly queued: readonly QueuedTask[];
}

/**
 * Finds what is to be submitted.
 *
 * @param words the command and its arguments
 * @param directories the folder to which its paths are relative: where it runs, and here
 * @param submits the definition of `submit` for this engine
 * @param queuedTasks asks an engine for the tasks that it still has
 * @returns undefined when the shards that were to be resumed were put together
 * @throws {InputError} when the command's work cannot be divided, an input is missing, or its place is taken
 */
export async function openSubmission(
  words: readonly string[],
  { shards, resume }: SubmittedOptions,
  directories: Directories,
  submits: Command,
  queuedTasks: (job: SubmittedJob) => Promise<QueuedTask[]>,
): Promise<Submission | undefined> {
  if (resume === undefined) {
    const job = await newJob(words, shards ?? SHARDS, directories, submits);
    const folder = placeHere(job, directories.here);
    requireUnused(folder);
    const tasks = Array.from({ length: job.plan.tasks }, (_, task) => task);
    return { job, folder, tasks, done: 0, active: [], queued: [] };
  }
  if (words.length > 0 || shards !== undefined) {
    throw new InputError("--resume takes the command and its shards from the plan; leave them out");
  }
  if (await collectedOutput(resume) !== undefined) return undefined;
  const plan = await readPlan(resume);
  const parsed = await taskWords([plan.command, ...plan.words]);
  const job = { plan, out: parsed.out };
  const here = plan.directory === directories.there ? directories.here : plan.directory;
  const folder = placeHere(job, here);
  if (!isSamePlace(folder, resume)) {
    throw new InputError(
      `The plan in "${quotable(resume)}" is for "${
        quotable(folder)
      }"; move it back, or submit the command with another --out`,
    );
  }
  const queued = await queuedTasks(job);
  const { missing, ...rest } = await planProgress(folder, plan, queued);
  if (missing.length > 0) {
    await requireInputs(plan.command, parsed, { ...directories, there: plan.directory, here });
  }
  return { job, folder, tasks: missing, queued, ...rest };
}

/**
 * Writes the plan of a new job and sends it, or sends an earlier one's again.
 *
 * @param send gives it to the engine
 * @throws {SurroundingsError} when the engine does not take it: its plan stays, since it may have arrived
 */
export async function sendJob<Sent>(
  { job, folder }: Submission,
  { resume }: SubmittedOptions,
  send: () => Promise<Sent>,
): Promise<Sent> {
  if (resume === undefined) await beginJob(folder, job);
  try {
    return await send();
  } catch (thrown) {
    if (!(thrown instanceof SurroundingsError) || resume !== undefined) throw thrown;
    throw new SurroundingsError(
      `${thrown.message}; the plan is written: send what is missing with --resume ` +
        shellWord(folder),
    );
  }
}

async function newJob(
  words: readonly string[],
  shards: number,
  directories: Directories,
  submits: Command,
): Promise<SubmittedJob> {
  const [name, ...rest] = words;
  if (name === undefined) {
    throw new InputError(
      "submit needs a command such as embed, or --resume with an output folder",
    );
  }
  const command = SHARDED_COMMANDS.find((known) => known === name);
  if (command === undefined) {
    const known = suggestion(name, SHARDED_COMMANDS);
    throw new InputError(`"${quotable(name)}" is no command that can be divided; ${known}`);
  }
  await requirePlaced(words, submits);
  const parsed = await taskWords(words);
  await requireInputs(command, parsed, directories);
  const plan: Plan = {
    schema: "earnest/shards/1",
    command,
    words: rest,
    directory: directories.there,
    shards,
    tasks: tasksFor(shards),
    firstTask: 0,
  };
  return { plan, out: parsed.out };
}

/**
 * Refuses options of `submit` that stand behind the command.
 *
 * @throws {InputError} that names the first
 */
async function requirePlaced(words: readonly string[], submits: Command): Promise<void> {
  const [name, ...rest] = words;
  const end = rest.includes("--") ? rest.indexOf("--") : rest.length;
  const isOf = ({ options }: Command, word: string) => options.some(({ long }) => long === word);
  const inner = await definitionOf(words);
  const misplaced = rest.slice(0, end).map((word) => word.split("=")[0]!)
    .find((word) => isOf(submits, word) && !isOf(inner, word));
  if (misplaced === undefined) return;
  throw new InputError(
    `${misplaced} is an option of submit, and stands behind ${name}; write it before that: ` +
      `earnest submit ${submits.name()} ${misplaced} ... ${name} ...`,
  );
}

/** Parses a command as its tasks will. */
async function taskWords([command, ...words]: readonly string[]): Promise<ParsedWords> {
  if (words.some((word) => /^--shard(=|$)/.test(word))) {
    throw new InputError("submit gives each task its --shard itself; leave it out of the command");
  }
  return await parsedWords([command!, ...withOptions(words, ["--shard", "0/1"])]);
}

/**
 * The output folder, as this process reaches it.
 *
 * @param here the folder that is the command's working folder where it runs
 */
function placeHere({ plan, out }: SubmittedJob, here: string): string {
  if (plan.directory === here) return resolve(here, out);
  const inside = relative(plan.directory, resolve(plan.directory, out));
  if (inside !== "" && !inside.startsWith("..") && !isAbsolute(inside)) return join(here, inside);
  throw new InputError(
    `--out is "${quotable(out)}"; expected a folder in "${quotable(plan.directory)}", the volume`,
  );
}

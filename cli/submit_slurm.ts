/** `earnest submit slurm`. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { safeJson } from "../src/basics/safe_json.ts";
import { shellWord } from "../src/basics/shell_word.ts";
import { ranges } from "../src/distribute/states.ts";
import {
  dependencyWord,
  KILL_WORD,
  queuedTasks,
  submitToSlurm,
} from "../src/distribute/submit/slurm.ts";
import {
  logsFolder,
  type SlurmOptions,
  type SlurmScripts,
  slurmScripts,
} from "../src/distribute/submit/slurm_scripts.ts";
import { mainPlace } from "./command_line.ts";
import type { CommonOptions } from "./options.ts";
import { printCollected } from "./status.ts";
import { openSubmission, sendJob, type Submission, type SubmittedOptions } from "./submitted.ts";
import { counted } from "./table.ts";

/** Submits a command, or what is missing of one. */
export async function submitSlurm(
  words: readonly string[],
  options: CommonOptions & SubmittedOptions & SlurmOptions,
  submits: Command,
): Promise<void> {
  const here = Deno.cwd();
  const directories = { there: here, here, isShared: true };
  const submission = await openSubmission(words, options, directories, submits, queuedTasks);
  if (submission === undefined) return printCollected(options.resume!, options.json);
  const { job, folder, tasks, queued } = submission;
  if (tasks.length === 0) return printNothing(submission, options);
  const scripts = slurmScripts(job, programHere(), tasks, options);
  if (options.print) return printScripts(scripts, submission, options);
  const arrays = [...new Set(queued.map((task) => task.job))];
  const send = () => submitToSlurm(job, scripts, arrays);
  const jobs = await sendJob(submission, options, send);
  if (options.json) return console.log(safeJson({ ...summary(submission), jobs }));
  console.log(
    `${counted(tasks.length, "task")} of ${job.plan.command} for ` +
      `${counted(job.plan.shards, "shard")} are job ${jobs.array}; ` +
      `job ${jobs.collect} puts the shards together.`,
  );
  console.log(`Next: earnest status ${shellWord(folder)}`);
}

/** The words that run this program on a node, which shares this one's file system. */
function programHere(): string[] {
  // Which permissions this process has cannot be read.
  return [Deno.execPath(), "run", "-A", mainPlace()];
}

/** What programs learn of a submission. */
export function summary({ job, folder, tasks, active, done }: Submission) {
  const { command, shards } = job.plan;
  return { schema: "earnest/submit/1", command, folder, shards, done, tasks, active };
}

/** Says that nothing is to be submitted. */
export function printNothing(submission: Submission, { json }: CommonOptions): void {
  const { folder, active } = submission;
  if (json) return console.log(safeJson(summary(submission)));
  console.log(
    active.length > 0
      ? `Nothing is missing that is not at work: tasks ${ranges(active)} run or wait.`
      : `All shards are done. Next: earnest collect ${shellWord(folder)}`,
  );
}

function printScripts(
  scripts: SlurmScripts,
  submission: Submission,
  { json }: CommonOptions,
): void {
  if (json) return console.log(safeJson({ ...summary(submission), scripts }));
  const folder = shellWord(logsFolder(submission.job));
  console.log(explained(scripts.array, [
    "The array. submit makes the folder of its logs, without which Slurm ends each task:",
    `  mkdir -p ${folder}`,
    "and gives this script to: sbatch --parsable",
  ]));
  console.log(
    explained(scripts.collect, [
      "What puts the shards together. With the id of the array in place of ID it is given to:",
      `  sbatch ${dependencyWord(["afterok:ID"])} ${KILL_WORD}`,
    ]).trimEnd(),
  );
}

/** A script with comments behind its first line, which must stay the first. */
function explained(script: string, comments: readonly string[]): string {
  const [first, ...lines] = script.split("\n");
  return [first, ...comments.map((line) => `# ${line}`), ...lines].join("\n");
}

/** `earnest submit kubernetes`. */
import { type Command, InvalidArgumentError } from "npm:commander@15.1.0"; // Parses the command line.
import { InputError, SurroundingsError } from "../src/basics/errors.ts";
import { quotable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { shellWord } from "../src/basics/shell_word.ts";
import { ranges } from "../src/distribute/states.ts";
import {
  collectLine,
  manifestList,
  submitToKubernetes,
} from "../src/distribute/submit/kubernetes.ts";
import {
  kubernetesManifests,
  type KubernetesOptions,
  type MountedVolume,
} from "../src/distribute/submit/kubernetes_manifests.ts";
import { VALUE_FORMS } from "../src/distribute/submit/values.ts";
import type { CommonOptions } from "./options.ts";
import { printNothing, summary } from "./submit_slurm.ts";
import { printCollected } from "./status.ts";
import { openSubmission, sendJob, type Submission, type SubmittedOptions } from "./submitted.ts";
import { counted } from "./table.ts";

interface KubernetesCommandOptions
  extends CommonOptions, SubmittedOptions, Omit<KubernetesOptions, "volumes"> {
  readonly volume: readonly MountedVolume[];
}

/** Parses `--volume`; a claim without a folder is mounted where it is here. */
export function parseVolume(
  value: string,
  before: readonly MountedVolume[] = [],
): readonly MountedVolume[] {
  const { pattern, expected } = VALUE_FORMS.volume;
  if (!pattern.test(value)) throw new InvalidArgumentError(`expected ${expected}`);
  const [claim, mount = Deno.cwd()] = value.split(":") as [string, string?];
  return [...before, { claim, mount }];
}

/** A plan of an earlier submission says where tasks see the volume. */
function requireMounted(directory: string, mount: string): void {
  if (directory === mount) return;
  throw new InputError(
    `The first --volume is at "${quotable(mount)}", but the plan is for "${
      quotable(directory)
    }"; ` +
      "give it as CLAIM:/FOLDER with that folder",
  );
}

/** An Indexed Job begins all tasks: those that are done end at once, but those that run would run twice. */
function stillRunning({ folder, active }: Submission): SurroundingsError {
  return new SurroundingsError(
    `Tasks ${ranges(active)} of "${quotable(folder)}" still run, and a new job would begin them, ` +
      "too; submit what is missing when they have ended",
  );
}

/** Submits a command, or what is missing of one. */
export async function submitKubernetes(
  words: readonly string[],
  options: KubernetesCommandOptions,
  submits: Command,
): Promise<void> {
  const { volume: volumes } = options;
  // The first volume is the one that holds this folder.
  const directories = { there: volumes[0]!.mount, here: Deno.cwd(), isShared: false };
  const none = () => Promise.resolve([]);
  const submission = await openSubmission(words, options, directories, submits, none);
  if (submission === undefined) return printCollected(options.resume!, options.json);
  const { job, folder, tasks, done, active } = submission;
  requireMounted(job.plan.directory, directories.there);
  if (tasks.length === 0) return printNothing(submission, options);
  if (active.length > 0) throw stillRunning(submission);
  const attempt = done === 0 ? "" : `-after-${done}`;
  const manifests = kubernetesManifests(job, { ...options, volumes }, attempt);
  if (options.print) return console.log(manifestList(manifests));
  await sendJob(submission, options, () => submitToKubernetes(manifests));
  const next = collectLine(manifests);
  const jobs = { tasks: manifests.tasks.metadata.name, collect: manifests.collect.metadata.name };
  if (options.json) return console.log(safeJson({ ...summary(submission), jobs, next }));
  console.log(
    `${counted(job.plan.tasks, "task")} of ${job.plan.command} for ` +
      `${counted(job.plan.shards, "shard")} are job ${jobs.tasks}. ` +
      `See how far they are: earnest status ${shellWord(folder)}`,
  );
  console.log(`To put the shards together when all are done:\n${next}`);
}

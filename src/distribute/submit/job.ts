/**
 * What is submitted: a divided command, as its tasks run it.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { printable } from "../../basics/printable.ts";
import { pathWord } from "../../basics/shell_word.ts";
import { type Plan, planHash } from "../plan.ts";
import { withOptions } from "../words.ts";

/** A divided command that is to be submitted. */
export interface SubmittedJob {
  /** The plan that its tasks follow. */
  readonly plan: Plan;
  /** The output folder, as the command names it. */
  readonly out: string;
}

/** Arrays of more tasks meet limits of many sites; tasks do several shards then. */
const MOST_TASKS = 1000;

/**
 * Returns the number of tasks for a number of shards: at most 1,000, and none is idle.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([8, 1000, 1001, 1500].map(tasksFor), [8, 1000, 501, 750]);
 * ```
 */
export function tasksFor(shards: number): number {
  return Math.ceil(shards / Math.ceil(shards / MOST_TASKS));
}

/** Name of a job: that of the command, and what tells it from other jobs of the same user. */
export function jobName({ plan }: SubmittedJob): string {
  return `earnest-${plan.command}-${planHash(plan).slice(0, 8)}`;
}

/** The words of a task, behind the program. */
export function taskWords({ plan }: SubmittedJob): string[] {
  return [plan.command, ...withOptions(plan.words, ["--shard", "auto"])];
}

/** The words that put the shards together, behind the program. */
export function collectWords({ out }: SubmittedJob): string[] {
  return ["collect", pathWord(out)];
}

/**
 * Returns a word of a script as it is.
 *
 * @throws {InputError} when it holds line breaks or other characters that a reader of the script could not see
 */
export function exactWord(word: string): string {
  const shown = printable(word);
  if (shown === word) return word;
  throw new InputError(
    `"${shown}" has characters that cannot be shown, or a secret; a script is made of plain words only`,
  );
}

/** `--shard`, of the commands whose work can be divided. */
import { Option } from "npm:commander@15.1.0"; // Parses the command line.
import { printable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { pathWord, shellWord } from "../src/basics/shell_word.ts";
import {
  ARRAY_VARIABLES,
  type ArrayEnvironment,
  parseShardChoice,
  type ShardChoice,
} from "../src/distribute/choice.ts";
import type { DividedCommand, ShardedCommand } from "../src/distribute/plan.ts";
import type { TaskResult } from "../src/distribute/run_task.ts";

/** The option, in the words that all commands use. */
export function shardOption(): Option {
  return new Option(
    "--shard <i/n>",
    "do one of n shards, or auto: that of this task of a Slurm array or Kubernetes job; " +
      "earnest collect puts them together",
  );
}

/**
 * Understands the value of `--shard`.
 *
 * @returns undefined where it is missing: the whole is done then
 * @throws {InputError} when it is malformed, or is `auto` outside of an array
 */
export function chosenShard(value: string | undefined): ShardChoice | undefined {
  if (value === undefined) return undefined;
  return parseShardChoice(value, arrayEnvironment(value === "auto"));
}

/**
 * Reads the variables of an engine.
 *
 * @param isAsked whether they are needed: only then, a missing permission is asked for
 */
function arrayEnvironment(isAsked: boolean): ArrayEnvironment {
  const isReadable = (variable: string) =>
    isAsked || Deno.permissions.querySync({ name: "env", variable }).state === "granted";
  const found = ARRAY_VARIABLES.filter(isReadable)
    .map((name) => [name, Deno.env.get(name)] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(found);
}

/** This command line, as `collect` runs it again. */
export function dividedCommand(command: ShardedCommand): DividedCommand {
  const [, ...args] = Deno.args;
  return { command, words: wholeWords(args), directory: Deno.cwd() };
}

/** Options that say which part of the work a process does, each with a value. */
const PARTS = ["--shard", "--workers", "--beside"];

/** The words of a command line without those that say which part of the work it does. */
export function wholeWords(words: readonly string[]): string[] {
  return words.filter((word, i) =>
    !PARTS.includes(word) && !PARTS.includes(words[i - 1] ?? "") &&
    !PARTS.some((option) => word.startsWith(`${option}=`))
  );
}

/** Options that decide what is printed of shards. */
export interface ShardsOutput {
  readonly out: string;
  readonly json: boolean;
}

/**
 * Prints how a task ended, and the command that puts its shards together.
 *
 * @param said says what was found, without a period
 */
export function printTask<Result extends object>(
  { shards, of, result }: TaskResult<Result>,
  { out, json }: ShardsOutput,
  said: (result: Result) => string,
): void {
  if (json) return console.log(safeJson({ out, shards, of, ...result }));
  const which = `Shard ${shards.join(", ")} of ${of}`;
  if (result === undefined) return console.log(`${which} was done before: "${printable(out)}"`);
  console.log(
    `${which} is done: ${said(result)}.\n` +
      `When all are, put them together with: earnest collect ${shellWord(pathWord(out))}`,
  );
}

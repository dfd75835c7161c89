/** `--shard`, of the commands whose work can be divided. */
import { Option } from "npm:commander@15.1.0"; // Parses the command line.
import {
  ARRAY_VARIABLES,
  type ArrayEnvironment,
  parseShardChoice,
  type ShardChoice,
} from "../src/distribute/choice.ts";
import type { DividedCommand, ShardedCommand } from "../src/distribute/plan.ts";

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

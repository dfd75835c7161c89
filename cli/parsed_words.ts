/** Understands the words of a command that another process, or a later part of this one, will run. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { InputError } from "../src/basics/errors.ts";
import { program } from "./run.ts";

/** A command line that was parsed and not run. */
export interface ParsedWords {
  /** Its arguments. */
  readonly args: readonly string[];
  /** The values of its options. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Its `--out`. */
  readonly out: string;
}

/** Loads the definition of the command that words begin with. */
export async function definitionOf(words: readonly string[]): Promise<Command> {
  const earnest = await program(words);
  return earnest.commands.find((one) => one.name() === words[0])!;
}

/**
 * Parses a divided command without running it, so that what is wrong shows now.
 *
 * @param words the command and its arguments, `--shard` among them
 * @throws {CommanderError} where a word is no argument of the command
 * @throws {InputError} when it has no place, or would write nothing there
 */
export async function parsedWords(words: readonly string[]): Promise<ParsedWords> {
  const command = (await definitionOf(words)).action(() => {});
  await command.parent!.parseAsync([...words], { from: "user" });
  const options = command.opts();
  const { out, dryRun, force } = options;
  if (dryRun === true) {
    throw new InputError("--dry-run writes nothing that could be put together; leave it out");
  }
  if (force === true) {
    throw new InputError(
      "Shards replace nothing; leave --force out, and remove an earlier output first",
    );
  }
  if (typeof out === "string") return { args: command.args, options, out };
  throw new InputError(`${words[0]} needs --out, the place that all of its tasks share`);
}

/** Understands the words of a command that another process, or a later part of this one, will run. */
import { InputError } from "../src/basics/errors.ts";
import { program } from "./run.ts";

/**
 * Parses a divided command without running it, so that what is wrong shows now.
 *
 * @param words the command and its arguments, `--shard` among them
 * @returns its `--out`
 * @throws {CommanderError} where a word is no argument of the command
 * @throws {InputError} when it has no place, or would write nothing there
 */
export async function parsedOut(words: readonly string[]): Promise<string> {
  const earnest = await program(words);
  const command = earnest.commands.find((one) => one.name() === words[0])!;
  command.action(() => {});
  await earnest.parseAsync([...words], { from: "user" });
  const { out, dryRun, force } = command.opts();
  if (dryRun === true) {
    throw new InputError("--dry-run writes nothing that could be put together; leave it out");
  }
  if (force === true) {
    throw new InputError(
      "Shards replace nothing; leave --force out, and remove an earlier output first",
    );
  }
  if (typeof out === "string") return out;
  throw new InputError(`${words[0]} needs --out, the place that all of its tasks share`);
}

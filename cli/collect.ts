/** `earnest collect DIR`: puts the shards of a divided command together. */
import { resolve } from "node:path";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { InputError, messageOf } from "../src/basics/errors.ts";
import { quotable } from "../src/basics/printable.ts";
import { collectedOutput, removeObjects } from "../src/distribute/collected.ts";
import { donePlan } from "../src/distribute/done_plan.ts";
import type { Plan } from "../src/distribute/plan.ts";
import { withOptions, withOut } from "../src/distribute/words.ts";
import { command, type CommonOptions } from "./options.ts";
import { parsedWords } from "./parsed_words.ts";
import { program } from "./run.ts";
import { printCollected } from "./status.ts";

/** The `collect` command. */
export function collectCommand(): Command {
  return command(
    "collect",
    "Puts the shards of a command with --shard together; it ends with 4 while shards are missing.",
    "earnest collect clips",
  )
    .argument("<folder>", "output folder of the shards")
    .action(collect);
}

async function collect(folder: string, options: CommonOptions): Promise<void> {
  const own = [...(options.json ? ["--json"] : []), ...(options.quiet ? ["--quiet"] : [])];
  const place = resolve(folder);
  const collected = await collectedOutput(folder);
  if (collected === "set") {
    return await runCommand("embed", ["-", "--out", place, "--shard", "collect", ...own]);
  }
  if (collected === "output") {
    // A process that was killed may have left them.
    removeObjects(folder);
    return printCollected(folder, options.json);
  }
  const plan = await donePlan(folder);
  enter(plan, folder);
  // The folder may have been moved since, so that it is named as it is now.
  const words = withOptions(withOut(plan.words, place), ["--shard", "collect", ...own]);
  await requireCommand([plan.command, ...words], place, folder);
  await runCommand(plan.command, words);
}

async function runCommand(name: string, words: readonly string[]): Promise<void> {
  const earnest = await program([name]);
  await earnest.parseAsync([name, ...words], { from: "user" });
}

/** Refuses the words of a plan that was edited where they would do something else than put these shards together. */
async function requireCommand(
  words: readonly string[],
  place: string,
  folder: string,
): Promise<void> {
  const refused = (why: string) =>
    new InputError(
      `The plan in "${quotable(folder)}" was changed: ${why}; remove "${
        quotable(folder)
      }" and start over`,
    );
  let out;
  try {
    ({ out } = await parsedWords(words));
  } catch (thrown) {
    throw refused(messageOf(thrown).replace(/^error: /, ""));
  }
  if (resolve(out) !== place) throw refused(`its --out is "${quotable(out)}"`);
}

/** Enters the folder to which the command's paths are relative. */
function enter({ directory }: Plan, folder: string): void {
  try {
    Deno.chdir(directory);
  } catch (thrown) {
    throw new InputError(
      `The shards of "${quotable(folder)}" were made in "${
        quotable(directory)
      }", which cannot be entered here ` +
        `(${messageOf(thrown)}); run collect on a machine that has it`,
    );
  }
}

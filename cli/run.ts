/** The commands, and what becomes of their errors. */
import { Command, CommanderError } from "npm:commander@15.1.0";
import { EarnestError, messageOf } from "../src/basics/errors.ts";
import { missingPermission } from "../src/basics/missing_permission.ts";
import { printable } from "../src/basics/printable.ts";
import { masked } from "../src/basics/secrets.ts";
import { VERSION } from "../src/basics/version.ts";
import { COMMANDS, listedCommand } from "./commands.ts";

/** Returns the command whose file is loaded: the one that is named; for a list of all, none is. */
function namedIn([first, second]: readonly string[]): string | undefined {
  return first === "help" ? second : first;
}

/** Returns the commands of a command line: the one that it names, or all for a list of them. */
async function commandsFor(args: readonly string[]): Promise<Command[]> {
  const named = namedIn(args);
  const names = Object.keys(COMMANDS);
  if (named === undefined || !names.includes(named)) return names.map(listedCommand);
  // `prepare` leaves nothing to fetch for the others.
  return await Promise.all((named === "prepare" ? names : [named]).map(load));
}

async function load(name: string): Promise<Command> {
  // Not a literal: Deno would load the files of all commands at each start, 0.4 s of computing in place of 0.15 to 0.3 s.
  const { href } = new URL(`./${name}.ts`, import.meta.url);
  return (await import(href))[`${name}Command`]();
}

/** Loads what a command line needs. */
export async function program(args: readonly string[]): Promise<Command> {
  const earnest = new Command("earnest")
    .description(
      "Tells how much of an audio-text zero-shot accuracy was learned across modalities, " +
        "how much came with the backbones, and how much leaked.",
    )
    .version(VERSION)
    // So that options behind a command are that command's.
    .enablePositionalOptions();
  for (const command of await commandsFor(args)) earnest.addCommand(command);
  const commands = [
    earnest,
    ...earnest.commands,
    ...earnest.commands.flatMap((one) => one.commands),
  ];
  for (const command of commands) {
    // Commander would print two lines and exit with 1; the error below is one line and exits with 2.
    command.exitOverride().configureOutput({ writeErr: () => {} });
  }
  return earnest;
}

/** Runs a command and gives its exit code. */
export async function run(earnest: Command, args: readonly string[]): Promise<number> {
  if (args.length === 0) {
    console.log(earnest.helpInformation());
    return 2;
  }
  try {
    await earnest.parseAsync(args, { from: "user" });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    if (thrown instanceof CommanderError && thrown.code === "commander.help") {
      console.error(`earnest: there is no command "${printable(args.at(-1)!)}" to help with`);
      return 2;
    }
    const known = thrown instanceof EarnestError || thrown instanceof CommanderError ||
      missingPermission(thrown) !== undefined;
    const message = printable(messageOf(thrown).replace(/^error: /, ""));
    console.error(`earnest: ${message}${known ? "" : " (unexpected; --debug shows where)"}`);
    if (args.includes("--debug")) console.error(masked(traceOf(thrown)));
    if (thrown instanceof CommanderError) return 2;
    // What is not ours comes from the surroundings: a permission not granted, a full disk.
    return thrown instanceof EarnestError ? thrown.exitCode : 4;
  }
}

function traceOf(thrown: unknown): string {
  return Deno.inspect(thrown, { colors: Deno.stderr.isTerminal() && !Deno.noColor });
}

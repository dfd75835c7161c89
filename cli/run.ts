/** The commands, and what becomes of their errors. */
import { Command, CommanderError } from "npm:commander@15.1.0";
import { EarnestError, messageOf } from "../src/basics/errors.ts";
import { missingPermission } from "../src/basics/missing_permission.ts";
import { printable } from "../src/basics/printable.ts";
import { masked } from "../src/basics/secrets.ts";
import { VERSION } from "../src/basics/version.ts";
import { COMMANDS, type ListedCommand } from "./command_list.ts";

/** Returns the names of the commands whose files are loaded; for a list of commands, none. */
function neededFor(args: readonly string[]): readonly string[] {
  const [named, helped] = args.filter((word) => !word.startsWith("-"));
  // `prepare` leaves nothing to fetch for the others.
  if (named === "prepare") return COMMANDS.map(({ name }) => name);
  return COMMANDS.map(({ name }) => name).filter((name) =>
    name === (named === "help" ? helped : named)
  );
}

async function load(name: string): Promise<Command> {
  // Not a literal: Deno would load the files of all commands at each start, 0.4 s of computing in place of 0.15 to 0.3 s.
  const { href } = new URL(`./${name}.ts`, import.meta.url);
  return (await import(href))[`${name}Command`]();
}

/** Loads what a command line needs. */
export async function program(args: readonly string[]): Promise<Command> {
  const needed = neededFor(args);
  // A command that is named stands alone, so that its options are spelled right or refused by it.
  const listed = needed.length === 0
    ? COMMANDS
    : COMMANDS.filter(({ name }) => needed.includes(name));
  return await programOf(listed, needed);
}

/** Loads all commands. */
export function wholeProgram(): Promise<Command> {
  return programOf(COMMANDS, COMMANDS.map(({ name }) => name));
}

/** A program of some commands; those that are not loaded have a name and a summary. */
async function programOf(
  listed: readonly ListedCommand[],
  loaded: readonly string[],
): Promise<Command> {
  const earnest = new Command("earnest")
    .description(
      "Tells how much of an audio-text zero-shot accuracy was learned across modalities, " +
        "how much came with the backbones, and how much leaked.",
    )
    .version(VERSION)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpCommand(
      new Command("help").argument("[command]").summary(
        "what a command does, its options and an example",
      )
        .helpGroup(COMMANDS[0]!.group),
    )
    .addHelpText("after", "\nearnest COMMAND --help has a command's options and an example.")
    // So that options behind a command are that command's.
    .enablePositionalOptions();
  for (const { name, group, summary } of listed) {
    const command = loaded.includes(name) ? await load(name) : new Command(name);
    earnest.addCommand(command.summary(summary).helpGroup(group));
  }
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

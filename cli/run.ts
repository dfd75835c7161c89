/** The commands, and what becomes of their errors. */
import { Command, CommanderError } from "npm:commander@15.1.0";
import { EarnestError, messageOf } from "../src/basics/errors.ts";
import { printable } from "../src/basics/printable.ts";
import { masked } from "../src/basics/secrets.ts";
import { VERSION } from "../src/basics/version.ts";
import { auditCommand } from "./audit.ts";
import { backbonesCommand } from "./backbones.ts";
import { demoCommand } from "./demo.ts";
import { doctorCommand } from "./doctor.ts";
import { embedCommand } from "./embed.ts";
import { evaluateCommand } from "./evaluate.ts";
import { exportCommand } from "./export.ts";
import { labelsCommand } from "./labels.ts";
import { overlapCommand } from "./overlap.ts";
import { prepareCommand } from "./prepare.ts";
import { projectCommand } from "./project.ts";
import { reportCommand } from "./report.ts";
import { scanCommand } from "./scan.ts";
import { searchCommand } from "./search.ts";
import { separabilityCommand } from "./separability.ts";
import { splitCommand } from "./split.ts";
import { trainCommand } from "./train.ts";
import { tsneCommand } from "./tsne.ts";

function program(): Command {
  const earnest = new Command("earnest")
    .description(
      "Tells how much of an audio-text zero-shot accuracy was learned across modalities, " +
        "how much came with the backbones, and how much leaked.",
    )
    .version(VERSION)
    // So that options behind a command are that command's.
    .enablePositionalOptions();
  for (
    const command of [
      demoCommand(),
      auditCommand(),
      reportCommand(),
      embedCommand(),
      scanCommand(),
      splitCommand(),
      trainCommand(),
      projectCommand(),
      exportCommand(),
      labelsCommand(),
      evaluateCommand(),
      separabilityCommand(),
      overlapCommand(),
      tsneCommand(),
      searchCommand(),
      backbonesCommand(),
      prepareCommand(),
      doctorCommand(),
    ]
  ) {
    earnest.addCommand(command);
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
export async function run(args: readonly string[]): Promise<number> {
  const earnest = program();
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
    const known = thrown instanceof EarnestError || thrown instanceof CommanderError;
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

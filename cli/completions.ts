/** `earnest completions SHELL`: a script by which a shell completes commands, options and their values. */
import { Argument, type Command } from "npm:commander@15.1.0"; // Parses the command line.
import { safeJson } from "../src/basics/safe_json.ts";
import { SCRIPTS, type Shell, SHELLS } from "./completion_scripts.ts";
import { completedCommands } from "./completion_words.ts";
import { command, type CommonOptions } from "./options.ts";
import { wholeProgram } from "./run.ts";

/** The `completions` command. */
export function completionsCommand(): Command {
  return command(
    "completions",
    "Prints a script by which a shell completes Earnest's commands, options and their values. It is " +
      "complete in itself: to complete, nothing is run.",
    "earnest completions bash",
  )
    .addArgument(new Argument("<shell>", "shell that is to complete").choices(SHELLS))
    .action(completions);
}

async function completions(shell: Shell, { json }: CommonOptions): Promise<void> {
  const commands = completedCommands(await wholeProgram());
  const script = SCRIPTS[shell](commands);
  console.log(json ? safeJson({ shell, script }) : script.trimEnd());
}

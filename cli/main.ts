/** The command line: `deno run -A cli/main.ts COMMAND`. */
import { stripVTControlCharacters } from "node:util";
import { codeFailure } from "../src/basics/failure.ts";
import { handleSignals } from "./interrupt.ts";

/** Loads what the command line needs; the exit code is 4 when a package of it cannot be fetched. */
async function load(args: readonly string[]): Promise<() => Promise<number>> {
  try {
    // Not a literal: Deno would fetch the packages before this program starts, and end with its own error.
    const commands = new URL("./run.ts", import.meta.url).href;
    const { program, run } = await import(commands);
    const earnest = await program(args);
    return () => run(earnest, args);
  } catch (thrown) {
    const { message } = codeFailure("Cannot load this command", thrown);
    // Deno's message continues with causes and a place in our sources, in color.
    const [reason] = stripVTControlCharacters(message).split(/ \d: | at file:/);
    const advice = reason!.includes("npm package")
      ? "; connect to the network and run again (what was fetched is kept)"
      : "";
    console.error(`earnest: ${reason}${advice}`);
    Deno.exit(4);
  }
}

handleSignals();
const run = await load(Deno.args);
Deno.exit(await run());

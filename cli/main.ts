/** The command line: `deno run -A cli/main.ts COMMAND`. */
import { stripVTControlCharacters } from "node:util";
import { messageOf } from "../src/basics/errors.ts";
import { handleSignals } from "./interrupt.ts";

/** Loads the commands; the exit code is 4 when a package that they need cannot be fetched. */
async function load(): Promise<(args: readonly string[]) => Promise<number>> {
  try {
    // Not a literal: Deno would fetch the packages before this program starts, and end with its own error.
    const commands = new URL("./run.ts", import.meta.url).href;
    return (await import(commands)).run;
  } catch (thrown) {
    // Deno's message continues with causes and a place in our sources, in color.
    const [reason] = stripVTControlCharacters(messageOf(thrown)).split(/ \d: | at file:/);
    const advice = reason!.includes("npm package")
      ? "; connect to the network and run again (what was fetched is kept)"
      : "";
    console.error(`earnest: ${reason}${advice}`);
    Deno.exit(4);
  }
}

handleSignals();
const run = await load();
Deno.exit(await run(Deno.args));

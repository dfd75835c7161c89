/** The command line, as an audit's folder keeps it and as messages print it. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { shellWord } from "../src/basics/shell_word.ts";
import { wholeWords } from "./shards.ts";

/**
 * What runs a command from the folder in which this one runs: the repository's own task, which always runs in the
 * repository, or this program by its place.
 */
export function program(): string {
  const main = new URL("./main.ts", import.meta.url);
  if (main.protocol !== "file:") return `deno run -A ${main.href}`;
  const isInRepository = Deno.cwd() === dirname(dirname(fileURLToPath(main)));
  return isInRepository ? "deno task earnest" : `deno run -A ${shellWord(fileURLToPath(main))}`;
}

/**
 * The command line that makes a folder again, also in another clone of the repository.
 *
 * @param args the command and its words
 */
export function commandLine(args: readonly string[] = Deno.args): string {
  // An audit that was resumed, or divided, is the same as one that was not.
  const asked = wholeWords(args).filter((word) => !["--resume", "--force"].includes(word));
  const words = asked.map((word) => /^[\w./:=@-]+$/.test(word) ? word : JSON.stringify(word));
  return ["deno task earnest", ...words].join(" ");
}

/** The command line, as an audit's folder keeps it and as messages print it. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { shellWord } from "../src/basics/shell_word.ts";
import { wholeWords } from "./shards.ts";

/** Where this program is: a path, or the address that it was loaded from. */
export function mainPlace(): string {
  const main = new URL("./main.ts", import.meta.url);
  return main.protocol === "file:" ? fileURLToPath(main) : main.href;
}

/**
 * What runs a command from the folder in which this one runs: the repository's own task, which always runs in the
 * repository, or this program by its place.
 */
export function program(): string {
  const place = mainPlace();
  if (!import.meta.url.startsWith("file:")) return `deno run -A ${place}`;
  const isInRepository = Deno.cwd() === dirname(dirname(place));
  return isInRepository ? "deno task earnest" : `deno run -A ${shellWord(place)}`;
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

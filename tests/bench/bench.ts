/**
 * `deno task bench`: this repository's kernels and other software on one machine, in one run.
 * @module
 */
import { EarnestError } from "../../src/basics/errors.ts";
import { FAMILIES } from "./comparisons.ts";
import { CONTESTANTS, pythonContestants } from "./contestants.ts";
import { loadHere, thisMachine } from "./machine.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { measurePeak } from "./peak.ts";
import { JsonPrinter, MarkdownPrinter, type Printer, TextPrinter } from "./printers.ts";
import { type Python, surveyPython } from "./pythons.ts";
import { resultOf } from "./results.ts";

function printerOf({ output }: Options): Printer {
  if (output === "json") return new JsonPrinter();
  if (output === "text") return new TextPrinter();
  // Where a Python is on this machine says nothing to readers.
  const args = Deno.args.map((arg, i) =>
    Deno.args[i - 1] === "--python" ? "PATH" : arg.replace(/^--python=.*/, "--python=PATH")
  );
  return new MarkdownPrinter(["deno task bench", ...args].join(" "));
}

async function surveyed(paths: readonly string[]): Promise<Python[]> {
  const pythons = await Promise.all(paths.map(surveyPython));
  for (const { path, python, libraries } of pythons) {
    const found = Object.entries(libraries).map((entry) => entry.join(" ")).join(", ");
    console.error(`${path}: Python ${python} with ${found || "none of the libraries"}`);
  }
  return pythons;
}

async function bench(options: Options): Promise<void> {
  const contestants = [...CONTESTANTS, ...pythonContestants(await surveyed(options.pythons))];
  const printer = printerOf(options);
  const machine = thisMachine();
  console.error("measuring the adapter's peak");
  const peak = await measurePeak();
  printer.begin(machine, peak);
  for (const name of options.families) {
    printer.family(name);
    for (const comparison of FAMILIES[name].comparisons({ quick: options.quick, contestants })) {
      console.error(`timing ${comparison.family}: ${comparison.name}`);
      printer.result(await resultOf(comparison, peak));
    }
  }
  console.error("measuring the adapter's peak again");
  printer.end(peak && await measurePeak(), loadHere());
}

try {
  const options = readOptions(Deno.args);
  if (options.help) console.log(HELP);
  else await bench(options);
} catch (thrown) {
  if (!(thrown instanceof EarnestError)) throw thrown;
  console.error(`bench: ${thrown.message}`);
  Deno.exit(thrown.exitCode);
}

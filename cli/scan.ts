/** `earnest scan PAIRS`: which training pairs leak an evaluation's labels or items. */
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { join } from "node:path";
import { CheckFailedError, InputError } from "../src/basics/errors.ts";
import { OutputFile } from "../src/basics/output/output_file.ts";
import { printable } from "../src/basics/printable.ts";
import { VERSION } from "../src/basics/version.ts";
import type { LeakRule } from "../src/leakage/findings.ts";
import { FINDINGS_FILE } from "../src/leakage/folder/kinds.ts";
import { scanIntoFolder } from "../src/leakage/folder/scan_into_folder.ts";
import type { ScanResults } from "../src/leakage/folder/scan_results.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { MOST_RESULTS, sarifOf } from "../src/leakage/output/sarif.ts";
import { exampleLines, scanTables } from "../src/leakage/output/tables.ts";
import { Examples, WorstFindings } from "../src/leakage/output/worst.ts";
import { flaggingRules } from "../src/leakage/policy.ts";
import { command } from "./options.ts";
import { SARIF } from "./outputs.ts";
import { progressDisplay } from "./progress.ts";
import { corpusOptions, parseRules, type ScanOptions, scanOptions } from "./scan_options.ts";
import { wrap } from "./wrap.ts";

/** Examples that are shown. */
const SHOWN_EXAMPLES = 10;

interface ScanCommandOptions extends ScanOptions {
  out: string;
  force: boolean;
  sarif?: string;
  failOn?: LeakRule[] | "any";
}

/** The `scan` command. */
export function scanCommand(): Command {
  const scans = command(
    "scan",
    "Finds the training pairs, and backbones, that know an evaluation's labels or items.",
    "earnest scan captions.csv --labels esc50 --out leaks --fail-on any",
  );
  return scanOptions(scans)
    .requiredOption("--out <folder>", "folder to write: findings.jsonl, scan.json")
    .option("--force", "replace the output folder and the SARIF file if they exist", false)
    .option("--sarif <file>", "write the worst findings as SARIF, too")
    .addOption(
      new Option("--fail-on <rules>", "exit with 1 if these rules flag something; any for all")
        .argParser((value) => value === "any" ? value : parseRules(value)),
    )
    .action(scan);
}

async function scan(path: string, options: ScanCommandOptions): Promise<void> {
  const { out, force } = options;
  using sarif = options.sarif === undefined
    ? undefined
    : await OutputFile.open(options.sarif, SARIF, { force, option: "--sarif" });
  const progress = progressDisplay(options.quiet);
  const examples = new Examples();
  const worst = sarif && new WorstFindings(MOST_RESULTS);
  const results = await scanIntoFolder(path, out, {
    ...corpusOptions(options, progress),
    force,
    onOpened: (rules, files) => {
      sarif?.protect(files);
      checkFailOn(options, rules);
    },
    onFindings: (findings) => {
      for (const finding of findings) {
        examples.add(finding);
        worst?.add(finding);
      }
    },
    addNotes: () => sarifNotes(worst?.given ?? 0),
  }).finally(() => progress.stop());
  if (worst !== undefined) {
    const rules = results.rules.map(({ rule }) => rule);
    await sarif?.write(sarifOf(worst.sorted(), rules, path, VERSION, Deno.cwd()));
  }
  printScan(results, examples, options);
  failOn(results, options.failOn);
}

/** Refuses to wait for what cannot happen. */
function checkFailOn(options: ScanCommandOptions, rules: readonly LeakRule[]): void {
  if (!Array.isArray(options.failOn)) return;
  const flagging = flaggingRules(options);
  for (const rule of options.failOn) {
    if (!rules.includes(rule)) throw new InputError(`--fail-on names ${rule}, which does not run`);
    if (!flagging.has(rule)) {
      throw new InputError(`--fail-on names ${rule}, which only reports; add --flag ${rule}`);
    }
  }
}

/** What a reader must know of the SARIF file, where it does not hold all findings. */
function sarifNotes(given: number): string[] {
  return given <= MOST_RESULTS ? [] : [
    `The SARIF file holds the worst ${MOST_RESULTS} of ${given} findings; findings.jsonl all.`,
  ];
}

function printScan(
  results: ScanResults,
  examples: Examples,
  { out, json }: ScanCommandOptions,
): void {
  if (json) return console.log(safeJson({ out, ...results }));
  const { verdict, pairs, total, suppressed, notes } = results;
  console.log(scanTables(results));
  const shown = examples.spread(SHOWN_EXAMPLES);
  if (shown.length > 0) console.log(`\nThe worst examples:\n${exampleLines(shown)}`);
  const share = pairs === 0 ? 0 : 100 * total.flaggedPairs / pairs;
  const said = `${verdict}: ${total.flaggedPairs} of ${pairs} pairs (${share.toFixed(1)} %) are ` +
    `flagged${suppressed > 0 ? `; suppressed findings: ${suppressed}` : ""}.`;
  console.log(`\n${wrap(said, "")}`);
  for (const note of notes) console.log(wrap(printable(note), "- "));
  console.log(`\nFindings: ${printable(join(out, FINDINGS_FILE))}`);
}

function failOn({ byRule, total }: ScanResults, rules: LeakRule[] | "any" | undefined): void {
  if (rules === undefined) return;
  const found = rules === "any"
    ? total.flagged
    : rules.reduce((sum, rule) => sum + (byRule[rule]?.flagged ?? 0), 0);
  if (found === 0) return;
  const by = rules === "any" ? "any rule" : rules.join(", ");
  throw new CheckFailedError(`${found} findings are flagged by ${by}`);
}

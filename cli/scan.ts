/** `earnest scan PAIRS`: which training pairs leak an evaluation's labels or items. */
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { join } from "node:path";
import { CheckFailedError, InputError } from "../src/basics/errors.ts";
import { OutputFile } from "../src/basics/output/output_file.ts";
import { printable } from "../src/basics/printable.ts";
import { VERSION } from "../src/basics/version.ts";
import { LEAK_RULES, type LeakRule } from "../src/leakage/findings.ts";
import { ruleList } from "../src/leakage/not_run.ts";
import { collectScan } from "../src/distribute/collect_scan.ts";
import type { DividedScanWork } from "../src/distribute/divided_scan.ts";
import { FINDINGS_FILE, SCAN_FOLDER } from "../src/leakage/folder/kinds.ts";
import {
  type ScanFolderOptions,
  scanIntoFolder,
  writeScan,
} from "../src/leakage/folder/scan_into_folder.ts";
import type { ScanResults } from "../src/leakage/folder/scan_results.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { MOST_RESULTS, sarifOf } from "../src/leakage/output/sarif.ts";
import { exampleLines, scanTables } from "../src/leakage/output/tables.ts";
import { Examples, WorstFindings } from "../src/leakage/output/worst.ts";
import { flaggingRules } from "../src/leakage/policy.ts";
import { dryRunOption, type DryRunOptions, printScanEstimate } from "./estimates.ts";
import { command } from "./options.ts";
import { offering } from "./offered.ts";
import { SARIF } from "./outputs.ts";
import { progressDisplay } from "./progress.ts";
import { corpusOptions, parseRules, type ScanOptions, scanOptions } from "./scan_options.ts";
import { runShards } from "./scan_task.ts";
import { chosenShard, shardOption } from "./shards.ts";
import { wrap } from "./wrap.ts";

/** Examples that are shown. */
const SHOWN_EXAMPLES = 10;

/** What a scan fails on. */
interface FailOn {
  /** Findings of these rules; all where `any` is named. */
  readonly rules: readonly LeakRule[] | "any";
  /** Whether it fails on the verdict `unknown`. */
  readonly unknown: boolean;
}

interface ScanCommandOptions extends ScanOptions, DryRunOptions {
  out: string;
  force: boolean;
  shard?: string;
  sarif?: string;
  failOn?: FailOn;
}

/** The `scan` command. */
export function scanCommand(): Command {
  const scans = command(
    "scan",
    "Finds the training pairs, and backbones, that know an evaluation's labels or items.",
    "earnest scan captions.csv --labels esc50 --out leaks",
    { device: true },
  );
  return scanOptions(scans)
    .requiredOption("--out <folder>", "folder to write: findings.jsonl, scan.json")
    .addOption(shardOption())
    .addOption(
      new Option("--force", "replace the output folder and the SARIF file; not with --shard")
        .default(false).conflicts("shard"),
    )
    .option("--sarif <file>", "write the worst findings as SARIF, too")
    .addOption(dryRunOption().conflicts(["force", "failOn", "sarif"]))
    .addOption(offering(
      new Option(
        "--fail-on <rules>",
        "exit with 1 if these rules flag something; any for all, unknown where the verdict is: " +
          "--fail-on any,unknown",
      ).argParser(parseFailOn),
      ["any", "unknown", ...LEAK_RULES],
    ))
    .action(scan);
}

async function scan(path: string, options: ScanCommandOptions): Promise<void> {
  if (options.dryRun) return await printScanEstimate("scan", path, options);
  const shard = chosenShard(options.shard);
  const progress = progressDisplay(options.quiet);
  if (shard !== undefined && shard.kind !== "collect") {
    const onOpened = (rules: readonly LeakRule[]) => checkFailOn(options, rules);
    const work = dividedWork(path, options, { ...corpusOptions(options, progress), onOpened });
    return await runShards("scan", work, shard, options, progress);
  }
  const { out, force } = options;
  using sarif = options.sarif === undefined
    ? undefined
    : await OutputFile.open(options.sarif, SARIF, { force, option: "--sarif" });
  const examples = new Examples();
  const worst = sarif && new WorstFindings(MOST_RESULTS);
  const how: ScanFolderOptions = {
    ...corpusOptions(options, progress),
    force,
    onOpened: (rules, files) => {
      sarif?.protect(files);
      checkFailOn(options, rules);
    },
    collected: { examples, worst },
    addNotes: () => sarifNotes(worst?.given ?? 0),
  };
  const results = await (shard === undefined ? scanIntoFolder(path, out, how) : collectScan(
    dividedWork(path, options, how),
    (folder, scan, blocks) => writeScan(folder, scan, scan.linesOf(blocks, how.collected), how),
  )).finally(() => progress.stop());
  if (worst !== undefined) {
    const rules = results.rules.map(({ rule }) => rule);
    await sarif?.write(sarifOf(worst.sorted(), rules, path, VERSION, Deno.cwd()));
  }
  printScan(results, examples, options);
  failOn(results, options.failOn);
}

/** What shards scan, and what is put together. */
function dividedWork(
  path: string,
  { out, sarif }: ScanCommandOptions,
  options: ScanFolderOptions,
): DividedScanWork {
  return {
    path,
    folder: out,
    options,
    kind: SCAN_FOLDER,
    keepPairs: false,
    worst: sarif === undefined ? undefined : MOST_RESULTS,
    further: {},
    onOpened: options.onOpened,
  };
}

function parseFailOn(value: string): FailOn {
  const names = value.split(",").map((name) => name.trim());
  const rules = names.filter((name) => !["any", "unknown"].includes(name));
  return {
    rules: names.includes("any") ? "any" : rules.length === 0 ? [] : parseRules(rules.join()),
    unknown: names.includes("unknown"),
  };
}

/** Refuses to wait for what cannot happen. */
function checkFailOn(options: ScanCommandOptions, rules: readonly LeakRule[]): void {
  const { rules: named = [] } = options.failOn ?? {};
  if (named === "any") return;
  const flagging = flaggingRules(options);
  for (const rule of named) {
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
  const { verdict, pairs, total, suppressed, notRun, notes } = results;
  console.log(scanTables(results));
  const shown = examples.spread(SHOWN_EXAMPLES);
  if (shown.length > 0) console.log(`\nThe worst examples:\n${exampleLines(shown)}`);
  const share = pairs === 0 ? 0 : 100 * total.flaggedPairs / pairs;
  const said =
    `${verdict}: ${total.flaggedPairs.toLocaleString("en-US")} of ${
      pairs.toLocaleString("en-US")
    } pairs (${share.toFixed(1)} %) are ` +
    `flagged${suppressed > 0 ? `; suppressed findings: ${suppressed}` : ""}` +
    `${notRun.length > 0 ? `; not run: ${ruleList(notRun)}` : ""}.`;
  console.log(`\n${wrap(said, "")}`);
  for (const note of notes) console.log(wrap(printable(note), "- "));
  console.log(`\nFindings: ${printable(join(out, FINDINGS_FILE))}`);
}

function failOn({ verdict, byRule, total, notRun }: ScanResults, on: FailOn | undefined): void {
  if (on === undefined) return;
  const { rules, unknown } = on;
  if (unknown && verdict === "unknown") {
    const why = notRun.length > 0 ? `: ${ruleList(notRun)} could not run` : "";
    throw new CheckFailedError(`the verdict is unknown${why}`);
  }
  const found = rules === "any"
    ? total.flagged
    : rules.reduce((sum, rule) => sum + (byRule[rule]?.flagged ?? 0), 0);
  if (found === 0) return;
  const by = rules === "any" ? "any rule" : rules.join(", ");
  throw new CheckFailedError(
    `${found} ${found === 1 ? "finding is" : "findings are"} flagged by ${by}`,
  );
}

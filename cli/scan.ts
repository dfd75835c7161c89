/** `earnest scan PAIRS`: which training pairs leak an evaluation's labels or items. */
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { join } from "node:path";
import { writeFileAtomic } from "../src/basics/atomic.ts";
import { CheckFailedError, InputError } from "../src/basics/errors.ts";
import { OutputFile } from "../src/basics/output/output_file.ts";
import { fillFolder } from "../src/basics/output/output_folder.ts";
import { printable } from "../src/basics/printable.ts";
import { type CodeHashes, codeHashes } from "../src/basics/code_hashes.ts";
import { VERSION } from "../src/basics/version.ts";
import type { LeakRule } from "../src/leakage/findings.ts";
import { findingLine, safeJson } from "../src/leakage/output/findings_file.ts";
import { MOST_RESULTS, sarifOf } from "../src/leakage/output/sarif.ts";
import { SCAN_SCHEMA } from "../src/leakage/output/summary.ts";
import { exampleLines, scanTables } from "../src/leakage/output/tables.ts";
import { Examples, WorstFindings } from "../src/leakage/output/worst.ts";
import { flaggingRules } from "../src/leakage/policy.ts";
import { command } from "./options.ts";
import { SARIF, SCAN } from "./outputs.ts";
import { progressDisplay } from "./progress.ts";
import { openScan, parseRules, type Scan, type ScanOptions, scanOptions } from "./scan_inputs.ts";
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
  const onNote = (note: string) => progress.note(`earnest: ${note}`);
  const { results, log } = await fillFolder(out, SCAN, { force, onNote }, async (filling) => {
    const opened = await openScan(path, options, progress, false);
    filling.protect(opened.files);
    sarif?.protect(opened.files);
    checkFailOn(options, opened.rules);
    const { folder } = filling;
    await writeFileAtomic(join(folder, "findings.jsonl"), lines(opened, examples, worst));
    const { trainings } = await codeHashes();
    const results = resultsOf(opened, options, worst?.given ?? 0, { trainings });
    await writeFileAtomic(join(folder, "scan.json"), `${safeJson(results, 2)}\n`);
    const log = worst && sarifOf(worst.sorted(), opened.rules, path, VERSION, Deno.cwd());
    return { results, log };
  }).finally(() => progress.stop());
  if (log !== undefined) await sarif?.write(log);
  print(results, examples, options);
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

/** The lines of `findings.jsonl`; what else wants to see the findings sees them as they pass. */
async function* lines(
  opened: Scan,
  examples: Examples,
  worst: WorstFindings | undefined,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const some of opened.findings()) {
    for (const finding of some) {
      examples.add(finding);
      worst?.add(finding);
    }
    yield encoder.encode(some.map((finding) => findingLine(finding)).join(""));
  }
}

function resultsOf(
  opened: Scan,
  { flag, report }: ScanCommandOptions,
  given: number,
  code: Pick<CodeHashes, "trainings">,
) {
  const summary = opened.summary();
  const flagging = flaggingRules({ flag, report });
  const cut = given <= MOST_RESULTS ? [] : [
    `The SARIF file holds the worst ${MOST_RESULTS} of ${given} findings; findings.jsonl all.`,
  ];
  return {
    schema: SCAN_SCHEMA,
    version: VERSION,
    code,
    verdict: summary.verdict,
    inputs: opened.hashes(),
    labels: opened.labels.name,
    ...(opened.rules.includes("BACKBONE-DATA") ? { evaluationSets: opened.evaluationSets } : {}),
    pairs: summary.pairs,
    rules: opened.rules.map((rule) => ({
      rule,
      flags: flagging.has(rule),
    })),
    total: summary.total,
    byRule: summary.byRule,
    byLabel: summary.byLabel,
    suppressed: summary.suppressed,
    ...(summary.semantic === undefined ? {} : { semantic: summary.semantic }),
    notes: [...summary.notes, ...cut],
  };
}

type ScanResults = ReturnType<typeof resultsOf>;

function print(results: ScanResults, examples: Examples, { out, json }: ScanCommandOptions): void {
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
  console.log(`\nFindings: ${printable(join(out, "findings.jsonl"))}`);
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

/** `earnest split PAIRS`: pools to train on that tell leakage from learning. */
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import type { Finding } from "../src/leakage/findings.ts";
import { flaggingRules } from "../src/leakage/policy.ts";
import { safeJson } from "../src/leakage/output/findings_file.ts";
import { SHUFFLES } from "../src/leakage/pools/pool_set.ts";
import { fillFolder } from "../src/basics/output/output_folder.ts";
import { printable } from "../src/basics/printable.ts";
import { command } from "./options.ts";
import { SPLIT } from "./outputs.ts";
import { progressDisplay } from "./progress.ts";
import { openScan, type Scan, type ScanOptions, scanOptions } from "./scan_inputs.ts";
import { pairColumns } from "./scan_options.ts";
import { type Scanned, writeSplit } from "./split_folder.ts";
import { poolSizes, splitTable } from "./split_table.ts";

interface SplitOptions extends ScanOptions {
  out: string;
  force: boolean;
  validation?: number;
  shuffles: number;
}

/** The `split` command. */
export function splitCommand(): Command {
  const split = command(
    "split",
    "Makes training pools without the pairs that leak, and pools to compare them with.",
    "earnest split captions.csv --labels esc50 --out pools",
  )
    .requiredOption("--out <folder>", "folder to write")
    .option("--force", "replace an earlier output", false)
    .addOption(
      new Option(
        "--validation <share>",
        "hold out groups of clean pairs, whole classes or recordings",
      )
        .argParser(parseShare),
    )
    .addOption(
      new Option("--shuffles <n>", "shuffled pools").default(SHUFFLES).argParser(parseShuffles),
    );
  return scanOptions(split).action(runSplit);
}

function parseShare(value: string): number {
  const share = Number(value);
  if (/^(0?\.)?\d+$/.test(value) && share > 0 && share < 1) return share;
  throw new InvalidArgumentError("expected a share above 0 and below 1, such as 0.1");
}

function parseShuffles(value: string): number {
  const shuffles = Number(value);
  if (/^\d+$/.test(value) && shuffles >= 1 && shuffles <= 10_000) return shuffles;
  throw new InvalidArgumentError("expected a whole number from 1 to 10000");
}

async function runSplit(path: string, options: SplitOptions): Promise<void> {
  const { out, force, seed = 0, shuffles, validation, json } = options;
  const progress = progressDisplay(options.quiet);
  const drawn = { seed, shuffles, ...(validation === undefined ? {} : { validation }) };
  const reading = { ...pairColumns(options), allowOutside: options.allowOutside };
  const onNote = (note: string) => progress.note(`earnest: ${note}`);
  const { pools, scanned } = await fillFolder(out, SPLIT, { force, onNote }, async (filling) => {
    const scan = await openScan(path, options, progress, true);
    filling.protect(scan.files);
    const scanned = await gather(scan, options);
    const pools = await writeSplit(filling.folder, path, scanned, drawn, reading);
    return { pools, scanned };
  }).finally(() => progress.stop());
  const sizes = poolSizes(pools, scanned.pairs);
  const { flaggedBy, flaggedAlone, controlMatch, notes } = pools;
  if (json) {
    const held = pools.validation ? { validation: pools.validation } : {};
    const result = {
      out,
      seed,
      pools: sizes,
      flaggedBy,
      flaggedAlone,
      controlMatch,
      ...held,
      notes,
    };
    return console.log(safeJson(result));
  }
  console.log(splitTable(pools, sizes));
  console.log(`\nPools: ${printable(out)}`);
}

/** Runs the scan to its end. */
async function gather(scan: Scan, { flag, report }: SplitOptions): Promise<Scanned> {
  const findings: Finding[] = [];
  for await (const some of scan.findings()) for (const finding of some) findings.push(finding);
  const flagging = flaggingRules({ flag, report });
  const rules = Object.fromEntries(
    scan.rules.map((rule) => [rule, flagging.has(rule) ? "flags" as const : "reports" as const]),
  );
  const inputs = Object.fromEntries(
    Object.values(scan.hashes()).map(({ path, sha256 }) => [path, sha256]),
  );
  return { pairs: scan.pairs(), findings, rules, notes: scan.summary().notes, inputs };
}

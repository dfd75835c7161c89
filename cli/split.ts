/** `earnest split PAIRS`: pools to train on that tell leakage from learning. */
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { printable } from "../src/basics/printable.ts";
import { splitIntoFolder } from "../src/leakage/folder/split_into_folder.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { SHUFFLES } from "../src/leakage/pools/pool_set.ts";
import { LEAK_UNITS, type LeakUnit } from "../src/leakage/pools/flagged.ts";
import { dryRunOption, type DryRunOptions, printScanEstimate } from "./estimates.ts";
import { command } from "./options.ts";
import { progressDisplay } from "./progress.ts";
import { corpusOptions, type ScanOptions, scanOptions } from "./scan_options.ts";
import { poolSizes, splitTable } from "./split_table.ts";

interface SplitOptions extends ScanOptions, DryRunOptions {
  out: string;
  force: boolean;
  validation?: number;
  unit: LeakUnit;
  shuffles: number;
}

/** The `split` command. */
export function splitCommand(): Command {
  const split = command(
    "split",
    "Makes training pools without the pairs that leak, and pools to compare them with.",
    "earnest split captions.csv --labels esc50 --out pools",
    { device: true, seed: "seed of the pools that are drawn (default: 0)" },
  )
    .requiredOption("--out <folder>", "folder to write")
    .option("--force", "replace an earlier output", false)
    .addOption(dryRunOption().conflicts("force"))
    .addOption(
      new Option(
        "--validation <share>",
        "hold out groups of clean pairs, whole classes or recordings",
      )
        .argParser(parseShare),
    )
    .addOption(
      new Option("--unit <unit>", "what a flagged pair takes out of clean: its sound or itself")
        .choices(LEAK_UNITS).default("sound"),
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
  const { out, force, seed = 0, shuffles, validation, unit, json } = options;
  if (options.dryRun) return await printScanEstimate("split", path, options);
  const progress = progressDisplay(options.quiet);
  const { pools, pairs } = await splitIntoFolder(path, out, {
    ...corpusOptions(options, progress),
    force,
    seed,
    shuffles,
    unit,
    ...(validation === undefined ? {} : { validation }),
  }).finally(() => progress.stop());
  const sizes = poolSizes(pools, pairs);
  const { flaggedBy, flaggedAlone, removedWithSound, controlMatch, notes } = pools;
  if (json) {
    const held = pools.validation ? { validation: pools.validation } : {};
    const result = {
      out,
      seed,
      unit,
      pools: sizes,
      flaggedBy,
      flaggedAlone,
      removedWithSound,
      controlMatch,
      ...held,
      notes,
    };
    return console.log(safeJson(result));
  }
  console.log(splitTable(pools, sizes));
  console.log(`\nPools: ${printable(out)}`);
}

/** `earnest split PAIRS`: pools to train on that tell leakage from learning. */
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { printable } from "../src/basics/printable.ts";
import { collectScan } from "../src/distribute/collect_scan.ts";
import type { DividedScanWork } from "../src/distribute/divided_scan.ts";
import { SPLIT_FOLDER } from "../src/leakage/folder/kinds.ts";
import {
  type SplitFolderOptions,
  splitIntoFolder,
  writeSplitFrom,
} from "../src/leakage/folder/split_into_folder.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { SHUFFLES } from "../src/leakage/pools/pool_set.ts";
import { LEAK_UNITS, type LeakUnit } from "../src/leakage/pools/flagged.ts";
import { dryRunOption, type DryRunOptions, printScanEstimate } from "./estimates.ts";
import { command } from "./options.ts";
import { progressDisplay } from "./progress.ts";
import { corpusOptions, type ScanOptions, scanOptions } from "./scan_options.ts";
import { runShards } from "./scan_task.ts";
import { chosenShard, shardOption } from "./shards.ts";
import { poolSizes, splitTable } from "./split_table.ts";

interface SplitOptions extends ScanOptions, DryRunOptions {
  out: string;
  shard?: string;
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
    .addOption(shardOption())
    .addOption(
      new Option("--force", "replace an earlier output; not with --shard").default(false)
        .conflicts("shard"),
    )
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
  const drawn = { seed, shuffles, unit, ...(validation === undefined ? {} : { validation }) };
  const how: SplitFolderOptions = { ...corpusOptions(options, progress), force, ...drawn };
  const work: DividedScanWork = {
    path,
    folder: out,
    options: how,
    kind: SPLIT_FOLDER,
    keepPairs: true,
    worst: undefined,
    further: { pools: drawn },
  };
  const shard = chosenShard(options.shard);
  if (shard !== undefined && shard.kind !== "collect") {
    return await runShards("split", work, shard, options, progress);
  }
  const { pools, pairs } =
    await (shard === undefined ? splitIntoFolder(path, out, how) : collectScan(
      work,
      (folder, scan, blocks) => writeSplitFrom(folder, path, scan, scan.linesOf(blocks), how),
    )).finally(() => progress.stop());
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

/** `--dry-run`, of the commands whose work can be divided: what they would cost, as it is printed. */
import { Option } from "npm:commander@15.1.0"; // Parses the command line.
import { formatByteSize } from "../src/basics/byte_sizes.ts";
import { InputError } from "../src/basics/errors.ts";
import { printable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import type { Cost, Estimate } from "../src/distribute/estimate.ts";
import { previewPlan } from "../src/distribute/open_task.ts";
import type { ShardedCommand } from "../src/distribute/plan.ts";
import { estimateScan } from "../src/distribute/estimate_scan.ts";
import { about } from "./plan_text.ts";
import { progressDisplay } from "./progress.ts";
import { corpusOptions, type ScanOptions } from "./scan_options.ts";
import { chosenShard, dividedCommand } from "./shards.ts";
import { counted, tableOf } from "./table.ts";
import { wrap } from "./wrap.ts";

/** Values of the options that an estimate depends on. */
export interface DryRunOptions {
  dryRun: boolean;
  json: boolean;
  out?: string;
  shard?: string;
}

/** The option, in the words that all commands use. */
export function dryRunOption(): Option {
  return new Option(
    "--dry-run",
    "time a sample, print what all would read, write and take, and stop",
  ).default(false);
}

/**
 * Prints an estimate.
 *
 * @param estimate gets the number of shards: that of an earlier plan, else that of `--shard`
 */
export async function printEstimate(
  command: ShardedCommand,
  options: DryRunOptions,
  estimate: (shards: number) => Promise<Estimate>,
): Promise<void> {
  const found = await estimate(await shardsAsked(command, options));
  console.log(options.json ? safeJson(found) : estimateText(found));
}

async function shardsAsked(
  command: ShardedCommand,
  { out = "", shard }: DryRunOptions,
): Promise<number> {
  const choice = chosenShard(shard);
  if (choice === undefined) return 1;
  if (choice.kind === "collect") throw new InputError("--dry-run is not for --shard collect");
  return (await previewPlan(out, choice, dividedCommand(command))).shards;
}

/** Prints what a scan would cost, also that of `split`. */
export async function printScanEstimate(
  command: "scan" | "split",
  path: string,
  options: ScanOptions & DryRunOptions,
): Promise<void> {
  const progress = progressDisplay(options.quiet);
  await printEstimate(
    command,
    options,
    (shards) =>
      estimateScan(path, { ...corpusOptions(options, progress), command, shards })
        .finally(() => progress.stop()),
  );
}

function estimateText(estimate: Estimate): string {
  const { unit, shards, device, sample, whole, shard, deviceHours, notes } = estimate;
  const columns = shards === 1 ? [whole] : [whole, shard];
  const row = (name: string, cell: (cost: Cost) => string) => [name, ...columns.map(cell)];
  const amount = (units: number) =>
    unit === "bytes" ? formatByteSize(units) : units.toLocaleString("en-US");
  const table = tableOf([
    ["", ...(shards === 1 ? ["all"] : [`${shards.toLocaleString("en-US")} shards`, "largest"])],
    row(unit === "bytes" ? "table of pairs" : unit, (cost) => amount(cost.amount)),
    row("read", ({ bytesRead }) => rounded(bytesRead)),
    row("written", ({ bytesWritten }) => rounded(bytesWritten)),
    row("device time", ({ seconds }) => about(seconds)),
    row("device-hours", ({ seconds }) => hours(seconds / 3600)),
  ]);
  const sampled = unit === "bytes"
    ? amount(sample.amount)
    : counted(sample.amount, unit.slice(0, -1));
  const said = `Estimated from ${sampled} in ` +
    `${sample.seconds.toPrecision(2)} s on ${printable(device)}, ` +
    `${sample.startSeconds.toPrecision(2)} s after the start, which every process pays once; ` +
    `${hours(deviceHours)} device-hours in all. ${thriftyText(estimate)} Nothing was written.`;
  return [table, wrap(said, ""), ...notes.map((note) => wrap(printable(note), "- "))].join("\n\n");
}

/** Into how many shards the work can be divided at little cost. */
function thriftyText({ thriftyShards }: Estimate): string {
  if (thriftyShards === 1) return "Two shards would take over 3 % more than one process.";
  const most = thriftyShards.toLocaleString("en-US");
  return `Up to ${most} shards take at most 3 % more than one process.`;
}

/** Bytes as roughly as an estimate knows them. */
function rounded(bytes: number): string {
  return formatByteSize(Math.round(Number(bytes.toPrecision(3))));
}

function hours(number: number): string {
  return number >= 100 ? Math.round(number).toLocaleString("en-US") : number.toPrecision(2);
}

/** What the commands that measure embedding sets share: options, the device, notes and intervals. */
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { printable } from "../src/basics/printable.ts";
import type { Compute } from "../src/compute/compute.ts";
import { openCompute } from "../src/compute/open.ts";
import { decimal, range, rangeFixed } from "../src/statistics/format.ts";
import type { Measured } from "../src/statistics/measured.ts";
import type { CommonOptions } from "./options.ts";
import { type ProgressDisplay, progressDisplay } from "./progress.ts";
import { wrap } from "./wrap.ts";

const RESAMPLES = 2000;

/** Values of the options of commands that give intervals. */
export interface BootstrapOption {
  bootstrap: number;
}

/** A parser of whole numbers. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
  };
}

/** Adds the option that says how often is resampled. */
export function withBootstrap(command: Command): Command {
  return command.addOption(
    new Option("--bootstrap <n>", "resamples behind each interval").default(RESAMPLES)
      .argParser(wholeNumber(100, 1_000_000)),
  );
}

/** Runs the work on the device that was asked for, with a display that ends with it. */
export async function measureOn<Result>(
  options: CommonOptions,
  work: (compute: Compute, progress: ProgressDisplay) => Promise<Result>,
): Promise<Result> {
  const progress = progressDisplay(options.quiet);
  const { compute, notice } = await openCompute(options.device);
  try {
    if (notice !== undefined) progress.note(`earnest: ${notice}`);
    return await work(compute, progress);
  } finally {
    progress.stop();
    compute.close();
  }
}

/** The head of a table of measures, and its rows. */
export const MEASURE_HEAD = ["", "value", "classes like these", "these classes"] as const;

/** A row of a table of measures. */
export function measureRow(name: string, measured: Measured): string[] {
  return [name, decimal(measured.value), range(measured), rangeFixed(measured)];
}

/** Notes, a paragraph each. */
export function printNotes(notes: readonly string[]): void {
  if (notes.length > 0) console.log();
  for (const note of notes) console.log(wrap(printable(note), "- "));
}

/**
 * What a comparison found, as the table and `--json` show it.
 * @module
 */
import type { Comparison } from "./comparisons.ts";
import type { Machine } from "./machine.ts";
import type { Peak } from "./peak.ts";
import { answersTo, compare, type Entry, type Turn } from "./rounds.ts";
import type { Spread } from "./statistics.ts";

/** How one contestant did. */
export interface Row {
  /** Contestant, or part of one. */
  readonly name: string;
  /** npm package or Python library with its version, of a peer. */
  readonly package?: string;
  /** Where it computed. */
  readonly device?: string;
  /** Why it has no times, such as `none here: no graphics card answers`. */
  readonly cannotRun?: string;
  /** Milliseconds of the first call in its process. */
  readonly coldMilliseconds?: number;
  /** Milliseconds of a later repetition by wall clock. */
  readonly wallMilliseconds?: Spread;
  /** Milliseconds of a later repetition for which its threads together kept processors busy. */
  readonly processorMilliseconds?: Spread;
  /** Milliseconds that one repetition more adds. */
  readonly kernelMilliseconds?: Spread;
  /** Median wall clock by that of the first contestant that runs. */
  readonly wallRatio?: number;
  /** Median kernel time by that of the first contestant that has one. */
  readonly kernelRatio?: number;
  /** Operations a second by the adapter's peak; by kernel time where it is known, else by wall clock. */
  readonly peakShare?: number;
}

/** A comparison and its rows. */
export interface Result {
  /** Its family. */
  readonly family: string;
  /** What was compared. */
  readonly name: string;
  /** The contestants, this repository's first. */
  readonly rows: readonly Row[];
  /** What was compared, where that is not the timed work. */
  readonly compared?: string;
  /** Where contestants did not compute the same, or where it is unknown whether they did. */
  readonly warnings: readonly string[];
}

/** A line of `--json`. */
export type BenchLine =
  | { readonly schema: typeof SCHEMA; readonly machine: Machine }
  | { readonly peak: Peak | undefined }
  | { readonly result: Result }
  | { readonly leftOut: readonly string[] }
  | { readonly peakAgain: Peak | undefined; readonly load: number };

/** Version of {@link BenchLine}. */
export const SCHEMA = 3;

/** Runs a comparison. */
export async function resultOf(comparison: Comparison, peak: Peak | undefined): Promise<Result> {
  const { family, name, turns, timing, check } = comparison;
  const answers = check && await answersTo(check.turns, check.repetitions);
  const entries = await compare(turns, timing);
  return {
    family,
    name,
    rows: entries.map((entry) => rowOf(entry, entries, comparison.operations, peak)),
    ...(check && { compared: check.name }),
    warnings: warningsOf(comparison, answers ?? entries),
  };
}

function rowOf(
  { turn, device, timings, problem, known: isKnown }: Entry,
  all: readonly Entry[],
  operations: number | undefined,
  peak: Peak | undefined,
): Row {
  const known = {
    name: turn.name,
    ...(turn.contestant.package && { package: turn.contestant.package }),
    ...(device && { device }),
  };
  if (!timings) {
    return { ...known, cannotRun: isKnown ? problem! : `cannot run: ${problem ?? "no answer"}` };
  }
  const { cold, wall, processor, kernel } = timings;
  const first = all.find((entry) => entry.timings)!.timings!;
  const firstKernel = all.find((entry) => entry.timings?.kernel)?.timings?.kernel;
  const best = (kernel ?? wall).median;
  return {
    ...known,
    coldMilliseconds: cold,
    wallMilliseconds: wall,
    processorMilliseconds: processor,
    ...(kernel && { kernelMilliseconds: kernel }),
    wallRatio: wall.median / first.wall.median,
    ...(kernel && firstKernel && { kernelRatio: kernel.median / firstKernel.median }),
    ...(operations && peak && turn.contestant.onAdapter && device === peak.adapter && {
      peakShare: operations / best / 1e6 / peak.gflops,
    }),
  };
}

function warningsOf({ difference }: Comparison, entries: readonly Entry[]): string[] {
  const first = entries.find(({ answer }) => answer);
  const adapters = entries.filter(({ turn }) => isOursOnAdapter(turn)).map(({ device }) => device);
  const warnings: string[] = [];
  for (const { turn, device, answer, problem, known } of entries) {
    // Its row says that it cannot run.
    if (known) continue;
    if (!answer) warnings.push(`${turn.name} is unchecked: ${problem ?? "it gave no answer"}`);
    else if (difference && answer !== first!.answer) {
      const found = difference(first!.answer!, answer);
      if (found) warnings.push(`${turn.name} ${found}`);
    }
    if (turn.contestant.onAdapter && device && !adapters.includes(device)) {
      warnings.push(`${turn.name} runs on ${device}`);
    }
  }
  return warnings;
}

function isOursOnAdapter({ contestant }: Turn): boolean {
  return contestant.onAdapter && contestant.package === undefined;
}

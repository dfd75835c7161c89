/**
 * What a comparison found, as the table and `--json` show it.
 * @module
 */
import type { Comparison } from "./comparisons.ts";
import type { Peak } from "./peak.ts";
import { answersTo, compare, type Entry } from "./rounds.ts";
import type { Spread } from "./statistics.ts";

/** How one contestant did. */
export interface Row {
  /** Contestant, or part of one. */
  readonly name: string;
  /** npm package with its version, of a peer. */
  readonly package?: string;
  /** Where it computed. */
  readonly device?: string;
  /** Why it has no times. */
  readonly cannotRun?: string;
  /** Milliseconds of the first call in its process. */
  readonly coldMilliseconds?: number;
  /** Milliseconds of a later repetition by wall clock. */
  readonly wallMilliseconds?: Spread;
  /** Milliseconds that one repetition more adds. */
  readonly kernelMilliseconds?: Spread;
  /** Median wall clock by that of the first contestant. */
  readonly wallRatio?: number;
  /** Median kernel time by that of the first contestant. */
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

/** Runs a comparison. */
export async function resultOf(comparison: Comparison, peak: Peak | undefined): Promise<Result> {
  const { family, name, turns, timing, check } = comparison;
  const answers = check && await answersTo(check.turns, check.repetitions);
  const entries = await compare(turns, timing);
  return {
    family,
    name,
    rows: entries.map((entry) => rowOf(entry, entries[0]!, comparison.operations, peak)),
    ...(check && { compared: check.name }),
    warnings: warningsOf(comparison, answers ?? entries),
  };
}

function rowOf(
  { turn, device, timings, problem }: Entry,
  first: Entry,
  operations: number | undefined,
  peak: Peak | undefined,
): Row {
  const known = {
    name: turn.name,
    ...(turn.contestant.package && { package: turn.contestant.package }),
    ...(device && { device }),
  };
  if (!timings) return { ...known, cannotRun: problem ?? "did not answer" };
  const { cold, wall, kernel } = timings;
  const theirs = first.timings;
  const best = (kernel ?? wall).median;
  return {
    ...known,
    coldMilliseconds: cold,
    wallMilliseconds: wall,
    ...(kernel && { kernelMilliseconds: kernel }),
    ...(theirs && { wallRatio: wall.median / theirs.wall.median }),
    ...(kernel && theirs?.kernel && { kernelRatio: kernel.median / theirs.kernel.median }),
    ...(operations && peak && turn.contestant.onAdapter && {
      peakShare: operations / best / 1e6 / peak.gflops,
    }),
  };
}

function warningsOf({ difference }: Comparison, entries: readonly Entry[]): string[] {
  const [first, ...others] = entries;
  const warnings: string[] = [];
  for (const { turn, device, answer, problem, known } of others) {
    // Its row says that it cannot run.
    if (known) continue;
    if (!answer) warnings.push(`${turn.name} is unchecked: ${problem ?? "it gave no answer"}`);
    else if (!first!.answer) {
      warnings.push(`${turn.name} is unchecked: ${first!.turn.name} gave no answer`);
    } else {
      const found = difference(first!.answer, answer);
      if (found) warnings.push(`${turn.name} ${found}`);
    }
    if (!device || !first!.device) continue;
    const { onAdapter } = turn.contestant;
    if (onAdapter && device !== first!.device) warnings.push(`${turn.name} runs on ${device}`);
  }
  return warnings;
}

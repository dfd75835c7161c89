/**
 * Describes the curves by their numbers.
 * @module
 */
import type { DiversityCurve, LeakDoseCurve } from "../../audit/results/results.ts";
import { count, decimal, rangeFixed, withRange } from "../../statistics/format.ts";

/** Least rise from clean to dirty that is divided further. */
const LEAST_RISE = 0.05;

/** Says how much clean accuracy changes with the number of training classes. */
export function diversityFinding({ points, rise }: DiversityCurve): string | undefined {
  if (rise === undefined) return undefined;
  return `From ${count(rise.from_classes)} to ${count(points.at(-1)!.classes)} training classes ` +
    `clean accuracy changes by ${withRange(rise.value, rise)}, for these classes ` +
    `${rangeFixed(rise)}.`;
}

/** Says which leak dose gives half of the difference between clean and dirty; undefined where there is none. */
export function leakDoseFinding({ points }: LeakDoseCurve): string | undefined {
  const [first, last] = [points[0]!, points.at(-1)!];
  const rise = last.balanced_top1.mean - first.balanced_top1.mean;
  if (first.dose !== 0 || last.dose !== 1 || rise < LEAST_RISE) return undefined;
  const enough = points.find(({ balanced_top1: { mean } }) =>
    mean - first.balanced_top1.mean >= rise / 2
  )!;
  const kept = enough.dose === 1
    ? "only all of the flagged pairs"
    : `${percent(enough.dose)} of the flagged pairs (${count(enough.pairs - first.pairs)})`;
  return `Of the doses trained, ${kept} bring at least half of the difference between clean and ` +
    `dirty: ${decimal(enough.balanced_top1.mean)}, where none of them gives ` +
    `${decimal(first.balanced_top1.mean)} and all ${decimal(last.balanced_top1.mean)}.`;
}

/** Formats a share in percent: `2 %`, `12.5 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/**
 * Describes the curves by their numbers.
 * @module
 */
import type { MeasureWords } from "../../audit/results/measure_names.ts";
import type { DiversityCurve, LeakDoseCurve } from "../../audit/results/results.ts";
import { count, decimal, rangeFixed, withRange } from "../../statistics/format.ts";

/** Says how much clean accuracy changes with the number of training classes. */
export function diversityFinding(
  { points, rise }: DiversityCurve,
  { accuracy, classes }: MeasureWords,
): string | undefined {
  if (rise === undefined) return undefined;
  return `From ${count(rise.from_classes)} to ${count(points.at(-1)!.classes)} training classes ` +
    `clean ${accuracy} changes by ${withRange(rise.value, rise)}, for these ${classes} ` +
    `${rangeFixed(rise)}.`;
}

/** Says how accuracy changes from none of the flagged pairs to the least dose, and to all of them. */
export function leakDoseFinding({ points }: LeakDoseCurve): string | undefined {
  const [first, last] = [points[0]!, points.at(-1)!];
  const [, least] = points;
  if (first.dose !== 0 || last.dose !== 1 || least === undefined || least === last) {
    return undefined;
  }
  return `None of the flagged pairs gives ${decimal(first.balanced_top1.mean)}, ` +
    `${percent(least.dose)} of them (${count(least.pairs - first.pairs)}) ` +
    `${decimal(least.balanced_top1.mean)}, all of them ${decimal(last.balanced_top1.mean)}.`;
}

/** Formats a share in percent: `2 %`, `12.5 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

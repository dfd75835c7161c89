/**
 * Formats an audit's results as a plain-text table for a terminal of 80 columns.
 * @module
 */
import { CONDITIONS } from "../audit/configuration/conditions.ts";
import type { AuditResults } from "../audit/results/results.ts";
import { type BackbonePair, pairsOf } from "./pairs.ts";
import { partsOfPath } from "./path_parts.ts";
import { chanceText, count, decimal, range, rangeFixed, withRange } from "../statistics/format.ts";
import { aligned, shorten } from "./text.ts";

const WIDTH = 80;

/**
 * Returns the table: for each pair of backbones the accuracy of each condition with both intervals, the audio-only
 * reference, and the path from chance to the dirty accuracy. It has no color and no control characters except line
 * ends.
 *
 * @returns lines of at most 80 columns, the last one without a line end
 */
export function resultsTable(results: AuditResults): string {
  const head = `Balanced top-1 accuracy with 95 % intervals; chance ${chanceText(results.chance)}`;
  const blocks = pairsOf(results).map((pair) => blockOf(pair).join("\n"));
  return [head, ...blocks].join("\n\n");
}

function blockOf(pair: BackbonePair): string[] {
  const rows = CONDITIONS.flatMap((condition) => {
    const result = pair.conditions[condition];
    if (result === undefined) return [];
    const { balanced_top1: accuracy, top5, pairs, classes, trainings } = result;
    return [[
      condition,
      withRange(accuracy.mean, accuracy),
      rangeFixed(accuracy),
      decimal(top5.mean),
      count(pairs),
      count(classes),
      count(trainings),
    ]];
  });
  const head = ["", "classes like these", "these classes", "top-5", "pairs", "classes", "runs"];
  return [
    shorten(pair.name, WIDTH),
    ...aligned([head, ...rows]),
    ...referenceOf(pair),
    ...pathOf(pair),
  ];
}

function referenceOf({ reference }: BackbonePair): string[] {
  if (reference === undefined) return [];
  const { nearest_centroid: accuracy } = reference.separability;
  return [`  audio alone, nearest centroid: ${withRange(accuracy.value, accuracy)}`];
}

function pathOf({ attribution }: BackbonePair): string[] {
  if (attribution === undefined) return [];
  const { path } = attribution;
  const rows = [
    ["dirty", "=", decimal(attribution.dirty), ""],
    ["chance", "", chanceText(path.chance), ""],
    ...partsOfPath(path).map(({ name, part }) => [name, "+", decimal(part.value), range(part)]),
  ];
  return ["", ...aligned(rows)];
}

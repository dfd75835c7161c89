/**
 * Formats an audit's results as a plain-text table for a terminal of 80 columns.
 * @module
 */
import { CONDITIONS } from "../audit/configuration/conditions.ts";
import type { Attribution, AuditResults } from "../audit/results/results.ts";
import { printable } from "../basics/printable.ts";
import { type BackbonePair, pairsOf, poolClasses } from "./pairs.ts";
import { partsOfPath } from "./path_parts.ts";
import { featuresOf, twinOf, type TwoByTwo } from "./two_by_two.ts";
import { chanceText, count, decimal, range, rangeFixed, withRange } from "../statistics/format.ts";
import { aligned, shorten } from "./text.ts";

const WIDTH = 80;

/** Most columns of a name in a table of two factors. */
const NAME_WIDTH = 20;

/**
 * Returns the table: for each pair of backbones the accuracy of each condition with both intervals, both audio
 * references, the path from chance to the dirty accuracy, and the effects of two factors. It has no color and no control
 * characters except line ends.
 *
 * @returns lines of at most 80 columns, the last one without a line end
 */
export function resultsTable(results: AuditResults): string {
  const measure = results.measure === "macro_map"
    ? "Macro mean average precision"
    : "Balanced top-1 accuracy";
  const head = `${measure} with 95 % intervals; chance ${chanceText(results.chance)}`;
  const blocks = pairsOf(results).map((pair) => blockOf(pair).join("\n"));
  return [head, ...blocks].join("\n\n");
}

function blockOf(pair: BackbonePair): string[] {
  const rows = CONDITIONS.flatMap((condition) => {
    const result = pair.conditions[condition];
    if (result === undefined) return [];
    const { balanced_top1: accuracy, pairs, classes, trainings } = result;
    const row = [
      condition,
      withRange(accuracy.mean, accuracy),
      rangeFixed(accuracy),
      count(pairs),
      poolClasses({ pairs, classes }),
      count(trainings),
    ];
    return condition === "dirty" ? [row, ...samePairsRow(pair)] : [row];
  });
  const heads = ["", "classes like these", "these classes", "pairs", "classes"];
  const { attribution } = pair;
  return [
    shorten(pair.name, WIDTH),
    ...aligned([[...heads, "trainings"], ...rows]),
    ...referenceLines(pair),
    ...(attribution ? [...pathLines(attribution), ...effectLines(featuresOf(attribution))] : []),
    ...(attribution ? effectLines(twinOf(attribution)) : []),
  ];
}

/** Makes the row of the reference that learned from the same pairs as the dirty model. */
function samePairsRow({ reference, isSamePairsComparable }: BackbonePair): string[][] {
  const same = reference?.same_pairs;
  if (same === undefined || !isSamePairsComparable) return [];
  const { nearest_centroid: accuracy, classes, pairs } = same;
  const values = [withRange(accuracy.value, accuracy), rangeFixed(accuracy)];
  return [["audio only", ...values, count(pairs), count(classes), count(0)]];
}

function referenceLines(
  { reference, conditions, isSamePairsComparable }: BackbonePair,
): string[] {
  if (reference === undefined) return [];
  const { nearest_centroid: separability } = reference.separability;
  const { same_pairs: same } = reference;
  const classes = same?.classes ?? 0;
  const few = `  audio only: no reference, since dirty pairs are of ${count(classes)} ${
    classes === 1 ? "class" : "classes"
  }`;
  return [
    ...(same && conditions.dirty
      ? [
        isSamePairsComparable
          ? "  audio only: nearest centroid of the dirty pairs of the evaluation's classes"
          : few,
      ]
      : []),
    `  separability: nearest centroid of the evaluation itself, ${
      withRange(separability.value, separability)
    }`,
  ];
}

function pathLines({ path, dirty, transfer }: Attribution): string[] {
  const { over_shuffled: lead, without_listed: again } = transfer;
  const rows = [
    ["dirty", "=", decimal(dirty), ""],
    ["chance", "", chanceText(path.chance), ""],
    ...partsOfPath(path).map(({ name, part }) => [name, "+", decimal(part.value), range(part)]),
  ];
  return [
    "",
    ...aligned(rows),
    ...(path.flaggedPairs
      ? ["  no control pool matches the clean one: flagged pairs are not split"]
      : []),
    ...(lead ? [`  transfer over shuffled trainings: ${withRange(lead.value, lead)}`] : []),
    ...(again && "permutation_p" in again
      ? [
        `  transfer without listed topics: ${withRange(again.value, again)}, ` +
        `${count(again.classes)} classes`,
      ]
      : []),
  ];
}

/** Makes the lines of a table of two factors, with main effects and interaction. */
function effectLines(found: TwoByTwo | undefined): string[] {
  if (found === undefined) return [];
  const { corner, columns, rows, effects } = found;
  const short = (name: string) => shorten(printable(name), NAME_WIDTH);
  return [
    "",
    ...aligned([
      [corner, ...columns.map(short)],
      ...rows.map(({ name, cells }) => [short(name), ...cells]),
    ]),
    ...aligned(effects.map(({ name, part }) => [name, withRange(part.value, part)])),
  ];
}

/**
 * The table of accuracy by condition.
 * @module
 */
import { CONDITIONS } from "../../../audit/configuration/conditions.ts";
import { wordsOf } from "../../../audit/results/measure_names.ts";
import type { AuditResults, ConditionResult } from "../../../audit/results/results.ts";
import {
  chanceText,
  count,
  decimal,
  pValue,
  range,
  rangeFixed,
} from "../../../statistics/format.ts";
import { isOfCaptions, pairsOf } from "../../pairs.ts";
import { listed } from "../methods/sentence.ts";
import {
  ENDS,
  endsOf,
  intervalsCaption,
  measureCaption,
  measuredHeads,
  numbers,
  type PaperTable,
  words,
} from "../table.ts";

/** Makes the table: a row for each condition of each pair of backbones. */
export function conditionsTable(results: AuditResults): PaperTable {
  const { measure } = results;
  const measured = wordsOf(measure);
  const isRanked = measure === "macro_map";
  const groups = pairsOf(results).map(({ name, conditions }) => ({
    name,
    results: CONDITIONS.flatMap((condition) => conditions[condition] ?? []),
  }));
  const chance = isRanked ? "" : ` Chance is ${chanceText(results.chance)}.`;
  return {
    name: "conditions",
    columns: [
      ...["audio", "text", "condition", "mean", ...ENDS, "chance"],
      ...["permutation_p", "pairs", "classes", "trainings"],
    ],
    rows: groups.flatMap(({ results: own }) => own.map((one) => valuesOf(one, results))),
    shown: [{
      caption: `${measured.first} by condition.${chance} ${measureCaption(results)} ` +
        `${intervalsCaption(results)} ${tested(results)}${
          results.class_folds.length > 1
            ? "Pairs in the training pool are means over class folds."
            : "Pairs: those of the training pool."
        }`,
      heads: [
        words("condition"),
        ...measuredHeads(measured, results),
        ...(isRanked ? [numbers("chance")] : []),
        ...["p", "pairs", "trainings"].map(numbers),
      ],
      groups: groups.map(({ name, results: own }) => ({
        name,
        rows: own.map((one) => shownOf(one, isRanked)),
      })),
    }],
  };
}

/** Says what p is, and which conditions have none. */
function tested({ conditions }: AuditResults): string {
  if (conditions.every(({ permutation_p: p }) => p === undefined)) return "";
  const names = (isTested: boolean) =>
    CONDITIONS.filter((name) =>
      conditions.some(({ condition, permutation_p: p }) =>
        condition === name && (p !== undefined) === isTested
      )
    );
  const none = names(false).filter((name) => !names(true).includes(name));
  const others = none.length === 0
    ? ""
    : `; ${listed(none)} ${none.length > 1 ? "are" : "is"} not tested`;
  return `p: permutation test of labels against their texts${others}. `;
}

function valuesOf(one: ConditionResult, { chance }: AuditResults) {
  const { audio, text, condition, balanced_top1: accuracy } = one;
  return [
    ...[audio, text, condition, accuracy.mean, ...endsOf(accuracy), one.chance ?? chance],
    ...[one.permutation_p, one.pairs, isOfCaptions(one) ? undefined : one.classes, one.trainings],
  ];
}

function shownOf(one: ConditionResult, isRanked: boolean): string[] {
  const { condition, balanced_top1: accuracy, chance, permutation_p: p } = one;
  return [
    condition,
    decimal(accuracy.mean),
    range(accuracy),
    rangeFixed(accuracy),
    ...(isRanked ? [chance === undefined ? "" : chanceText(chance)] : []),
    p === undefined ? "" : pValue(p),
    count(one.pairs),
    count(one.trainings),
  ];
}

/**
 * The table of what the leak rules found.
 * @module
 */
import type { AuditResults } from "../../../audit/results/results.ts";
import { printable } from "../../../basics/printable.ts";
import { count } from "../../../statistics/format.ts";
import { numbers, type PaperTable, unitsOf, words } from "../table.ts";

/** Makes the table: a row for each rule that ran, then one for each that could not. */
export function leaksTable(results: AuditResults): PaperTable {
  const { by_rule, not_run = [] } = results.leakage;
  const ran = Object.entries(by_rule);
  return {
    name: "leaks",
    columns: ["rule", "ran", "findings", "flagged_pairs", "not_for", "reason"],
    rows: [
      ...ran.map(([rule, { findings, flagged_pairs }]) => [
        ...[rule, "yes", findings, flagged_pairs],
        ...[undefined, undefined],
      ]),
      ...not_run.map(({ rule, labels, reason }) => [
        ...[rule, labels === undefined ? "no" : "in part", undefined, undefined],
        ...[labels, reason],
      ]),
    ],
    shown: [{
      caption: captionOf(results),
      heads: [
        words("rule"),
        numbers("findings"),
        numbers("pairs flagged"),
        ...(not_run.length > 0 ? [words("not run")] : []),
      ],
      groups: [{
        rows: [
          ...ran.map(([rule, { findings, flagged_pairs }]) => [
            ...[printable(rule), count(findings), count(flagged_pairs)],
            ...(not_run.length > 0 ? [""] : []),
          ]),
          ...not_run.map(({ rule, labels, reason }) => [
            ...[printable(rule), "", ""],
            printable(labels === undefined ? reason : `for ${labels}: ${reason}`),
          ]),
        ],
      }],
    }],
  };
}

function captionOf(results: AuditResults): string {
  const { leakage, training_items, classes, class_folds } = results;
  const { verdict, covered_classes: covered } = leakage;
  const folds = class_folds.length > 1
    ? " Findings are counted over all class folds; flagged pairs are the mean over them."
    : "";
  const named = covered === undefined
    ? ""
    : ` The texts of flagged pairs name ${count(covered)} of ${count(classes.length)} ` +
      `evaluation ${unitsOf(results).all}.`;
  return `Findings by leak rule among ${count(training_items)} training pairs; verdict: ` +
    `${verdict}.${folds}${named} Pairs that a rule flags are left out of the clean pool; other ` +
    "findings are only reported.";
}

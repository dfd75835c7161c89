/**
 * The table of what the leak rules found.
 * @module
 */
import type { AuditResults } from "../../../audit/results/results.ts";
import { LEAK_RULES, type LeakRule } from "../../../leakage/findings.ts";
import { printable } from "../../../basics/printable.ts";
import { count } from "../../../statistics/format.ts";
import { listed } from "../methods/sentence.ts";
import { numbers, type PaperTable, unitsOf, words } from "../table.ts";

/** Makes the table: a row for each rule that ran, then one for each that did not, or not for all labels. */
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
      ...[...not_run, ...idleRules(results)].map(({ rule, labels, reason }) => [
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

type NotRun = NonNullable<AuditResults["leakage"]["not_run"]>;

/** Lists the rules that did not run and of which the results say nothing, with what it takes. */
function idleRules({ leakage: { rules, not_run = [] } }: AuditResults): NotRun {
  const known = new Set([...rules, ...not_run.map(({ rule }) => rule)]);
  return LEAK_RULES.filter((rule) => !known.has(rule))
    .map((rule) => ({ rule, reason: WANTED[rule] ?? NOT_NAMED }));
}

const NOT_NAMED = "not named in leakage.rules";
/** Why a rule may not have run, where the results do not say it: it is only on with what it needs. */
const WANTED: Readonly<Partial<Record<LeakRule, string>>> = {
  "TEXT-COPY": `${NOT_NAMED}, or the evaluation has no captions`,
  "AUDIO-LISTED": `${NOT_NAMED}, or no list of recordings is given`,
  "BACKBONE-LABEL": `${NOT_NAMED}, or no backbone declares anything`,
  "BACKBONE-DATA": `${NOT_NAMED}, no backbone declares anything, or the evaluation's data set is ` +
    "not named",
  "SELECTION": "an audit chooses nothing on evaluation items",
};

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
    `findings are only reported.${idleCaption(results)}`;
}

/** Says which rules did not run, those of one reason together. */
function idleCaption(results: AuditResults): string {
  const groups = [...Map.groupBy(idleRules(results), ({ reason }) => reason)];
  if (groups.length === 0) return "";
  const said = groups.map(([reason, own]) => `${listed(own.map(({ rule }) => rule))} (${reason})`);
  return ` Not run: ${said.join("; ")}.`;
}

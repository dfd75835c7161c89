/**
 * What accuracies and conditions of an audit are. Audits whose definitions differ are not set side by side.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { FLAGS_BY_DEFAULT, LEAK_RULES, type LeakRule } from "../../leakage/findings.ts";
import { SENSE_RULES } from "../../leakage/labels/meanings.ts";
import { RESULTS_FILE } from "../folder/kind.ts";
import { RUN_FILE } from "../results/run_file.ts";
import type { Definitions } from "./comparison.ts";
import type { FinishedAudit } from "./finished_audit.ts";

/** A definition as it stands in a file. */
interface Definition {
  readonly file: string;
  readonly key: string;
  readonly value: string;
  /** How the audits get the same one. */
  readonly advice: string;
}

/** Whether a rule asks what labels mean. */
export function asksForSenses(rule: string): boolean {
  return SENSE_RULES.some((one) => one === rule);
}

/** Returns what defines an audit's numbers. */
export function definitionsOf({ results, configuration }: FinishedAudit): Definitions {
  return {
    measure: results.measure,
    version: results.fingerprint.version ?? "unknown",
    unit: configuration.leakage.unit,
    rules: flaggingRules(results.leakage.rules, configuration.leakage),
  };
}

/**
 * Returns the rules that shaped the pools: those that ran and flag, in the order of all rules. What is only reported
 * changes no number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ran = ["TEXT-HYPERNYM", "BACKBONE-LABEL", "TEXT-EXACT"];
 * assert.deepEqual(flaggingRules(ran, { flag: ["TEXT-HYPERNYM"], report: [] }), ["TEXT-EXACT", "TEXT-HYPERNYM"]);
 * ```
 */
export function flaggingRules(
  ran: readonly string[],
  { flag, report }: { readonly flag: readonly LeakRule[]; readonly report: readonly LeakRule[] },
): LeakRule[] {
  return LEAK_RULES.filter((rule) =>
    ran.includes(rule) && !report.includes(rule) && (FLAGS_BY_DEFAULT[rule] || flag.includes(rule))
  );
}

/**
 * Makes sure that all audits have the same definitions.
 *
 * @throws {InputError} that names two files, the key and both values, and what to do
 */
export function refuseMixed([first, ...others]: readonly FinishedAudit[]): void {
  for (const other of others) refuseDifference(commonOf(first!), commonOf(other));
}

/**
 * Makes sure that the labels of one evaluation mean the same in all of its audits, where rules ask for it.
 *
 * @throws {InputError} as {@link refuseMixed}
 */
export function refuseOtherMeanings([first, ...others]: readonly FinishedAudit[]): void {
  for (const other of others) refuseDifference(meaningOf(first!), meaningOf(other));
}

function commonOf(audit: FinishedAudit): Definition[] {
  const { measure, version, unit, rules } = definitionsOf(audit);
  const results = join(audit.folder, RESULTS_FILE);
  const run = join(audit.folder, RUN_FILE);
  const again = "run one of the audits again";
  return [
    {
      file: results,
      key: "measure",
      value: measure,
      advice: "compare audits of items with one label, or of items with several",
    },
    {
      file: results,
      key: "fingerprint.version",
      value: version,
      advice: `${again} with the other's version of Earnest`,
    },
    {
      file: run,
      key: "configuration.leakage.unit",
      value: unit,
      advice: `${again} with the other's "leakage.unit"`,
    },
    {
      file: results,
      key: "leakage.rules",
      value: rules.join(", ") || "none that flags",
      advice: `${again} with the same "leakage.rules", "flag" and "report"`,
    },
  ];
}

function meaningOf({ folder, configuration, results }: FinishedAudit): Definition[] {
  const { rules } = definitionsOf({ folder, configuration, results, cells: [] });
  if (!rules.some(asksForSenses)) return [];
  const { labels } = configuration.leakage;
  const { fingerprint } = results;
  const senses = fingerprint["senses of labels"];
  const file = labels === undefined ? undefined : fingerprint[`file ${labels}`];
  return [{
    file: join(folder, RESULTS_FILE),
    key: `fingerprint.${senses === undefined ? `file ${labels}` : "senses of labels"}`,
    value: senses ?? file ?? labels ?? "unknown",
    advice: 'run one of the audits again with the other\'s "leakage.labels"',
  }];
}

function refuseDifference(first: readonly Definition[], second: readonly Definition[]): void {
  for (const [at, one] of first.entries()) {
    const other = second[at]!;
    if (one.value === other.value) continue;
    throw new InputError(
      `"${quotable(one.file)}" has "${quotable(one.key)}" ${quotable(one.value)}, ` +
        `"${quotable(other.file)}" has ${
          quotable(other.value)
        }; their numbers do not mean the same: ` +
        one.advice,
    );
  }
}

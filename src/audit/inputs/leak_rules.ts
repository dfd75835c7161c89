/**
 * Decides which leak rules an audit runs, and checks that they have what they need.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { suggestion } from "../../basics/nearest.ts";
import { type Recorded, sourceOf } from "../../leakage/audio/source.ts";
import { LEAK_RULES, type LeakRule } from "../../leakage/findings.ts";
import type { AuditBackbone } from "./shape.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";

/** What leak rules look at. */
export interface RuleMaterial {
  /** Training pairs. */
  readonly pairs: readonly Recorded[];
  /** Evaluation items. */
  readonly items: readonly Recorded[];
  /** The backbones and what they declare. */
  readonly backbones: readonly AuditBackbone[];
  /** Names of the evaluation's data set. */
  readonly evaluationSets: readonly string[];
}

/**
 * Returns the rules that run, in the order of `LEAK_RULES`: those that the configuration names, else `TEXT-EXACT`;
 * `AUDIO-SOURCE` where both sides have sources; and `BACKBONE-LABEL` and `BACKBONE-DATA` where backbones declare
 * something.
 *
 * @throws {InputError} when the configuration names a rule that lacks what it needs
 */
export function rulesOf(
  { leakage: { rules: named, flag, report } }: AuditConfiguration,
  material: RuleMaterial,
): LeakRule[] {
  const byDefault: readonly LeakRule[] = [
    "TEXT-EXACT",
    "AUDIO-SOURCE",
    "BACKBONE-LABEL",
    "BACKBONE-DATA",
  ];
  const rules = LEAK_RULES.filter((rule) =>
    named?.includes(rule) ?? (byDefault.includes(rule) && lackOf(rule, material) === undefined)
  );
  for (const rule of rules) {
    const lack = lackOf(rule, material);
    if (lack !== undefined) throw new InputError(`${rule} cannot run: ${lack}`);
  }
  const idle = [...flag, ...report].find((rule) => !rules.includes(rule));
  if (idle === undefined) return rules;
  const key = flag.includes(idle) ? "leakage.flag" : "leakage.report";
  throw new InputError(`"${key}" names ${idle}, which does not run; ${suggestion(idle, rules)}`);
}

/** Notes that `AUDIO-SOURCE` did not run, where the configuration names no rules. */
export function noteIdleRule(
  { leakage: { rules } }: AuditConfiguration,
  material: RuleMaterial,
  onNote: (note: string) => void,
): void {
  const lack = rules === undefined ? lackOf("AUDIO-SOURCE", material) : undefined;
  if (lack !== undefined) onNote(`AUDIO-SOURCE did not run: ${lack}.`);
}

/** Says what a rule lacks, if anything, and how to provide it. */
function lackOf(rule: LeakRule, material: RuleMaterial): string | undefined {
  const { backbones, evaluationSets } = material;
  if (rule === "SELECTION") {
    return "an audit chooses nothing on evaluation items; " +
      '"earnest scan --projector" looks at a trained projector';
  }
  if (rule === "AUDIO-SOURCE") {
    const hint = 'has a source; name the columns in "leakage.sourceColumn"';
    for (
      const [side, what] of [["pairs", "training pairs"], ["items", "evaluation items"]] as const
    ) {
      const recorded = material[side];
      if (recorded.some((one) => sourceOf(one) !== undefined)) continue;
      return `none of ${recorded.length} ${what} ${hint}`;
    }
  }
  if (!rule.startsWith("BACKBONE-")) return undefined;
  // What a baseline declares is known beforehand.
  const declared = backbones.flatMap(({ role, ledger }) => role === "chosen" && ledger || []);
  if (declared.length === 0) {
    return 'nothing is known of any backbone; name cards in "backbone"';
  }
  if (rule === "BACKBONE-DATA" && evaluationSets.length === 0) {
    return 'the evaluation\'s data set is not known; name it in "leakage.evaluationSets"';
  }
  return undefined;
}

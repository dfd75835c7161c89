/**
 * Decides which leak rules an audit runs, and checks that they have what they need.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { suggestion } from "../../basics/nearest.ts";
import type { ListedSound } from "../../leakage/audio/exclusion_list.ts";
import { type Recorded, sourceOf } from "../../leakage/audio/source.ts";
import { type EvaluationCaption, LEAK_RULES, type LeakRule } from "../../leakage/findings.ts";
import { needsWordNet } from "../../leakage/labels/meanings.ts";
import { idleRules, type NotRun } from "../../leakage/not_run.ts";
import { TEXT_RULES } from "../../leakage/text/meaning.ts";
import type { AuditBackbone } from "./shape.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";

/** What leak rules look at. */
export interface RuleMaterial {
  /** Training pairs. */
  readonly pairs: readonly Recorded[];
  /** Evaluation items. */
  readonly items: readonly Recorded[];
  /** Captions of the evaluation. */
  readonly captions: readonly EvaluationCaption[];
  /** Recordings that are to be left out. */
  readonly listed: readonly ListedSound[];
  /** The backbones and what they declare. */
  readonly backbones: readonly AuditBackbone[];
  /** Names of the evaluation's data set. */
  readonly evaluationSets: readonly string[];
  /** Why WordNet cannot be opened, where no rule that is named needs it. */
  readonly noWordNet?: string | undefined;
  /** Rules that find nothing for want of senses. */
  readonly notRun: readonly NotRun[];
}

/** The rules that run where the configuration names none and they have what they need. */
const BY_DEFAULT: readonly LeakRule[] = [
  ...TEXT_RULES,
  "TEXT-COPY",
  "AUDIO-SOURCE",
  "AUDIO-LISTED",
  "BACKBONE-LABEL",
  "BACKBONE-DATA",
];

/**
 * Returns the rules that run, in the order of `LEAK_RULES`: those that the configuration names, else the rules about
 * words; `TEXT-COPY` where the evaluation has captions; `AUDIO-LISTED` where lists are given; `AUDIO-SOURCE` where both
 * sides have sources; and `BACKBONE-LABEL` and `BACKBONE-DATA` where backbones declare something.
 *
 * @throws {InputError} when the configuration names a rule that lacks what it needs
 */
export function rulesOf(
  { leakage: { rules: named, flag, report } }: AuditConfiguration,
  material: RuleMaterial,
): LeakRule[] {
  const rules = LEAK_RULES.filter((rule) =>
    named?.includes(rule) ?? (BY_DEFAULT.includes(rule) && lackOf(rule, material) === undefined)
  );
  for (const rule of rules) {
    const lack = lackOf(rule, material);
    if (lack !== undefined) throw new InputError(`${rule} cannot run: ${lack}`);
  }
  const known = named ?? BY_DEFAULT.filter((rule) => rules.includes(rule) || needsWordNet(rule));
  const idle = [...flag, ...report].find((rule) => !known.includes(rule));
  if (idle === undefined) return rules;
  const key = flag.includes(idle) ? "leakage.flag" : "leakage.report";
  throw new InputError(`"${key}" names ${idle}, which does not run; ${suggestion(idle, rules)}`);
}

/**
 * Returns the rules that did not run because sources, senses or WordNet are missing, where the configuration names no
 * rules. Rules about backbones are on by default only where backbones declare something.
 */
export function notRunOf(
  { leakage: { rules: named } }: AuditConfiguration,
  material: RuleMaterial,
): NotRun[] {
  if (named !== undefined) return [];
  const idle = BY_DEFAULT.flatMap((rule) => {
    const isOn = rule === "AUDIO-SOURCE" ||
      (needsWordNet(rule) && !declaresNothing(rule, material));
    const reason = isOn ? lackOf(rule, material) : undefined;
    return reason === undefined ? [] : [{ rule, reason }];
  });
  return [...idle, ...material.notRun.filter(({ labels }) => labels !== undefined)];
}

/** Whether a rule is about backbones, and none declares anything; what a baseline declares is known beforehand. */
function declaresNothing(rule: LeakRule, { backbones }: RuleMaterial): boolean {
  return rule.startsWith("BACKBONE-") &&
    backbones.every(({ role, ledger }) => role !== "chosen" || ledger === undefined);
}

/** Says what a rule lacks, if anything, and how to provide it. */
function lackOf(rule: LeakRule, material: RuleMaterial): string | undefined {
  const { evaluationSets, noWordNet } = material;
  if (rule === "SELECTION") {
    return "an audit chooses nothing on evaluation items; " +
      '"earnest scan --projector" looks at a trained projector';
  }
  if (rule === "TEXT-COPY" && material.captions.length === 0) {
    return "the evaluation has no captions to compare with; " +
      '"earnest scan --evaluation-captions" compares';
  }
  if (rule === "AUDIO-LISTED" && material.listed.length === 0) {
    return 'no list of recordings is given; name one in "leakage.exclude"';
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
  if (noWordNet !== undefined && needsWordNet(rule)) return noWordNet;
  if (idleRules(material.notRun).includes(rule)) {
    return material.notRun.find((one) => one.rule === rule)!.reason;
  }
  if (!rule.startsWith("BACKBONE-")) return undefined;
  if (declaresNothing(rule, material)) {
    return 'nothing is known of any backbone; name cards in "backbone"';
  }
  if (rule === "BACKBONE-DATA" && evaluationSets.length === 0) {
    return 'the evaluation\'s data set is not known; name it in "leakage.evaluationSets"';
  }
  return undefined;
}

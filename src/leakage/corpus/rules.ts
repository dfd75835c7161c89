/**
 * Which leak rules run in the scan of a corpus.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { SOUND_RULES } from "../rule_groups.ts";
import { sourceOf } from "../audio/source.ts";
import {
  type EvaluationCaption,
  type EvaluationItem,
  LEAK_RULES,
  type LeakRule,
} from "../findings.ts";
import { idleRules, type NotRun } from "../not_run.ts";
import { TEXT_RULES } from "../text/meaning.ts";
import type { CorpusScanOptions } from "./options.ts";

/** Which rules run. */
export interface ScanRules {
  /** The rules that run, in the order of `LEAK_RULES`. */
  readonly rules: LeakRule[];
  /** Those that are on by default and could not run, or not for all labels. */
  readonly notRun: readonly NotRun[];
}

/** What the rules have to work with. */
export interface RuleMaterial {
  /** The evaluation's items. */
  readonly items: readonly EvaluationItem[];
  /** Its captions. */
  readonly captions: readonly EvaluationCaption[];
  /** Whether its labels are captions. */
  readonly areLabelsCaptions: boolean;
  /** Rules that find nothing for want of senses. */
  readonly senseless: readonly NotRun[];
}

/**
 * Decides which rules run.
 *
 * @throws {InputError} when one that is named lacks what it needs
 */
export function rulesOf(
  options: CorpusScanOptions,
  { items, captions, areLabelsCaptions, senseless }: RuleMaterial,
): ScanRules {
  const { rules, items: itemsPath, backbones = [], projectors = [], flag = [] } = options;
  const { exclude = [] } = options;
  const haveSources = items.some((item) => sourceOf(item) !== undefined);
  const wanted = rules ?? [
    // Captions as labels are for TEXT-COPY: a short one stands within many others (TEXT-EXACT flagged 20 % of Clotho
    // against AudioCaps' test captions, TEXT-COPY 0.04 %).
    ...(areLabelsCaptions ? [] : TEXT_RULES),
    ...(captions.length > 0 ? ["TEXT-COPY"] as const : []),
    ...(haveSources ? ["AUDIO-SOURCE"] as const : []),
    ...(exclude.length > 0 ? ["AUDIO-LISTED"] as const : []),
    ...(backbones.length > 0 ? ["BACKBONE-LABEL", "BACKBONE-DATA"] as const : []),
    ...(projectors.length > 0 ? ["SELECTION"] as const : []),
  ].filter((rule) => !idleRules(senseless).includes(rule));
  const without = (rule: LeakRule, what: string) =>
    new InputError(`${rule} cannot run without ${what}`);
  for (const rule of wanted) {
    if (rule === "AUDIO-LISTED") {
      if (exclude.length === 0) throw without(rule, "--exclude");
    } else if (rule.startsWith("AUDIO-") && itemsPath === undefined) throw without(rule, "--items");
    if (rule.startsWith("BACKBONE-") && backbones.length === 0) throw without(rule, "--backbone");
    if (rule === "TEXT-COPY" && captions.length === 0) throw without(rule, "--evaluation-captions");
    if (rule === "SELECTION" && projectors.length === 0) throw without(rule, "--projector");
    if (rule === "SELECTION" && itemsPath === undefined) throw without(rule, "--items");
    if (rule === "AUDIO-SOURCE" && !haveSources) {
      throw new InputError(
        `AUDIO-SOURCE cannot run: none of ${items.length} evaluation items has a source; ` +
          "name their column with --items-source-column",
      );
    }
  }
  const idle = flag.find((rule) => !wanted.includes(rule));
  if (idle !== undefined) throw new InputError(`--flag names ${idle}, which does not run`);
  const missing = areLabelsCaptions
    ? []
    : senseless.filter(({ rule }) => rule !== "BACKBONE-LABEL" || backbones.length > 0);
  const isIdle = rules === undefined && itemsPath !== undefined && !haveSources;
  const reason = `none of ${items.length} evaluation items has a source`;
  return {
    rules: LEAK_RULES.filter((rule) => wanted.includes(rule)),
    notRun: [...missing, ...(isIdle ? [{ rule: "AUDIO-SOURCE" as const, reason }] : [])],
  };
}

/** The first of some rules that compares pairs with each other, so that parts of them cannot be scanned on their own. */
export function wholeRule(rules: readonly LeakRule[]): LeakRule | undefined {
  return rules.find((rule) => ["TEXT-SEMANTIC", ...SOUND_RULES].includes(rule));
}

/** The leak rules of a scan: which run, and what they find. */
import { basename } from "node:path";
import type { BackboneLedger } from "../src/backbones/backbone.ts";
import { InputError } from "../src/basics/errors.ts";
import { compileAudioSource } from "../src/leakage/audio/audio_source.ts";
import { findBackboneData } from "../src/leakage/backbone/backbone_data.ts";
import { compileBackboneLabel } from "../src/leakage/backbone/backbone_label.ts";
import {
  type EvaluationItem,
  type Finding,
  LEAK_RULES,
  type LeakRule,
  type TrainingPair,
} from "../src/leakage/findings.ts";
import type { LabelSet } from "../src/leakage/labels/label_set.ts";
import { TEXT_RULES } from "../src/leakage/text/meaning.ts";
import { compileTextRules } from "../src/leakage/text/text_rules.ts";
import { WordNet } from "../src/leakage/wordnet/wordnet.ts";
import type { ScanOptions } from "./scan_inputs.ts";

/** The rules that look at one pair, compiled. */
export function compileRules(
  labels: LabelSet,
  items: readonly EvaluationItem[],
  rules: readonly LeakRule[],
  wordnet: WordNet,
): (pair: TrainingPair) => Finding[] {
  const textRules = TEXT_RULES.filter((rule) => rules.includes(rule));
  const matcher = textRules.length > 0 ? compileTextRules(labels, wordnet, textRules) : undefined;
  const findSource = rules.includes("AUDIO-SOURCE") ? compileAudioSource(items) : undefined;
  return (pair) => {
    const mentions = matcher?.find(pair.text) ?? [];
    const findings: Finding[] = mentions.map((mention) => {
      const { rule, label, start, end, matched, path, confidence, certain } = mention;
      return {
        rule,
        flagged: certain,
        item: pair.id,
        label,
        evidence: pair.text,
        matched,
        span: [start, end],
        ...(path === undefined ? {} : { path }),
        confidence,
      };
    });
    return findSource === undefined ? findings : [...findings, ...findSource(pair)];
  };
}

/** What the rules about backbones find in their ledgers. */
export async function backboneFindings(
  ledgers: readonly BackboneLedger[],
  { name, labels }: LabelSet,
  rules: readonly LeakRule[],
  items: string | undefined,
): Promise<Finding[]> {
  if (ledgers.length === 0) return [];
  const find = compileBackboneLabel(labels, await WordNet.open());
  const sets = items === undefined ? [name] : [name, basename(items)];
  return ledgers.flatMap((ledger) => [
    ...(rules.includes("BACKBONE-LABEL") ? find(ledger) : []),
    ...(rules.includes("BACKBONE-DATA") ? findBackboneData(ledger, sets) : []),
  ]);
}

/**
 * The rules that run, in the order of `LEAK_RULES`.
 *
 * @throws {InputError} when one lacks what it needs
 */
export function rulesOf(
  { rules, items, backbone }: Pick<ScanOptions, "rules" | "items" | "backbone">,
  haveSources: boolean,
): LeakRule[] {
  const wanted = rules ?? [
    ...TEXT_RULES,
    ...(haveSources ? ["AUDIO-SOURCE"] as const : []),
    ...(backbone.length > 0 ? ["BACKBONE-LABEL", "BACKBONE-DATA"] as const : []),
  ];
  const without = (rule: LeakRule, option: string) =>
    new InputError(`${rule} cannot run without ${option}`);
  for (const rule of wanted) {
    if (rule.startsWith("AUDIO-") && items === undefined) throw without(rule, "--items");
    if (rule.startsWith("BACKBONE-") && backbone.length === 0) throw without(rule, "--backbone");
    if (rule === "SELECTION") throw new InputError("SELECTION is found by audit, not by scan");
    if (rule === "TEXT-SEMANTIC") throw without(rule, "--calibration");
  }
  return LEAK_RULES.filter((rule) => wanted.includes(rule));
}

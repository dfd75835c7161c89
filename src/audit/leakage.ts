/**
 * What the leak rules found, for `results.json`.
 * @module
 */
import type { Finding, LeakRule } from "../leakage/findings.ts";
import type { Fold } from "./folds.ts";
import type { AuditResults, RuleSummary } from "./results.ts";

const EXAMPLES = 12;

/**
 * Summarises the findings of all class folds. Ready-made embeddings declare nothing of their backbone's training,
 * so without a flagged finding the verdict is `unknown`, never `clean`.
 */
export function describeLeakage(
  folds: readonly Fold[],
  rules: readonly LeakRule[],
): AuditResults["leakage"] {
  const findings = folds.flatMap((fold) => fold.findings);
  const flagged = findings.filter((finding) => finding.flagged);
  return {
    verdict: flagged.length > 0 ? "leaky" : "unknown",
    by_rule: Object.fromEntries(rules.map((rule) => [rule, summarizeRule(rule, folds)])),
    examples: differentTexts(flagged).slice(0, EXAMPLES).map(({ rule, item, evidence, label }) => ({
      rule,
      item,
      evidence,
      label: label ?? "",
    })),
  };
}

function summarizeRule(rule: LeakRule, folds: readonly Fold[]): RuleSummary {
  let findings = 0;
  let flaggedPairs = 0;
  for (const fold of folds) {
    const own = fold.findings.filter((finding) => finding.rule === rule);
    findings += own.length;
    flaggedPairs += new Set(own.filter(({ flagged }) => flagged).map(({ item }) => item)).size;
  }
  return { findings, flagged_pairs: flaggedPairs / folds.length };
}

/** One finding a rule, label and evidence; first those whose text says more than the label, which surprise. */
function differentTexts(findings: readonly Finding[]): Finding[] {
  const unique = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.rule, finding.label, finding.evidence]);
    if (!unique.has(key)) unique.set(key, finding);
  }
  const surprise = ({ evidence, label }: Finding) =>
    evidence.toLowerCase() === label?.toLowerCase() ? 1 : 0;
  return [...unique.values()].sort((a, b) => surprise(a) - surprise(b));
}

/**
 * Summarizes what the leak rules found and what backbones declare, for `results.json`.
 * @module
 */
import { classOf, type Finding, type LeakRule } from "../../leakage/findings.ts";
import type { AuditBackbones, AuditLeaks } from "../inputs/shape.ts";
import type { BackboneRecord } from "../results/backbones.ts";
import type { Fold } from "../trainings/folds.ts";
import type { AuditResults, RuleSummary } from "../results/results.ts";

/** Most flagged examples. */
const FLAGGED_EXAMPLES = 12;
/** Most examples of each rule that are only reported. */
const REPORTED_EXAMPLES = 4;

/** Summarizes what the leak rules found. */
export function leakageSummary(
  folds: readonly Fold[],
  { rules, findings, verdict, notRun, labelSet }: AuditLeaks,
): AuditResults["leakage"] {
  const flagged = findings.filter((finding) => finding.flagged);
  const reported = rules.flatMap((rule) =>
    differentTexts(findings.filter((one) => one.rule === rule && !one.flagged))
      .slice(0, REPORTED_EXAMPLES)
  );
  return {
    verdict,
    rules,
    ...(notRun === undefined || notRun.length === 0 ? {} : { not_run: notRun }),
    ...(labelSet === undefined ? {} : { label_set: labelSet }),
    covered_classes: coveredClasses(findings),
    by_rule: Object.fromEntries(rules.map((rule) => [rule, summarizeRule(rule, findings, folds)])),
    examples: [...differentTexts(flagged).slice(0, FLAGGED_EXAMPLES), ...reported].map(
      ({ rule, item, evidence, label, flagged }) => {
        return { rule, item, evidence, label: label ?? "", flagged };
      },
    ),
  };
}

/**
 * Counts the evaluation classes that the texts of flagged pairs name, over all class folds. That a pair's sound is of a
 * class's recording, or its text a copy of a caption, does not name the class.
 */
function coveredClasses(findings: readonly Finding[]): number {
  const ofPairs = findings.filter(({ rule, flagged }) => flagged && rule.startsWith("TEXT-"));
  return new Set(ofPairs.flatMap((finding) => classOf(finding) ?? [])).size;
}

/** Whether a rule's findings name backbones, not training pairs. */
function isOfBackbone(rule: LeakRule): boolean {
  return rule.startsWith("BACKBONE-");
}

function summarizeRule(
  rule: LeakRule,
  findings: readonly Finding[],
  folds: readonly Fold[],
): RuleSummary {
  const flaggedPairs = isOfBackbone(rule) ? [] : folds.map((fold) => {
    const own = fold.findings.filter((finding) => finding.rule === rule && finding.flagged);
    return new Set(own.map(({ item }) => item)).size;
  });
  return {
    findings: findings.filter((finding) => finding.rule === rule).length,
    flagged_pairs: flaggedPairs.reduce((sum, count) => sum + count, 0) / folds.length,
  };
}

/** Keeps one finding for each rule, label and evidence; those whose text is more than the label come first. */
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

/** Returns the record of every backbone. */
export function backboneRecords(
  known: AuditBackbones["known"],
  covered: AuditLeaks["covered"],
): BackboneRecord[] {
  return known.map(({ ledger, ...described }, at) => {
    if (ledger === undefined) return described;
    const { license, trainingData, trainingLabels, source } = ledger;
    const labels = covered[at];
    return {
      ...described,
      ledger: {
        license,
        training_data: trainingData,
        training_labels: typeof trainingLabels === "string"
          ? trainingLabels
          : trainingLabels.length,
        source,
      },
      ...(labels ? { covered_labels: labels } : {}),
    };
  });
}

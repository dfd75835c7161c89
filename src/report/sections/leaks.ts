/**
 * The report's section about what the leak rules found.
 * @module
 */
import type { AuditResults, RuleSummary } from "../../audit/results/results.ts";
import { type Column, type Section, table } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import { count } from "../../statistics/format.ts";

const VERDICTS = {
  clean: "No rule that ran flagged a training pair.",
  leaky: "A rule that ran flagged training pairs.",
  unknown:
    "No rule that ran flagged a training pair, but a backbone does not declare what it was trained on, " +
    "a sound could not be read, or a rule that flags by default could not run.",
} as const;

/** Makes the section on findings by rule, flagging rules first, with examples in the same order. */
export function leaksSection({ leakage }: AuditResults): Section {
  const { verdict, by_rule, examples, not_run = [] } = leakage;
  const idle = [...new Set(not_run.map(({ rule }) => rule))].join(", ");
  const flags = new Set(examples.filter(({ flagged }) => flagged).map(({ rule }) => rule));
  const rules = Object.entries(by_rule)
    .map(([rule, found]) => ({ rule, found, kind: kindOf(found, flags.has(rule)) }))
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  const columns: Column[] = [
    { head: "rule", words: true },
    { head: "effect", words: true },
    { head: "findings" },
    { head: "training pairs flagged" },
  ];
  const rows = rules.map(({ rule, found, kind }) => [
    markup`<code>${rule}</code>`,
    kind === "found nothing" && rule.startsWith("BACKBONE-") ? `${kind} in what is declared` : kind,
    count(found.findings),
    count(found.flagged_pairs),
  ]);
  const order = rules.map(({ rule }) => rule);
  const sorted = [...examples].sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
  return {
    title: "Leaks",
    answers: "Which rules flagged which training pairs, and why?",
    body: markup`<p>Verdict: <b>${verdict}</b>. ${VERDICTS[verdict]}${
      idle === "" ? "" : ` Not run, or not for all labels: ${idle}.`
    } Flagged pairs are what the clean pool leaves out; findings that are only reported change no pool. What “clean”
means depends on the rules that ran. Findings are counted over all class folds; pairs are the mean over them.</p>
${table("Findings by rule", columns, rows)}
${sorted.length > 0 ? examplesTable(sorted) : undefined}`,
  };
}

const KINDS = ["flagged", "reported only", "found nothing"] as const;

function kindOf(
  { findings, flagged_pairs }: RuleSummary,
  isFlagged: boolean,
): typeof KINDS[number] {
  if (flagged_pairs > 0 || isFlagged) return "flagged";
  return findings > 0 ? "reported only" : "found nothing";
}

function examplesTable(examples: AuditResults["leakage"]["examples"]): Markup {
  const columns = ["what shows it", "label", "rule", "effect"]
    .map((head) => ({ head, words: true }));
  const rows = examples.map(({ rule, flagged, evidence, label, item }) => [
    markup`<span title="${item}">${evidence}</span>`,
    label || "not of one label",
    markup`<code>${rule}</code>`,
    flagged ? "flagged" : "reported",
  ]);
  return table("Examples, each with the id of its pair where a pointer rests on it", columns, rows);
}

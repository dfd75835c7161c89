/**
 * The report's section about what the leak rules found.
 * @module
 */
import type { AuditResults, RuleSummary } from "../../audit/results.ts";
import { type Column, type Section, table } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import { count } from "../text.ts";

const VERDICTS = {
  clean: "No rule that ran flagged a training pair.",
  leaky: "Training pairs give away evaluation labels or clips.",
  unknown: "A backbone does not declare what it was trained on.",
} as const;

/** Findings by rule, those that flag pairs before those that only report, and examples in the same order. */
export function leaksSection({ leakage }: AuditResults): Section {
  const { verdict, by_rule, examples } = leakage;
  const rules = Object.entries(by_rule).sort(([, a], [, b]) => rank(a) - rank(b));
  const columns: Column[] = [
    { head: "rule", words: true },
    { head: "", words: true },
    { head: "findings" },
    { head: "training pairs flagged" },
  ];
  const rows = rules.map(([rule, found]) => [
    markup`<code>${rule}</code>`,
    KINDS[rank(found)],
    count(found.findings),
    count(found.flagged_pairs),
  ]);
  const order = rules.map(([rule]) => rule);
  const sorted = [...examples].sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
  return {
    title: "Leaks",
    body: markup`<p>Verdict: <b>${verdict}</b>. ${
      VERDICTS[verdict]
    } Flagged pairs are what the clean pool leaves out; findings that are only reported change no pool. What “clean”
means depends on the rules that ran. Findings are counted over all class folds; pairs are the mean over them.</p>
${table("Findings by rule", columns, rows)}
${sorted.length > 0 ? examplesTable(sorted) : undefined}`,
  };
}

const KINDS = ["flagged", "reported only", "found nothing"];

function rank({ findings, flagged_pairs }: RuleSummary): number {
  return flagged_pairs > 0 ? 0 : findings > 0 ? 1 : 2;
}

function examplesTable(examples: AuditResults["leakage"]["examples"]): Markup {
  const columns = ["rule", "training text or evidence", "label", "training item"]
    .map((head) => ({ head, words: true }));
  const rows = examples.map(({ rule, evidence, label, item }) => [
    markup`<code>${rule}</code>`,
    evidence,
    label,
    item,
  ]);
  return table("Examples", columns, rows);
}

/**
 * Leak rules that are on by default and could not run.
 * @module
 */
import type { LeakRule } from "./findings.ts";

/** A rule that could not run, or not for all labels. */
export interface NotRun {
  /** The rule. */
  readonly rule: LeakRule;
  /** The labels that it does not speak of, in words, where it speaks of others: `2 of 10 labels ("xqzt", "zorp")`. */
  readonly labels?: string;
  /** Why not, as the end of a sentence, without a period. */
  readonly reason: string;
}

/**
 * Says which rules did not run and why, a sentence for each reason.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const reason = "WordNet does not know the labels";
 * assert.deepEqual(notRunNotes([{ rule: "TEXT-SYNONYM", reason }, { rule: "TEXT-HYPONYM", reason }]), [
 *   "TEXT-SYNONYM and TEXT-HYPONYM did not run: WordNet does not know the labels.",
 * ]);
 * ```
 */
export function notRunNotes(notRun: readonly NotRun[]): string[] {
  const groups = Map.groupBy(notRun, ({ labels = "", reason }) => `${labels}: ${reason}`);
  return Array.from(groups.values(), (group) => {
    const { labels, reason } = group[0]!;
    return `${ruleList(group)} did not run${
      labels === undefined ? "" : ` for ${labels}`
    }: ${reason}.`;
  });
}

/** Names the rules, each once: "TEXT-SYNONYM and TEXT-HYPONYM". */
export function ruleList(notRun: readonly NotRun[]): string {
  const names = [...new Set(notRun.map(({ rule }) => rule))];
  return new Intl.ListFormat("en-US").format(names);
}

/** The rules that did not run for any label. */
export function idleRules(notRun: readonly NotRun[]): LeakRule[] {
  return [...new Set(notRun.filter(({ labels }) => labels === undefined).map(({ rule }) => rule))];
}

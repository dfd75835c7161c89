/**
 * Class folds: the evaluation's classes in groups, each held out once; and what the leak rules find against each.
 * @module
 */
import type { EvaluationItem, Finding } from "../../leakage/findings.ts";
import type { AuditInputs } from "../inputs/shape.ts";

/** One class fold. */
export interface Fold {
  /** Its number, from 0. */
  readonly number: number;
  /** The labels to choose from. */
  readonly labels: readonly string[];
  /** Rows of the fold's items in the evaluation matrices. */
  readonly itemRows: readonly number[];
  /** For each of those items the index of its label in `labels`. */
  readonly truths: readonly number[];
  /** What the leak rules find against the fold's labels, and the items that have them. */
  readonly findings: readonly Finding[];
}

/**
 * Groups of classes as even as can be, dealt out in turn, so that neighbours in the alphabet (which are often
 * kinds of one thing) are not all to be told from each other.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(dealClasses(["a", "b", "c", "d", "e"], 2), [["a", "c", "e"], ["b", "d"]]);
 * ```
 */
export function dealClasses(labels: readonly string[], folds: number): string[][] {
  return Array.from(
    { length: folds },
    (_, fold) => labels.filter((_, i) => i % folds === fold),
  );
}

/** Makes the class folds. A rule has findings of its own for each label, so each fold has those of its labels. */
export function makeFolds(
  { labels, items, leaks }: Pick<AuditInputs, "labels" | "items" | "leaks">,
  classFolds: number,
): Fold[] {
  return dealClasses(labels, classFolds).map((labels, number) => {
    const rank = new Map(labels.map((label, i) => [label, i]));
    const itemRows = items.flatMap(({ label }, row) => rank.has(label) ? [row] : []);
    const own: EvaluationItem[] = itemRows.map((row) => items[row]!);
    return {
      number,
      labels,
      itemRows,
      truths: own.map(({ label }) => rank.get(label)!),
      findings: leaks.findings.filter(({ label }) => label !== undefined && rank.has(label)),
    };
  });
}

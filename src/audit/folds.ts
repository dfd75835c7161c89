/**
 * Class folds: the evaluation's classes in groups, each held out once; and what the leak rules find against each.
 * @module
 */
import type { EvaluationItem, Finding } from "../leakage/findings.ts";
import { type PairRule, scanPairs } from "../leakage/scan.ts";
import type { LabelSet } from "../leakage/labels/label_set.ts";
import type { AuditInputs } from "./inputs.ts";

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
  /** What the leak rules find in the training pairs against this fold. */
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

/** Makes the class folds and scans the training pairs against each. */
export async function makeFolds(
  inputs: AuditInputs,
  classFolds: number,
  rules: readonly PairRule[],
): Promise<Fold[]> {
  return await Promise.all(
    dealClasses(inputs.labels, classFolds).map(async (labels, number) => {
      const rank = new Map(labels.map((label, i) => [label, i]));
      const itemRows = inputs.items.flatMap(({ label }, row) => rank.has(label) ? [row] : []);
      const items: EvaluationItem[] = itemRows.map((row) => inputs.items[row]!);
      return {
        number,
        labels,
        itemRows,
        truths: items.map(({ label }) => rank.get(label)!),
        findings: await scanPairs(
          inputs.pairs,
          { labels: only(labels, inputs.labelSet), items },
          rules,
        ),
      };
    }),
  );
}

/** A label set without the labels of other folds. */
function only(labels: readonly string[], { name, labels: entries }: LabelSet): LabelSet {
  const wanted = new Set(labels);
  return { name, labels: entries.filter(({ label }) => wanted.has(label)) };
}

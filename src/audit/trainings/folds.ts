/**
 * Class folds: the evaluation's classes in groups, each held out once; and what the leak rules find against each.
 * @module
 */
import { classNumbers } from "../../basics/class_numbers.ts";
import { type Matrix, selectRows } from "../../basics/matrix.ts";
import type { EvaluationItem, Finding } from "../../leakage/findings.ts";
import type { LabeledVectors } from "../../measures/labeled_vectors.ts";
import type { AuditEvaluation } from "../inputs/shape.ts";

/** One class fold, with all that is asked of its items. */
export interface Fold {
  /** Its number, from 0. */
  readonly number: number;
  /** The labels to choose from. */
  readonly labels: readonly string[];
  /** Its items. */
  readonly items: readonly EvaluationItem[];
  /** Their rows in the evaluation matrices. */
  readonly itemRows: readonly number[];
  /** For each item the index of its label in `labels`. */
  readonly truths: readonly number[];
  /** The source of each item. */
  readonly sources: readonly (string | undefined)[];
  /** What the leak rules find against the fold's labels, and the items that have them. */
  readonly findings: readonly Finding[];
}

/**
 * Groups of classes as even as can be, dealt out in turn, so that neighbors in the alphabet (which are often
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
  { labels, items }: Pick<AuditEvaluation, "labels" | "items">,
  findings: readonly Finding[],
  classFolds: number,
): Fold[] {
  return dealClasses(labels, classFolds).map((labels, number) => {
    const known = new Set(labels);
    const itemRows = items.flatMap(({ label }, row) => known.has(label) ? [row] : []);
    const own = itemRows.map((row) => items[row]!);
    return {
      number,
      labels,
      items: own,
      itemRows,
      truths: classNumbers(own.map(({ label }) => label), labels),
      sources: own.map(({ source }) => source),
      findings: findings.filter(({ label }) => label !== undefined && known.has(label)),
    };
  });
}

/** The items of a class fold, with the labels to choose from. */
export function foldVectors(
  { itemRows, labels, truths }: Fold,
  evaluation: Matrix,
): LabeledVectors {
  return { ...selectRows(evaluation, itemRows), classes: truths, classCount: labels.length };
}

/** Writes the values of a fold's items to their places among all evaluation items. */
export function placeItems(
  all: Float64Array,
  { itemRows }: Fold,
  values: ArrayLike<number>,
): void {
  itemRows.forEach((row, i) => all[row] = values[i]!);
}

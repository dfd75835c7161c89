/**
 * Class folds: groups of the evaluation's classes, each held out once, with the leak rules' findings for each.
 * @module
 */
import { classNumbers } from "../../basics/class_numbers.ts";
import { type Matrix, selectRows } from "../../basics/matrix.ts";
import { type EvaluationItem, type Finding, labelAbout } from "../../leakage/findings.ts";
import type { LabeledVectors } from "../../measures/labeled_vectors.ts";
import { drawCompared } from "../../measures/separability/sample.ts";
import type { AuditEvaluation } from "../inputs/shape.ts";
import { type RankedSounds, rankSounds, soundsAmong } from "./ranked_sounds.ts";

/** One class fold with its labels, items and findings. */
export interface Fold {
  /** Its number, from 0. */
  readonly number: number;
  /** The labels to choose from. */
  readonly labels: readonly string[];
  /** Its items; an entry for each label of an item where items have several. */
  readonly items: readonly EvaluationItem[];
  /** Their rows in the evaluation matrices. */
  readonly itemRows: readonly number[];
  /** For each item the index of its label in `labels`. */
  readonly truths: readonly number[];
  /** The source of each item. */
  readonly sources: readonly (string | undefined)[];
  /** The items that are compared with all others, by their positions, where these are not all. */
  readonly compared?: readonly number[];
  /** Where items have several labels: the sounds that the labels rank, which are all of the evaluation's. */
  readonly ranked?: RankedSounds;
  /** The findings about the fold's labels and items, and those about no single label. */
  readonly findings: readonly Finding[];
}

/**
 * Deals classes in turn into groups of sizes as even as possible, so that neighbors in the alphabet (often kinds of one
 * thing) are not all in one group.
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

/**
 * Makes the class folds. Rules have separate findings for each label, so each fold gets those of its labels: a pair that
 * gives away another fold's class or recording is clean here. What is not about a single label is about every fold, and
 * so is a copy of a caption, which sounds of several classes may have.
 */
export function makeFolds(
  { labels, items, severalLabels }: Pick<AuditEvaluation, "labels" | "items" | "severalLabels">,
  findings: readonly Finding[],
  classFolds: number,
): Fold[] {
  const rows = items.map((_, row) => row);
  const all = severalLabels ? soundsAmong(items) : undefined;
  return dealClasses(labels, classFolds).map((labels, number) => {
    const known = new Set(labels);
    const own = namedAmong(labels, items, rows);
    const soundOf = all && own.itemRows.map((row) => all.soundOf[row]!);
    return {
      number,
      ...own,
      ...(all ? { ranked: rankSounds(all.sounds, labels.length, own.truths, soundOf!) } : {}),
      findings: findings.filter((finding) => {
        const label = labelAbout(finding);
        return label === undefined || known.has(label);
      }),
    };
  });
}

/**
 * Draws the items of each class fold that are compared with all others of it, where it has many. All spaces have the
 * same ones, so that differences between spaces are paired. Where items have several labels, none are compared.
 */
export function drawComparedItems(folds: readonly Fold[], seed: number): Fold[] {
  return folds.map((fold) => {
    const { ranked, truths, items } = fold;
    const ids = items.map(({ id }) => id);
    const compared = ranked ? undefined : drawCompared({ classes: truths, ids }, seed);
    return compared ? { ...fold, compared } : fold;
  });
}

/**
 * Takes labels and their items out of a class fold: the others are named among the others alone.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = ["cat", "dog", "hen"].map((label, i) => ({ id: `${i}`, label }));
 * const [fold] = makeFolds({ labels: ["cat", "dog", "hen"], items }, [], 1);
 * const { labels, itemRows, truths } = withoutLabels(fold!, new Set(["cat"]));
 * assert.deepEqual([labels, itemRows, truths], [["dog", "hen"], [1, 2], [0, 1]]);
 * ```
 */
export function withoutLabels(fold: Fold, left: ReadonlySet<string>): Fold {
  const { compared: _, ...whole } = fold;
  const { labels, items, itemRows, ranked } = whole;
  const own = namedAmong(labels.filter((label) => !left.has(label)), items, itemRows);
  if (ranked === undefined) return { ...whole, ...own };
  const soundAt = new Map(itemRows.map((row, i) => [row, ranked.soundOf[i]!]));
  const soundOf = own.itemRows.map((row) => soundAt.get(row)!);
  return { ...whole, ...own, ranked: rankSounds(ranked, own.labels.length, own.truths, soundOf) };
}

/**
 * Finds the items of some labels.
 *
 * @param rows the rows of all items in the evaluation matrices
 */
function namedAmong(
  labels: readonly string[],
  items: readonly EvaluationItem[],
  rows: readonly number[],
): Omit<Fold, "number" | "findings" | "ranked" | "compared"> {
  const known = new Set(labels);
  const at = items.flatMap(({ label }, i) => known.has(label) ? [i] : []);
  const own = at.map((i) => items[i]!);
  return {
    labels,
    items: own,
    itemRows: at.map((i) => rows[i]!),
    truths: classNumbers(own.map(({ label }) => label), labels),
    sources: own.map(({ source }) => source),
  };
}

/**
 * Returns the positions of a class fold's items that have captions, each sound once, whatever the number of its labels:
 * a copy of a sound would compete with it.
 *
 * @param captions the captions of each evaluation item
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = [["a", "dog"], ["a", "rain"], ["b", "dog"], ["c", "dog"]]
 *   .map(([id, label]) => ({ id: id!, label: label! }));
 * const captions = [["barking"], ["barking"], [], ["howling"]];
 * assert.deepEqual(captionedItems({ items, itemRows: [0, 1, 2, 3] }, captions), [0, 3]);
 * ```
 */
export function captionedItems(
  { items, itemRows }: Pick<Fold, "items" | "itemRows">,
  captions: readonly (readonly string[])[],
): number[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }, at) => {
    if (captions[itemRows[at]!]!.length === 0) return [];
    return seen.size === seen.add(id).size ? [] : [at];
  });
}

/** Returns the vectors of a class fold's items, with the labels to choose from. */
export function foldVectors(
  { itemRows, labels, truths }: Fold,
  evaluation: Matrix,
): LabeledVectors {
  return { ...selectRows(evaluation, itemRows), classes: truths, classCount: labels.length };
}

/** Writes the values of a fold's items to their positions among all evaluation items. */
export function placeItems(
  all: Float64Array,
  { itemRows }: Pick<Fold, "itemRows">,
  values: ArrayLike<number>,
): void {
  itemRows.forEach((row, i) => all[row] = values[i]!);
}

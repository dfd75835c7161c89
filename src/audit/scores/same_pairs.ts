/**
 * The audio reference of the same pairs: what a closed-set classifier that hears, but reads no text, gets from the very
 * pairs that the dirty model had. Unlike the measures of separability it learns nothing from evaluation recordings, so
 * it alone may be compared with the dirty accuracy.
 * @module
 */
import {
  freeMatrix,
  type Matrix,
  measureStandardization,
  type Standardization,
  standardize,
} from "../../basics/matrix.ts";
import { numberRows } from "../../basics/row_numbers.ts";
import { asWords } from "../../basics/words.ts";
import type { Finding, TrainingPair } from "../../leakage/findings.ts";
import { nameByCentroids } from "../../measures/separability/centroids.ts";
import { bootstrap, type Estimate } from "../../statistics/bootstrap.ts";
import { sumBySource } from "../../statistics/sources.ts";
import type { AuditAudio } from "../inputs/shape.ts";
import { rowsOfPairs } from "../inputs/sound_rows.ts";
import { type Fold, placeItems } from "../trainings/folds.ts";
import type { Resampling } from "./resampling.ts";

/** The accuracy of a nearest-centroid classifier that learned from the dirty pool. */
export interface SamePairs {
  /** Its balanced top-1; the resamples are paired with those of arms. */
  readonly accuracy: Estimate;
  /** Number of evaluation classes with at least one training pair. The others cannot be named and count as wrong. */
  readonly classes: number;
  /** Number of training pairs of the evaluation's classes. */
  readonly pairs: number;
}

/** The training pairs of each evaluation class, by label: their indices, in order. */
export type ClassPairs = ReadonlyMap<string, readonly number[]>;

/**
 * Finds the training pairs of each evaluation class. A pair whose label is an evaluation class (`_` read as a space,
 * case ignored) belongs to it and to no other. A pair with another label, or none, belongs to each class that a flagged
 * finding of a text rule names.
 *
 * @param labels the evaluation classes
 * @param findings what the leak rules found
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = [{ id: "a", text: "woof", label: "Dog" }, { id: "b", text: "a dog and a cat" }];
 * const found = { rule: "TEXT-EXACT", flagged: true, item: "b", confidence: 1 } as const;
 * const findings = ["cat", "dog"].map((label) => ({ ...found, label, evidence: label }));
 * const { cat, dog } = Object.fromEntries(pairsOfClasses(pairs, ["cat", "dog"], findings));
 * assert.deepEqual([cat, dog], [[1], [0, 1]]);
 * ```
 */
export function pairsOfClasses(
  pairs: readonly TrainingPair[],
  labels: readonly string[],
  findings: readonly Finding[],
): ClassPairs {
  const labelOf = new Map(labels.map((label) => [plain(label), label]));
  const named = new Map<string, Set<string>>();
  for (const { rule, flagged, item, label } of findings) {
    if (!flagged || label === undefined || !rule.startsWith("TEXT-")) continue;
    named.set(item, (named.get(item) ?? new Set()).add(label));
  }
  const rows = new Map(labels.map((label): [string, number[]] => [label, []]));
  pairs.forEach(({ id, label }, row) => {
    const own = label === undefined ? undefined : labelOf.get(plain(label));
    for (const one of own === undefined ? named.get(id) ?? [] : [own]) rows.get(one)?.push(row);
  });
  return new Map([...rows].filter(([, own]) => own.length > 0));
}

/** The sounds of the dirty pool. */
export interface DirtySounds {
  /** The scale of all of them, as the dirty training sees them. */
  readonly scale: Standardization;
  /** The rows of each class's sounds in the training matrix, by label. */
  readonly ofClass: ReadonlyMap<string, readonly number[]>;
}

/** Finds the sounds of pairs: a sound is learned once, whatever the number of its captions that name the class. */
export function soundsOfPairs(
  training: Matrix,
  pairs: readonly TrainingPair[],
  ofClass: ClassPairs,
): DirtySounds {
  const rows = rowsOfPairs(pairs);
  const soundsOf = (own: readonly number[]) => [...new Set(own.map((pair) => rows[pair]!))];
  return {
    scale: measureStandardization(training, numberRows(rows).distinct),
    ofClass: new Map(ofClass.entries().map(([label, own]) => [label, soundsOf(own)])),
  };
}

/** A label as labels are compared. */
function plain(label: string): string {
  return asWords(label).toLowerCase();
}

/**
 * Names the evaluation items of each class fold by the nearest centroid (cosine) of the dirty pool's pairs of the
 * fold's classes. Embeddings are standardized by the mean and deviation of the dirty pool, as the dirty training sees
 * them, so that the classifier has the same features as the model that it is compared with.
 *
 * @param pairs every training pair
 * @returns undefined where no evaluation class has a training pair
 */
export function measureSamePairs(
  audio: Pick<AuditAudio, "training" | "evaluation">,
  pairs: readonly TrainingPair[],
  folds: readonly Fold[],
  { table, options }: Resampling,
): SamePairs | undefined {
  const labels = folds.flatMap((fold) => fold.labels);
  const rows = pairsOfClasses(pairs, labels, folds.flatMap((fold) => fold.findings));
  if (rows.size === 0) return undefined;
  const { scale, ofClass } = soundsOfPairs(audio.training, pairs, rows);
  const hits = new Float64Array(audio.evaluation.rows);
  for (const fold of folds) placeItems(hits, fold, hitsOf(fold, audio, { scale, ofClass }));
  const quantity = {
    mean: "classes" as const,
    values: "shares" as const,
    seedList: "references",
    trainings: [sumBySource(table, hits)],
  };
  return {
    accuracy: bootstrap(table, [quantity], options)[0]!,
    classes: rows.size,
    pairs: new Set([...rows.values()].flat()).size,
  };
}

/** Returns 1 for each item of the fold that gets its class, else 0. */
function hitsOf(
  { labels, itemRows, truths }: Fold,
  { training, evaluation }: Pick<AuditAudio, "training" | "evaluation">,
  { scale, ofClass }: DirtySounds,
): Uint8Array {
  const members = labels.map((label) => ofClass.get(label) ?? []);
  const chosen = members.flat();
  if (chosen.length === 0) return new Uint8Array(itemRows.length);
  const classes = members.flatMap((own, label) => own.map(() => label));
  const sounds = standardize(training, scale, chosen);
  const learned = { ...sounds, classes, classCount: labels.length };
  const items = standardize(evaluation, scale, itemRows);
  const named = nameByCentroids(learned, items);
  for (const one of [sounds, items]) freeMatrix(one);
  return Uint8Array.from(truths, (truth, item) => named[item] === truth ? 1 : 0);
}

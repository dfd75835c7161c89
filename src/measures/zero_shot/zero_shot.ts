/**
 * Zero-shot classification: each item gets the label whose text is nearest to it.
 * Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", arXiv 2103.00020,
 * section 3.1.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import type { Compute, Tensor } from "../../compute/compute.ts";
import { mean } from "../../statistics/means.ts";
import { assessClassification, type Classification } from "../classification.ts";

/** Number of labels that count for top-5. */
const DEPTH = 5;

/** A zero-shot classification. */
export interface ZeroShot extends Classification {
  /** Share of items whose class is among the five nearest labels (of all labels if there are fewer). */
  readonly top5: number;
  /** For each item, 1 if its class is among the five nearest, else 0. */
  readonly top5Hits: Uint8Array;
  /**
   * items × min(5, labels): each item's nearest labels, nearest first; equal scores are ordered by label number.
   * Equal label vectors score the same; multiples of one another may differ in the last digit.
   */
  readonly nearest: Uint32Array;
}

/** Items and labels on the device. */
export interface ItemsAndLabels {
  /** items × width, as a projector outputs them; rows need not be normalized. */
  readonly items: Tensor;
  /** labels × width. */
  readonly labels: Tensor;
  /** The true label number of each item. */
  readonly classes: ArrayLike<number>;
}

/** Scores on the device. */
export interface LabelScoresOfItems {
  /** items × labels. */
  readonly scores: Tensor;
  /** The true label number of each item. */
  readonly classes: ArrayLike<number>;
}

/**
 * Classifies items by cosine similarity to label texts in the shared space.
 *
 * @param compute the device that holds the tensors
 * @param data the items, the labels' texts, and the true label number of each item
 * @throws {InputError} when shapes differ, a class is not a label, or a value of an item or label is not finite
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const items = compute.tensor(2, 2, Float32Array.of(3, 1, -1, 4));
 * const labels = compute.tensor(2, 2, Float32Array.of(1, 0, 0, 2));
 * const result = await classifyZeroShot(compute, { items, labels, classes: [0, 0] });
 * assert.deepEqual([...result.predicted], [0, 1]);
 * assert.equal(result.top1, 0.5);
 * compute.close();
 * ```
 */
export async function classifyZeroShot(
  compute: Compute,
  { items, labels, classes }: ItemsAndLabels,
): Promise<ZeroShot> {
  if (items.columns !== labels.columns) {
    throw new InputError(
      `Items of width ${items.columns} and labels of width ${labels.columns}; expected one space`,
    );
  }
  const depth = Math.min(DEPTH, labels.rows);
  const scores = compute.tensor(items.rows, depth);
  const rows = compute.indices(items.rows, depth, new Uint32Array(items.rows * depth));
  try {
    compute.nearestRows({ queries: items, database: labels, metric: "cosine", scores, rows });
    const [best, nearest, texts] = await Promise.all([
      compute.read(scores),
      compute.readIndices(rows),
      compute.read(labels),
    ]);
    // An item that is not finite has no finite score, but such a label would rank last and go unnoticed.
    requireFinite(texts, labels.columns);
    return assess({ best, nearest, depth }, classes, labels.rows);
  } finally {
    compute.release(scores, rows);
  }
}

function requireFinite(labels: Float32Array, width: number): void {
  const bad = labels.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const place = `Label ${Math.floor(bad / width)} has ${labels[bad]} in column ${bad % width}`;
  throw new InputError(`${place}; expected finite values`);
}

/**
 * Classifies items by scores, larger is better: similarities, or the logits of a label head.
 *
 * @param compute the device that holds the scores
 * @param data the scores, and the true label number of each item
 * @throws {InputError} when the numbers of items differ, a class is not a label, or a best score is not finite
 */
export async function classifyByScores(
  compute: Compute,
  { scores, classes }: LabelScoresOfItems,
): Promise<ZeroShot> {
  const depth = Math.min(DEPTH, scores.columns);
  const nearest = new Uint32Array(scores.rows * depth);
  const best = new Float32Array(scores.rows * depth);
  const all = await compute.read(scores);
  for (let item = 0; item < scores.rows; item++) {
    const row = all.subarray(item * scores.columns, (item + 1) * scores.columns);
    const labels = largest(row, depth);
    nearest.set(labels, item * depth);
    best.set(labels.map((label) => row[label]!), item * depth);
  }
  return assess({ best, nearest, depth }, classes, scores.columns);
}

/** Finds the labels of the largest scores, largest first; of equal scores, the lower label first; NaN ranks last. */
function largest(scores: Float32Array, count: number): number[] {
  const labels: number[] = [];
  for (let label = 0; label < scores.length; label++) {
    const rank = (other: number) => Number.isNaN(scores[other]) ? -Infinity : scores[other]!;
    let place = labels.length;
    while (place > 0 && rank(labels[place - 1]!) < rank(label)) place--;
    if (place === count) continue;
    labels.splice(place, 0, label);
    if (labels.length > count) labels.pop();
  }
  return labels;
}

/** Finds each item's nearest labels with their scores: items × depth. */
interface Ranking {
  readonly best: Float32Array;
  readonly nearest: Uint32Array;
  readonly depth: number;
}

function assess(
  { best, nearest, depth }: Ranking,
  classes: ArrayLike<number>,
  labelCount: number,
): ZeroShot {
  const bad = best.findIndex((score) => !Number.isFinite(score));
  if (bad >= 0) {
    throw new InputError(
      `Item ${Math.floor(bad / depth)} has score ${best[bad]}; expected finite`,
    );
  }
  const predicted = nearest.filter((_, at) => at % depth === 0);
  const classification = assessClassification(classes, predicted, labelCount);
  const top5Hits = Uint8Array.from(
    predicted,
    (_, item) =>
      nearest.subarray(item * depth, (item + 1) * depth).includes(classes[item]!) ? 1 : 0,
  );
  return { ...classification, top5: mean(top5Hits), top5Hits, nearest };
}

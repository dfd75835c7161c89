/**
 * Zero-shot classification: each item is given the label whose text is nearest to it.
 * Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", arXiv 2103.00020,
 * section 3.1.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { Compute, Tensor } from "../compute/compute.ts";
import { mean } from "../statistics/means.ts";
import { assessClassification, type Classification } from "./classification.ts";

/** How many labels an item may name for top-5. */
const DEPTH = 5;

/** A zero-shot classification. */
export interface ZeroShot extends Classification {
  /** Share of items whose class is among the five nearest labels (of all labels where there are fewer). */
  readonly top5: number;
  /** For each item 1 where its class is among the five nearest, else 0. */
  readonly top5Hits: Uint8Array;
  /** items × min(5, labels): each item's nearest labels, nearest first, equally near ones by lower label number. */
  readonly nearest: Uint32Array;
}

/**
 * Classifies items by cosine similarity to label texts in the shared space.
 *
 * @param compute the device that holds the tensors
 * @param items items × width, as a projector gives them; rows need not be normalized
 * @param labels labels × width
 * @param classes the true label number of each item
 * @throws {InputError} when shapes differ, a class is no label, or a similarity is not finite
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const items = compute.tensor(2, 2, Float32Array.of(3, 1, -1, 4));
 * const labels = compute.tensor(2, 2, Float32Array.of(1, 0, 0, 2));
 * const result = await classifyZeroShot(compute, items, labels, [0, 0]);
 * assert.deepEqual([...result.predicted], [0, 1]);
 * assert.equal(result.top1, 0.5);
 * compute.close();
 * ```
 */
export async function classifyZeroShot(
  compute: Compute,
  items: Tensor,
  labels: Tensor,
  classes: ArrayLike<number>,
): Promise<ZeroShot> {
  if (items.columns !== labels.columns) {
    throw new InputError(
      `Items of width ${items.columns} and labels of width ${labels.columns}; expected one space`,
    );
  }
  const units = [items, labels].map((tensor) => compute.tensor(tensor.rows, tensor.columns));
  const norms = units.map(({ rows }) => compute.tensor(rows, 1));
  const scores = compute.tensor(items.rows, labels.rows);
  try {
    compute.normalizeRows(items, units[0]!, norms[0]!);
    compute.normalizeRows(labels, units[1]!, norms[1]!);
    compute.matrixMultiply(units[0]!, units[1]!, scores, { transpose: "right" });
    return await classifyByScores(compute, scores, classes);
  } finally {
    compute.release(...units, ...norms, scores);
  }
}

/**
 * Classifies items by scores, the larger the better: similarities, or the logits of a label head.
 *
 * @param compute the device that holds the scores
 * @param scores items × labels
 * @param classes the true label number of each item
 * @throws {InputError} when the numbers of items differ, a class is no label, or a best score is not finite
 */
export async function classifyByScores(
  compute: Compute,
  scores: Tensor,
  classes: ArrayLike<number>,
): Promise<ZeroShot> {
  const depth = Math.min(DEPTH, scores.columns);
  const values = compute.tensor(scores.rows, depth);
  const columns = compute.indices(scores.rows, depth, new Uint32Array(scores.rows * depth));
  try {
    compute.topK(scores, values, columns);
    const best = await compute.read(values);
    const bad = best.findIndex((score) => !Number.isFinite(score));
    if (bad >= 0) {
      throw new InputError(
        `Item ${Math.floor(bad / depth)} has score ${best[bad]}; expected finite`,
      );
    }
    return assess(await compute.readIndices(columns), depth, classes, scores.columns);
  } finally {
    compute.release(values, columns);
  }
}

function assess(
  nearest: Uint32Array,
  depth: number,
  classes: ArrayLike<number>,
  labelCount: number,
): ZeroShot {
  const predicted = nearest.filter((_, at) => at % depth === 0);
  const classification = assessClassification(classes, predicted, labelCount);
  const top5Hits = Uint8Array.from(
    predicted,
    (_, item) =>
      nearest.subarray(item * depth, (item + 1) * depth).includes(classes[item]!) ? 1 : 0,
  );
  return { ...classification, top5: mean(top5Hits), top5Hits, nearest };
}

/**
 * Assesses a classification of labeled items.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { classMeans, mean } from "../statistics/means.ts";

/** Accuracies of one classification; all are shares in [0, 1]. */
export interface Classification {
  /**
   * Mean over classes of the share of a class's items that are named correctly; classes without items are left out.
   */
  readonly balancedTop1: number;
  /** Share of items named correctly. */
  readonly top1: number;
  /** For each class, the share of its items named correctly; undefined for a class without items. */
  readonly perClass: readonly (number | undefined)[];
  /** classes × classes counts, row by row: the row is the true class, the column the predicted one. */
  readonly confusion: Uint32Array;
  /** The predicted class of each item. */
  readonly predicted: Uint32Array;
  /** For each item, 1 if it is named correctly, else 0. */
  readonly hits: Uint8Array;
}

/**
 * Compares predicted with true classes.
 *
 * @param classes the true class of each item, 0 to `classCount` - 1
 * @param predicted the predicted class of each item
 * @param classCount number of classes to choose from
 * @throws {InputError} when there are no items, or a class is out of range
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const result = assessClassification([0, 0, 0, 1], Uint32Array.of(0, 0, 1, 1), 3);
 * assert.equal(result.top1, 3 / 4);
 * assert.equal(result.balancedTop1, (2 / 3 + 1) / 2);
 * assert.deepEqual(result.perClass, [2 / 3, 1, undefined]);
 * assert.deepEqual([...result.confusion], [2, 1, 0, 0, 1, 0, 0, 0, 0]);
 * ```
 */
export function assessClassification(
  classes: ArrayLike<number>,
  predicted: Uint32Array,
  classCount: number,
): Classification {
  requireClasses(classes, classCount);
  requireClasses(predicted, classCount);
  if (classes.length !== predicted.length || classes.length === 0) {
    throw new InputError(
      `${predicted.length} predictions for ${classes.length} items; expected as many, at least 1`,
    );
  }
  const confusion = new Uint32Array(classCount * classCount);
  const hits = new Uint8Array(predicted.length);
  for (let item = 0; item < hits.length; item++) {
    confusion[classes[item]! * classCount + predicted[item]!]! += 1;
    hits[item] = classes[item] === predicted[item] ? 1 : 0;
  }
  const perClass = classMeans(classes, hits, classCount);
  const present = perClass.filter((share) => share !== undefined);
  return {
    balancedTop1: mean(present),
    top1: mean(hits),
    perClass,
    confusion,
    predicted,
    hits,
  };
}

/**
 * Refuses class numbers that are not integers from 0 to `classCount` - 1.
 *
 * @throws {InputError} that names the item and its class
 */
export function requireClasses(classes: ArrayLike<number>, classCount: number): void {
  for (let item = 0; item < classes.length; item++) {
    const c = classes[item]!;
    if (Number.isInteger(c) && c >= 0 && c < classCount) continue;
    throw new InputError(`Item ${item} has class ${c}; expected 0 to ${classCount - 1}`);
  }
}

/**
 * Tests whether labels belong to their texts, from the confusions of zero-shot classifications.
 * @module
 */
import type { ZeroShot } from "../../measures/zero_shot/zero_shot.ts";
import { mean } from "../../statistics/means.ts";
import { assignmentTest, type NamingRates } from "../../statistics/permutation.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";

/**
 * Returns how often the items of each class get each label: the mean over classifications of the same items.
 *
 * @param classifications at least one; every class has an item
 */
export function namingRates(
  classifications: readonly Pick<ZeroShot, "confusion" | "perClass">[],
): NamingRates {
  const classes = classifications[0]!.perClass.length;
  return Array.from({ length: classes }, (_, c) => {
    const rows = classifications.map(({ confusion }) =>
      confusion.subarray(c * classes, (c + 1) * classes)
    );
    const items = rows[0]!.reduce((sum, count) => sum + count);
    return Array.from({ length: classes }, (_, j) => mean(rows.map((row) => row[j]!)) / items);
  });
}

/**
 * Returns the p-value of an arm: the same trained projectors are asked with the labels exchanged among the texts, with
 * one assignment for all seeds.
 *
 * @param outcomes those of one arm
 * @param seed seed of the random assignments
 */
export function assignmentPOf(outcomes: readonly TrainingOutcome[], seed: number): number {
  const folds = Map.groupBy(outcomes, ({ training }) => training.fold).values();
  return assignmentTest(
    Array.from(folds, (own) => namingRates(own.map(({ zeroShot }) => zeroShot!))),
    seed,
  );
}

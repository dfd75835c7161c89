/**
 * A permutation test of classification: were the labels exchanged among the texts, would as many items be named right?
 *
 * The same trained model is asked with every assignment of labels to texts, so the null hypothesis is that names and
 * sounds have nothing to do with each other (Fisher's exact test in spirit; Ojala and Garriga, "Permutation Tests for
 * Studying Classifier Performance", JMLR 11 (2010), with labels in the place of items).
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { RandomStream } from "../basics/random.ts";

/**
 * How often the items of each class get each label: row c, column j is the share of class c that is named j. Of labels
 * of which an item may have several, the average precision of label c's items when the text of label j ranks them.
 */
export type NamingRates = readonly (readonly number[])[];

/** Assignments tried, unless there are fewer. */
export const ASSIGNMENTS = 10_000;

/** Largest p-value of a permutation test that counts as evidence: one side of a 95 % interval. */
export const LEVEL = 0.025;

/** Accuracies that differ by rounding alone are equal. */
const ROUNDING = 1e-12;

/**
 * With class folds each class serves once as training and once as test, and the plain test rejects too often: in 5 to
 * 8 % of audits at a level of 2.5 %. With deviations from chance this much larger it does so in 1.5 to 3.5 %.
 */
const FOLDS_STRETCH = Math.SQRT2;

/**
 * Tests whether labels belong to their texts: p = (1 + assignments at least as good as the true one) / (1 + assignments).
 * All assignments are tried where there are at most {@link ASSIGNMENTS} of them, the true one included; else as many
 * random ones. With fewer than five labels p is above 0.025 at best.
 *
 * @param folds the naming rates of each class fold, means over trainings; labels are exchanged within folds
 * @param seed seed of the random assignments
 * @param chance the mean over all assignments; by default that of naming rates, whose rows add up to 1
 * @returns p, above 0 and at most 1
 * @throws {InputError} when there are no folds, or rates are not square
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const right = Array.from({ length: 6 }, (_, c) => Array.from({ length: 6 }, (_, j) => c === j ? 1 : 0));
 * assert.equal(assignmentTest([right], 0), 2 / 721);
 * ```
 */
export function assignmentTest(
  folds: readonly NamingRates[],
  seed: number,
  chance: number = chanceOfNames(folds),
): number {
  for (const rates of folds) {
    const odd = rates.find(({ length }) => length !== rates.length);
    if (odd !== undefined) {
      throw new InputError(`Naming rates of ${rates.length} classes and ${odd.length} labels`);
    }
  }
  const classes = folds.reduce((sum, { length }) => sum + length, 0);
  if (classes === 0) throw new InputError("There are no naming rates; expected those of a fold");
  const stretch = folds.length > 1 ? FOLDS_STRETCH : 1;
  const right = folds.reduce((sum, rates) => sum + sumOf(rates, [...rates.keys()]), 0);
  const isAsGood = (sum: number) =>
    chance + stretch * (sum / classes - chance) >= right / classes - ROUNDING;
  let tried = 0;
  let asGood = 0;
  for (const sum of sumsOfAssignments(folds, seed)) {
    tried++;
    if (isAsGood(sum)) asGood++;
  }
  return (1 + asGood) / (1 + tried);
}

function chanceOfNames(folds: readonly NamingRates[]): number {
  return folds.length / folds.reduce((sum, { length }) => sum + length, 0);
}

/**
 * Returns the p-value that {@link assignmentTest} gives names that are all right. Within class folds others can have a
 * smaller one: deviations from chance are enlarged, so that several assignments can count as being as good as all right.
 *
 * @param sizes number of classes of each class fold
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(perfectP([4]), 2 / 25);
 * assert.equal(perfectP([54]), 1 / 10_001);
 * ```
 */
export function perfectP(sizes: readonly number[]): number {
  // Among random assignments of so many the true one hardly ever is.
  if (countOf(sizes) > ASSIGNMENTS) return 1 / (1 + ASSIGNMENTS);
  const perfect = sizes.map((size) =>
    Array.from({ length: size }, (_, c) => Array.from({ length: size }, (_, j) => c === j ? 1 : 0))
  );
  return assignmentTest(perfect, 0);
}

/**
 * Whether perfect names can pass {@link assignmentTest} at {@link LEVEL}.
 *
 * @param sizes number of classes of each class fold
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([[4], [5], [2, 2]].map(canPass), [false, true, false]);
 * ```
 */
export function canPass(sizes: readonly number[]): boolean {
  return perfectP(sizes) <= LEVEL;
}

/** Counts the assignments of class folds. */
function countOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * factorial(size), 1);
}

/** Yields the number of classes' worth of right names under each assignment. */
function sumsOfAssignments(folds: readonly NamingRates[], seed: number): Iterable<number> {
  return countOf(folds.map(({ length }) => length)) <= ASSIGNMENTS
    ? allSums(folds)
    : randomSums(folds, seed);
}

function allSums(folds: readonly NamingRates[]): number[] {
  return folds.reduce<number[]>((sums, rates) => {
    const own = permutationsOf(rates.length).map((assignment) => sumOf(rates, assignment));
    return sums.flatMap((sum) => own.map((more) => sum + more));
  }, [0]);
}

function* randomSums(folds: readonly NamingRates[], seed: number): Generator<number> {
  const random = new RandomStream(seed, "assignments of labels");
  const labels = folds.map((rates) => [...rates.keys()]);
  for (let i = 0; i < ASSIGNMENTS; i++) {
    yield folds.reduce((sum, rates, fold) => sum + sumOf(rates, random.shuffled(labels[fold]!)), 0);
  }
}

function sumOf(rates: NamingRates, assignment: readonly number[]): number {
  return assignment.reduce((sum, label, c) => sum + rates[c]![label]!, 0);
}

/** Returns every order of the numbers from 0 to `count` - 1. */
function permutationsOf(count: number): number[][] {
  if (count === 0) return [[]];
  return permutationsOf(count - 1).flatMap((shorter) =>
    Array.from({ length: count }, (_, place) => shorter.toSpliced(place, 0, count - 1))
  );
}

function factorial(count: number): number {
  return count <= 1 ? 1 : count * factorial(count - 1);
}

/**
 * The ends of what an estimate can be: of an accuracy 0 and 1, of a difference of two -1 and 1.
 * @module
 */

/** What bounds an accuracy, or a weighted sum of accuracies of the same items, and how many units it is a mean of. */
export interface Bounds {
  /** Number of classes. */
  readonly classes: number;
  /** Number of sources of all classes. */
  readonly sources: number;
  /** The value if every accuracy were 0. */
  readonly none: number;
  /** The value if every accuracy were 1. */
  readonly all: number;
  /** The smallest value that there can be. */
  readonly least: number;
  /** The largest value that there can be. */
  readonly most: number;
}

/** Returns the bounds of an accuracy. */
export function accuracyBounds(classes: number, sources: number): Bounds {
  return { classes, sources, none: 0, all: 1, least: 0, most: 1 };
}

/**
 * Returns the bounds of a weighted sum, whose terms can take any of their values together; undefined where a term has
 * none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const accuracy = accuracyBounds(10, 80);
 * const difference = combineBounds([[1, accuracy], [-1, accuracy]])!;
 * assert.deepEqual([difference.none, difference.all], [0, 0]);
 * assert.deepEqual([difference.least, difference.most], [-1, 1]);
 * ```
 */
export function combineBounds(
  terms: readonly (readonly [weight: number, of: Bounds | undefined])[],
): Bounds | undefined {
  const known = terms.flatMap(([weight, of]) => of === undefined ? [] : [{ weight, of }]);
  if (known.length === 0 || known.length < terms.length) return undefined;
  const sum = (valueOf: (term: typeof known[number]) => number) =>
    known.reduce((total, term) => total + term.weight * valueOf(term), 0);
  return {
    classes: Math.min(...known.map(({ of }) => of.classes)),
    sources: Math.min(...known.map(({ of }) => of.sources)),
    none: sum(({ of }) => of.none),
    all: sum(({ of }) => of.all),
    least: sum(({ weight, of }) => weight < 0 ? of.most : of.least),
    most: sum(({ weight, of }) => weight < 0 ? of.least : of.most),
  };
}

/** Returns the bounds of a value that is a constant above. */
export function shiftBounds(bounds: Bounds, by: number): Bounds {
  const { none, all, least, most } = bounds;
  return { ...bounds, none: none + by, all: all + by, least: least + by, most: most + by };
}

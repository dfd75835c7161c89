/**
 * Nearest-centroid classification, which needs neither text nor training: centroids of the items themselves with the
 * item's source left out, or of other vectors.
 * @module
 */
import { freeMatrix, type Matrix, matrixRow } from "../../basics/matrix.ts";
import { assessClassification, type Classification } from "../classification.ts";
import {
  addTo,
  classSums,
  dot,
  dotEach,
  type LabeledVectors,
  requireLabeledVectors,
  type SourcedItems,
  unitRows,
} from "../labeled_vectors.ts";
import { numberSources } from "./left_out.ts";

/**
 * Gives each item the class whose centroid is nearest by cosine. A centroid is the mean of its class's unit vectors
 * without those of the item's source; a class that has no other source cannot be chosen for that item. Of equally
 * near centroids, the lower class number wins.
 *
 * @param data the items and their sources
 * @throws {InputError} when the vectors do not fit their classes or sources, or all come from one source
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const values = Float32Array.of(1, 0, 1, 0.1, 0, 1, 0.1, 1);
 * const set = { rows: 4, columns: 2, values, classes: [0, 0, 1, 1], classCount: 2 };
 * assert.equal(classifyByCentroids({ items: set, sources: ["a", "b", "c", "d"] }).balancedTop1, 1);
 * assert.equal(classifyByCentroids({ items: set, sources: ["a", "a", "b", "b"] }).balancedTop1, 0);
 * ```
 */
export function classifyByCentroids({ items: set, sources }: SourcedItems): Classification {
  requireLabeledVectors(set);
  const { columns, classes, classCount } = set;
  const sourceOf = numberSources(sources, classes.length);
  const units = unitRows(set);
  const items = Array.from(classes, (_, item) => item);

  const sums = classSums({ ...set, ...units });
  const membersOf = Map.groupBy(items, (item) => classes[item]!);
  const centroidWithout = (c: number, leftOut: readonly number[]) => {
    if ((membersOf.get(c)?.length ?? 0) === leftOut.length) return undefined;
    const sum = sums.slice(c * columns, (c + 1) * columns);
    for (const item of leftOut) addTo(sum, matrixRow(units, item), -1);
    return toUnitLength(sum);
  };
  const whole = centroidsOf(classCount, columns, (c) => centroidWithout(c, []));

  const predicted = new Uint32Array(items.length);
  for (const members of Map.groupBy(items, (item) => sourceOf[item]!).values()) {
    const others = Map.groupBy(members, (item) => classes[item]!);
    const without = [...others].map(([c, leftOut]) => [c, centroidWithout(c, leftOut)] as const);
    for (const item of members) predicted[item] = nearestOf(whole, matrixRow(units, item), without);
  }
  freeMatrix(units);
  return assessClassification(classes, predicted, classCount);
}

/**
 * Gives each item the class whose centroid is nearest by cosine, where the centroids are learned from other vectors: a
 * centroid is the mean of its class's unit vectors. A class without vectors cannot be chosen. Of equally near
 * centroids, the lower class number wins.
 *
 * @param learned the vectors that centroids are learned from, at least one
 * @param items vectors of the same width
 * @returns the class number of each item
 * @throws {InputError} when the vectors do not fit their classes, or there are none
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const values = Float32Array.of(1, 0, 0, 1);
 * const learned = { rows: 2, columns: 2, values, classes: [0, 2], classCount: 3 };
 * const items = { rows: 2, columns: 2, values: Float32Array.of(3, 1, 1, 3) };
 * assert.deepEqual([...nameByCentroids(learned, items)], [0, 2]);
 * ```
 */
export function nameByCentroids(learned: LabeledVectors, items: Matrix): Uint32Array {
  requireLabeledVectors(learned);
  const { columns, classes, classCount } = learned;
  const learnedUnits = unitRows(learned);
  const sums = classSums({ ...learned, ...learnedUnits });
  freeMatrix(learnedUnits);
  const present = new Set(Array.from(classes));
  const centroids = centroidsOf(
    classCount,
    columns,
    (c) => present.has(c) ? toUnitLength(sums.slice(c * columns, (c + 1) * columns)) : undefined,
  );
  const units = unitRows(items);
  const names = Uint32Array.from(
    { length: items.rows },
    (_, item) => nearestOf(centroids, matrixRow(units, item)),
  );
  freeMatrix(units);
  return names;
}

function toUnitLength(row: Float64Array): Float64Array {
  const length = Math.sqrt(dot(row, row));
  return length > 0 ? row.map((value) => value / length) : row;
}

/** The centroids of classes. */
interface Centroids {
  /** classes × columns; a row of zeros for a class without a centroid. */
  readonly rows: Float64Array;
  /** Whether each class has one. */
  readonly isPresent: readonly boolean[];
  /** Memory for a row's product with each. */
  readonly products: Float64Array;
}

function centroidsOf(
  classCount: number,
  columns: number,
  centroidOf: (c: number) => Float64Array | undefined,
): Centroids {
  const rows = new Float64Array(classCount * columns);
  const isPresent = Array.from({ length: classCount }, (_, c) => {
    const centroid = centroidOf(c);
    if (centroid) rows.set(centroid, c * columns);
    return centroid !== undefined;
  });
  return { rows, isPresent, products: new Float64Array(classCount) };
}

/**
 * Finds the class whose centroid is nearest; a class without a centroid cannot be chosen.
 *
 * @param others other centroids of some classes
 */
function nearestOf(
  { rows, isPresent, products }: Centroids,
  row: Float32Array,
  others: readonly (readonly [number, Float64Array | undefined])[] = [],
): number {
  dotEach(row, rows, products);
  for (let c = 0; c < products.length; c++) if (!isPresent[c]) products[c] = -Infinity;
  for (const [c, centroid] of others) products[c] = centroid ? dot(row, centroid) : -Infinity;
  let nearest = -1;
  let most = -Infinity;
  for (let c = 0; c < products.length; c++) {
    if (products[c]! > most) [nearest, most] = [c, products[c]!];
  }
  return nearest;
}

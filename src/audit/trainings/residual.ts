/**
 * The residual check: looks in the clean pool for pairs of evaluation classes that no leak rule found.
 *
 * That near sounds have near texts is what transfer means, so nearness alone proves nothing. A training topic is listed
 * where its text is nearer to one label than to all others, and its sounds lie as near to the label's items as these lie
 * to each other. How near sounds of other kinds come is seen at the other evaluation classes: where one of them comes as
 * near, the check cannot tell.
 *
 * Distances are cosines of embeddings as they are given, in float64.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";
import type { LabeledVectors } from "../../measures/labeled_vectors.ts";

/** Least probability at which sounds count as like those of a class; 0.5 is expected of the class's own. */
export const LEAST_AUC = 0.2;

/** What the check looks at. */
export interface ResidualPool {
  /** Embeddings of sounds of the clean pool. */
  readonly sounds: Matrix;
  /** The rows of `sounds` of each topic; at least one for each. A sound can have several topics. */
  readonly topics: readonly (readonly number[])[];
  /** The embedding of each topic's text. */
  readonly topicTexts: Matrix;
  /** The evaluation items with their classes; every class has items. */
  readonly items: LabeledVectors;
  /** The source of each item; an item without one is its own source. */
  readonly sources: readonly (string | undefined)[];
  /** The embedding of each label's text, or the mean of those of its prompts. */
  readonly labelTexts: Matrix;
}

/** A topic that is listed, or about which the check cannot decide. */
export interface ResidualFinding {
  /** Number of the topic. */
  readonly topic: number;
  /** The class whose label is nearest to the topic's text. */
  readonly label: number;
  /** P(a sound of the topic is nearer to its nearest item of the class than an item of the class to its own). */
  readonly auc: number;
  /** Whether no other class comes as near. */
  readonly status: "listed" | "cannot tell";
  /** The other class with the largest such probability; of equal ones, the first. */
  readonly runnerUp?: { readonly label: number; readonly auc: number };
}

/** What the check found. */
export interface ResidualCheck {
  /** The topics that are listed or undecided, in order. */
  readonly findings: readonly ResidualFinding[];
  /** Classes with a single source: how near their own items are cannot be known, so no topic is compared with them. */
  readonly unjudged: readonly number[];
}

/**
 * Compares each topic with the class whose label is nearest to its text.
 *
 * @example The topics are of the kinds of class 0 and of neither class:
 * ```ts
 * import assert from "node:assert/strict";
 * import { matrixOf } from "../../basics/matrix.ts";
 * const unit = matrixOf(2, Float32Array.of(1, 0, 0, 1));
 * const { findings } = checkResidual({
 *   sounds: matrixOf(3, Float32Array.of(1, 0, 0.1, 1, 0.1, 0, 1, 1, 5)),
 *   topics: [[0, 1], [2]],
 *   topicTexts: unit,
 *   items: {
 *     ...matrixOf(3, Float32Array.of(1, 0, 0, 1, 0.2, 0, 0, 1, 0, 0, 1, 0.1)),
 *     classes: [0, 0, 1, 1],
 *     classCount: 2,
 *   },
 *   sources: ["a", "b", "c", "d"],
 *   labelTexts: unit,
 * });
 * assert.deepEqual(findings.map(({ topic, auc }) => [topic, auc]), [[0, 1]]);
 * ```
 */
export function checkResidual(pool: ResidualPool): ResidualCheck {
  const { sounds, topics, topicTexts, items, sources, labelTexts } = pool;
  const { classes, classCount } = items;
  const [heard, own] = [measured(sounds), measured(items)];
  const nearestLabels = nearestRows(measured(topicTexts), measured(labelTexts));
  const members = Array.from({ length: classCount }, (): number[] => []);
  for (let item = 0; item < items.rows; item++) members[classes[item]!]!.push(item);
  const sourceOf = (item: number) => sources[item] ?? item;
  const isJudged = members.map((of) => new Set(of.map(sourceOf)).size > 1);

  /** The cosine of each item to the nearest of a class's items of another source. */
  const toOthers = (from: readonly number[], label: number) =>
    from.map((item) => {
      const others = members[label]!.filter((other) => sourceOf(other) !== sourceOf(item));
      return greatestCosine(own, item, own, others);
    });
  const within = lazy((label) => Float64Array.from(toOthers(members[label]!, label)).sort());
  const runnerUp = lazy((label) => {
    const others = members.flatMap((from, other) =>
      other === label
        ? []
        : [{ label: other, auc: probabilityOf(toOthers(from, label), within(label)) }]
    );
    return others.reduce<typeof others[0] | undefined>(
      (most, one) => most === undefined || one.auc > most.auc ? one : most,
      undefined,
    );
  });

  const findings = topics.flatMap((rows, topic): ResidualFinding[] => {
    const label = nearestLabels[topic]!;
    if (!isJudged[label]) return [];
    const cosines = rows.map((row) => greatestCosine(heard, row, own, members[label]!));
    const auc = probabilityOf(cosines, within(label));
    if (auc < LEAST_AUC) return [];
    const other = runnerUp(label);
    const status = other !== undefined && other.auc >= LEAST_AUC ? "cannot tell" : "listed";
    return [{ topic, label, auc, status, ...(other ? { runnerUp: other } : {}) }];
  });
  return { findings, unjudged: isJudged.flatMap((is, label) => is ? [] : [label]) };
}

/** A matrix with the inner product of each row with itself. */
interface Measured {
  readonly matrix: Matrix;
  readonly squares: Float64Array;
}

function measured(matrix: Matrix): Measured {
  const squares = Float64Array.from({ length: matrix.rows }, (_, i) => inner(matrix, i, matrix, i));
  return { matrix, squares };
}

/** The cosine of two rows; 0 where one of them is zero. That of equal rows is exactly 1, so copies are ties. */
function cosine(a: Measured, i: number, b: Measured, j: number): number {
  const squares = a.squares[i]! * b.squares[j]!;
  return squares > 0 ? inner(a.matrix, i, b.matrix, j) / Math.sqrt(squares) : 0;
}

/**
 * The inner product of two rows, in four sums that do not wait for each other: about twice as fast as one sum,
 * with 128 to 2,048 columns.
 */
function inner(
  { columns, values: a }: Matrix,
  i: number,
  { values: b }: Matrix,
  j: number,
): number {
  const [from, other] = [i * columns, j * columns];
  const whole = columns - columns % 4;
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let c = 0; c < whole; c += 4) {
    first += a[from + c]! * b[other + c]!;
    second += a[from + c + 1]! * b[other + c + 1]!;
    third += a[from + c + 2]! * b[other + c + 2]!;
    fourth += a[from + c + 3]! * b[other + c + 3]!;
  }
  for (let c = whole; c < columns; c++) first += a[from + c]! * b[other + c]!;
  return first + second + third + fourth;
}

/** The cosine of a row to the nearest of some rows of the other matrix; -Infinity where there are none. */
function greatestCosine(a: Measured, row: number, b: Measured, others: readonly number[]): number {
  let most = -Infinity;
  for (const other of others) most = Math.max(most, cosine(a, row, b, other));
  return most;
}

/** For each row of `a` the nearest row of `b`; of equally near ones, the first. */
function nearestRows(a: Measured, b: Measured): number[] {
  return Array.from({ length: a.matrix.rows }, (_, i) => {
    let [nearest, most] = [0, -Infinity];
    for (let j = 0; j < b.matrix.rows; j++) {
      const similarity = cosine(a, i, b, j);
      if (similarity > most) [nearest, most] = [j, similarity];
    }
    return nearest;
  });
}

/** P(one of `values` is greater than one of `reference`), ties counted by half. */
function probabilityOf(values: readonly number[], reference: Float64Array): number {
  let sum = 0;
  for (const value of values) {
    sum += (countBelow(reference, value, false) + countBelow(reference, value, true)) / 2;
  }
  return sum / (values.length * reference.length);
}

/** Counts the sorted values that are below a bound, or also those equal to it. */
function countBelow(sorted: Float64Array, bound: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle]!;
    if (value < bound || (orEqual && value === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Remembers the value of each number. */
function lazy<Value>(make: (of: number) => Value): (of: number) => Value {
  const made = new Map<number, Value>();
  return (of) => {
    if (!made.has(of)) made.set(of, make(of));
    return made.get(of)!;
  };
}

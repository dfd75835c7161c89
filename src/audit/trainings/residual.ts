/**
 * The residual check: looks in the clean pool for pairs of evaluation classes that no leak rule found.
 *
 * That near sounds have near texts is what transfer means, so nearness alone proves nothing. A training topic is listed
 * where its text is nearer to one label than to all others, and its sounds lie as near to the label's items as these lie
 * to each other. How near sounds of other kinds come is seen at the other evaluation classes: where one of them comes as
 * near, the check cannot tell. Nor can it where transfer alone, as pairs of topics and other labels show it, was
 * expected to bring other topics as near.
 *
 * Distances are cosines of embeddings as they are given, in float64.
 * @module
 */
import { evenly } from "../../basics/evenly.ts";
import type { Matrix } from "../../basics/matrix.ts";
import type { LabeledVectors } from "../../measures/labeled_vectors.ts";
import { mean } from "../../statistics/means.ts";
import { cosine, greatestCosines, type Measured, measured } from "./cosines.ts";
import { fitTextNearness, type TextAndSound } from "./text_nearness.ts";

/** Least probability at which sounds count as like those of a class; 0.5 is expected of the class's own. */
export const LEAST_AUC = 0.2;
/** √2 · Φ⁻¹(0.2): where the mean of a topic's nearness lies, in deviations of the class's own, at that probability. */
const LEAST_NEARNESS = -1.1902;
/**
 * Most topics that transfer alone may be expected to bring as near, of those that it did not: what it did bring near and
 * what is hidden cannot be told apart. Of worlds at large without a hidden leak 36 %
 * had a listed topic without this limit, and 4.6 % have one with it; of others, by which it was not chosen, 3.0 %.
 */
const MOST_EXPECTED = 0.5;
/** Number of other labels that each topic is compared with to see what transfer brings near. */
const OTHER_LABELS = 8;

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
  /**
   * The items of each class whose nearness to others of it, and to those of other classes, is measured: all by default.
   * What is nearest to them, and to sounds, may be any item.
   */
  readonly comparedItems?: readonly (readonly number[])[];
  /** The sound of each item, where items are entries of sounds with several labels. */
  readonly soundOf?: readonly number[];
  /** The embedding of each label's text, or the mean of those of its prompts. */
  readonly labelTexts: Matrix;
  /** Number of checks that share the limit of false alarms, as those of class folds do; 1 by default. */
  readonly checks?: number;
}

/** A topic that is listed, or about which the check cannot decide. */
export interface ResidualFinding {
  /** Number of the topic. */
  readonly topic: number;
  /** The class whose label is nearest to the topic's text. */
  readonly label: number;
  /** P(a sound of the topic is nearer to its nearest item of the class than an item of the class to its own). */
  readonly auc: number;
  /** How many of the topics that lie further away transfer alone was expected to bring as near: the same for all. */
  readonly expected: number;
  /** Whether no other class comes as near, and few topics were expected to. */
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

/** Called when some topics, or none, have been compared since it was last called; what it throws ends the check. */
export type OnTopics = (topics: number) => Promise<void>;

/**
 * Compares each topic with the class whose label is nearest to its text.
 *
 * @example The topics are of the kinds of class 0 and of neither class:
 * ```ts
 * import assert from "node:assert/strict";
 * import { matrixOf } from "../../basics/matrix.ts";
 * const unit = matrixOf(2, Float32Array.of(1, 0, 0, 1));
 * const { findings } = await checkResidual({
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
export async function checkResidual(
  pool: ResidualPool,
  onTopics: OnTopics = async () => {},
): Promise<ResidualCheck> {
  const { topics, labelTexts } = pool;
  const space = new Space(pool);
  const [ofTopics, ofLabels] = [measured(pool.topicTexts), measured(labelTexts)];
  const texts = topics.map((_, topic) =>
    Float64Array.from(
      { length: labelTexts.rows },
      (_, label) => cosine(ofTopics, topic, ofLabels, label),
    )
  );
  const labels = texts.map((cosines) => cosines.indexOf(Math.max(...cosines)));
  const judged: { topic: number; label: number; auc: number }[] = [];
  const others: TextAndSound[] = [];
  for (const [topic, rows] of topics.entries()) {
    const label = labels[topic]!;
    if (space.isJudged(label)) {
      const auc = probabilityOf(space.cosines(rows, label), space.within(label));
      judged.push({ topic, label, auc });
    }
    others.push(...nearnessOfOthers(space, rows, texts[topic]!, label));
    await onTopics(1);
  }
  const chanceOf = chanceByTransfer(space, others, texts, labels);
  const expected = judged.filter(({ auc }) => auc < LEAST_AUC)
    .reduce((sum, { topic }) => sum + chanceOf(topic), 0);
  const isExpected = expected > MOST_EXPECTED / (pool.checks ?? 1);
  const findings: ResidualFinding[] = [];
  for (const found of judged.filter(({ auc }) => auc >= LEAST_AUC)) {
    const runnerUp = space.runnerUp(found.label);
    const isOther = runnerUp !== undefined && runnerUp.auc >= LEAST_AUC;
    const status = isOther || isExpected ? "cannot tell" : "listed";
    findings.push({ ...found, expected, status, ...(runnerUp ? { runnerUp } : {}) });
    await onTopics(0);
  }
  const all = Array.from({ length: labelTexts.rows }, (_, label) => label);
  return { findings, unjudged: all.filter((label) => !space.isJudged(label)) };
}

/**
 * Compares a topic with some labels from all over those that are not the nearest to its text: the less near its sounds lie
 * to a label's items than these to each other, the lower is `sound`.
 *
 * @param texts cosine of the topic's text to each label's
 */
function nearnessOfOthers(
  space: Space,
  rows: readonly number[],
  texts: Float64Array,
  nearest: number,
): TextAndSound[] {
  const others = Array.from(texts, (_, label) => label)
    .filter((label) => label !== nearest && space.isJudged(label))
    .sort((a, b) => texts[b]! - texts[a]!);
  return evenly(others, OTHER_LABELS).map((label) => ({
    text: texts[label]!,
    sound: mean(space.cosines(rows, label)) - mean(space.within(label)),
  }));
}

/**
 * Makes a function of a topic with a judged nearest label: the probability that transfer alone brings it as near as is
 * listed, 0 where too few pairs of topics and other labels show what transfer does.
 *
 * @param texts cosine of each topic's text to each label's
 * @param nearest the label nearest to each topic's text
 */
function chanceByTransfer(
  space: Space,
  others: readonly TextAndSound[],
  texts: readonly Float64Array[],
  nearest: readonly number[],
): (topic: number) => number {
  const judged = Array.from(texts[0] ?? [], (_, label) => label).filter(space.isJudged);
  const line = fitTextNearness(others);
  const deviation = Math.sqrt(mean(judged.map((label) => varianceOf(space.within(label)))));
  return (topic) =>
    line?.probabilityOf(texts[topic]![nearest[topic]!]!, LEAST_NEARNESS * deviation) ?? 0;
}

/** The unbiased variance of two values at least. */
function varianceOf(values: Float64Array): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}

/** Lists the items of each class. */
export function itemsOfClasses(
  { classes, classCount }: Pick<LabeledVectors, "classes" | "classCount">,
): number[][] {
  const members = Array.from({ length: classCount }, (): number[] => []);
  for (let item = 0; item < classes.length; item++) members[classes[item]!]!.push(item);
  return members;
}

/** How near sounds lie to the items of classes. */
class Space {
  readonly #heard: Measured;
  readonly #own: Measured;
  readonly #members: readonly (readonly number[])[];
  readonly #compared: readonly (readonly number[])[];
  readonly #isJudged: readonly boolean[];
  readonly #sourceOf: (item: number) => string | number;
  readonly #soundOf: (item: number) => number;

  constructor({ sounds, items, sources, comparedItems, soundOf }: ResidualPool) {
    [this.#heard, this.#own] = [measured(sounds), measured(items)];
    const members = itemsOfClasses(items);
    this.#members = members;
    this.#compared = comparedItems ?? members;
    this.#soundOf = (item) => soundOf?.[item] ?? item;
    this.#sourceOf = (item) => sources[item] ?? this.#soundOf(item);
    this.#isJudged = members.map((of) => new Set(of.map(this.#sourceOf)).size > 1);
  }

  /** Whether it is known how near a class's items lie to each other: they are of several sources. */
  readonly isJudged = (label: number): boolean => this.#isJudged[label]!;

  /** The cosine of each sound to its nearest item of a class. */
  cosines(rows: readonly number[], label: number): number[] {
    return greatestCosines(this.#heard, rows, this.#own, this.#members[label]!);
  }

  /** The cosines of a class's items to their nearest ones of another source, sorted. */
  readonly within = lazy((label) =>
    Float64Array.from(this.#toOthers(this.#compared[label]!, label)).sort()
  );

  /**
   * The other class that lies nearest to a class; of equal ones, the first. Its sounds that are of both classes, as a
   * barking dog's are of "Bark" and "Dog", do not tell how near another class lies.
   */
  readonly runnerUp = lazy((label) => {
    const own = new Set(this.#members[label]!.map(this.#soundOf));
    const others = this.#compared.flatMap((compared, other) => {
      const from = compared.filter((item) => !own.has(this.#soundOf(item)));
      if (other === label || from.length === 0) return [];
      return [{
        label: other,
        auc: probabilityOf(this.#toOthers(from, label), this.within(label)),
      }];
    });
    return others.reduce<typeof others[0] | undefined>(
      (most, one) => most === undefined || one.auc > most.auc ? one : most,
      undefined,
    );
  });

  /** The cosine of each item to the nearest of a class's items of another source. */
  #toOthers(from: readonly number[], label: number): number[] {
    const sourceOf = this.#sourceOf;
    return greatestCosines(
      this.#own,
      from,
      this.#own,
      this.#members[label]!,
      (item, other) => sourceOf(item) === sourceOf(other),
    );
  }
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

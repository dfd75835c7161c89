/**
 * Says where a clean pool is too small to learn from, and what would help: more class folds, since the pool of a fold
 * lacks only what is flagged for that fold's labels, or an evaluation without the labels that flag the most.
 * @module
 */
import { type Finding, labelAbout } from "../../leakage/findings.ts";
import {
  type CleanSize,
  isEnough,
  LEAST_PAIRS,
  LEAST_TOPICS,
  type Obstacle,
  obstaclesIn,
  shortOf,
  sizeText,
} from "../../leakage/pools/few_topics.ts";
import { flaggedPairs, type LeakUnit } from "../../leakage/pools/flagged.ts";
import { type CaptionNouns, SoundsAndTopics } from "../../leakage/pools/sounds_and_topics.ts";
import { quotable } from "../../basics/printable.ts";
import type { AuditPair } from "../inputs/shape.ts";
import { needsClean } from "./fold_pools.ts";
import { dealClasses, type Fold, makeFolds } from "./folds.ts";
import type { AuditPlan } from "./plan_audit.ts";

/** Fewest labels of a class fold in which the permutation test can be passed. */
const LEAST_LABELS = 5;

/** Most labels that the note names. */
const MOST_NAMED = 3;

/** What clean pools are made of. */
interface Training {
  /** Every training pair. */
  readonly pairs: readonly AuditPair[];
  /** The nouns of the pairs without a label. */
  readonly nouns: CaptionNouns;
  /** What a flagged pair takes out of a clean pool. */
  readonly unit: LeakUnit;
  /** The sounds and topics of the pairs, where they are gathered already. */
  readonly all?: SoundsAndTopics;
}

/**
 * Returns a note about clean pools below {@link LEAST_TOPICS} topics or {@link LEAST_PAIRS} pairs; undefined where no
 * class fold has one. A reader must see it before any other number.
 *
 * @param folds the class folds, with their findings
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = [{ id: "1", text: "dog", label: "dog" }, { id: "2", text: "rain", label: "rain" }];
 * const fold = { number: 0, labels: ["dog"], findings: [] };
 * const training = { pairs, nouns: new Map(), unit: "sound" } as const;
 * assert.match(smallPoolNote(training, [fold])!, /^The clean pool has 2 topics and 2 pairs, /);
 * ```
 */
export function smallPoolNote(
  training: Training,
  folds: readonly Pick<Fold, "number" | "labels" | "findings">[],
): string | undefined {
  const pools = new CleanPools(training);
  const sizes = folds.map(({ number, findings }) => ({ number, ...pools.sizeOf(findings) }));
  const small = sizes.filter((size) => !isEnough(size));
  if (small.length === 0) return undefined;
  const least = small.reduce((a, b) => shareOf(b) < shareOf(a) ? b : a);
  const which = folds.length === 1
    ? "The clean pool has"
    : `${small.length} of ${folds.length} class folds have too small a clean pool; that of class ` +
      `fold ${least.number + 1} has`;
  return `${which} ${sizeText(least)}, below ${shortOf(least)}: a low ` +
    `clean score may show only that. ${helpFor(pools, folds)}`;
}

/** Says that a clean pool of an audit is too small, where one is and something trains on it. */
export function smallPoolOf(
  { configuration, inputs, trainer }: Pick<AuditPlan, "configuration" | "inputs" | "trainer">,
): string | undefined {
  if (!needsClean(configuration, inputs.backbones.audio)) return undefined;
  const { pairs, leaks: { nouns } } = inputs;
  const training = { pairs, nouns, unit: configuration.leakage.unit, all: trainer.all };
  return smallPoolNote(training, trainer.folds);
}

/** A number of class folds, and whether each of their clean pools is large enough. */
export interface ClassFolds {
  readonly folds: number;
  readonly isEnough: boolean;
}

/**
 * Finds the fewest class folds with which every clean pool is large enough; else those whose smallest pool is largest.
 * Each fold has at least five labels, so that the permutation test can be passed.
 *
 * @param least fewest class folds
 */
export function fewestClassFolds(
  training: Training,
  evaluation: Parameters<typeof makeFolds>[0],
  findings: readonly Finding[],
  least: number,
): ClassFolds {
  const pools = new CleanPools(training);
  const most = Math.max(least, Math.floor(evaluation.labels.length / LEAST_LABELS));
  let best = { folds: least, share: -1 };
  for (let folds = least; folds <= most && best.share < 1; folds++) {
    let share = Infinity;
    for (const fold of makeFolds(evaluation, findings, folds)) {
      share = Math.min(share, shareOf(pools.sizeOf(fold.findings)));
      // The rest can only lower it.
      if (share <= best.share) break;
    }
    if (share > best.share) best = { folds, share };
  }
  return { folds: best.folds, isEnough: best.share >= 1 };
}

/** Measures clean pools: sounds and topics are gathered once for all of them. */
class CleanPools {
  readonly #unit: LeakUnit;
  readonly #all: SoundsAndTopics;

  constructor({ pairs, nouns, unit, all = new SoundsAndTopics(pairs, nouns) }: Training) {
    this.#unit = unit;
    this.#all = all;
  }

  /** Returns the size of the clean pool that findings leave. */
  sizeOf(findings: readonly Finding[]): CleanSize {
    const { byId } = this.#all;
    const { ids } = flaggedPairs(byId, findings, this.#unit);
    const clean = byId.keys().filter((id) => !ids.has(id));
    const { topics, ...size } = this.#all.sizeOf(clean);
    return { ...size, topics: this.#all.soundsOf.size === 0 ? undefined : topics };
  }

  /** Returns the labels that sounds are flagged for, those with the most sounds first. */
  obstacles(findings: readonly Finding[]): Obstacle[] {
    const aboutPairs = findings.filter((finding) =>
      this.#all.byId.has(finding.item) && labelAbout(finding) !== undefined
    );
    return obstaclesIn(aboutPairs, this.#all);
  }
}

/** The share that a pool has of what it should have at least. */
function shareOf({ topics = Infinity, pairs, sounds = pairs }: CleanSize): number {
  return Math.min(topics / LEAST_TOPICS, sounds / LEAST_PAIRS);
}

function helpFor(
  pools: CleanPools,
  folds: readonly Pick<Fold, "labels" | "findings">[],
): string {
  const all = pools.sizeOf([]);
  if (!isEnough(all)) return `All training pairs have ${sizeText(all)}: more of them would help.`;
  const labels = folds.flatMap(({ labels }) => labels).sort();
  const findings = [...new Set(folds.flatMap(({ findings }) => findings))];
  const obstacles = pools.obstacles(findings);
  const most = obstacles.slice(0, MOST_NAMED)
    .map(({ label, sounds }) => `"${quotable(label)}" (${sounds})`).join(", ");
  const without = most === "" ? "" : ` The labels that most sounds are flagged for: ${most}.`;
  const flags = new Map(obstacles.map(({ label, sounds }) => [label, sounds]));
  const enough = enoughFolds(pools, labels, findings, folds.length + 1, flags);
  const largest = Math.floor(labels.length / 2);
  if (enough !== undefined) {
    return `With "evaluation.classFolds" of ${enough.folds}, so at most ` +
      `${
        Math.ceil(labels.length / enough.folds)
      } labels a class fold, each clean pool has at least ` +
      `${sizeText(enough.least)}.${without}`;
  }
  return `${
    largest > folds.length
      ? `No number of class folds up to ${largest}, of 2 labels each,`
      : "No more class folds"
  } can change that.${without}`;
}

/**
 * Finds the smallest number of class folds with which every clean pool is large enough. The fold with the most flagged
 * sounds is looked at first, since the first small pool ends a number's try: with 527 labels and 20,000 pairs all tries
 * that fail take seconds, not minutes.
 */
function enoughFolds(
  pools: CleanPools,
  labels: readonly string[],
  findings: readonly Finding[],
  from: number,
  flags: ReadonlyMap<string, number>,
): { readonly folds: number; readonly least: CleanSize } | undefined {
  const byLabel = Map.groupBy(findings, labelAbout);
  const general = byLabel.get(undefined) ?? [];
  const flagsOf = (group: readonly string[]) =>
    group.reduce((sum, label) => sum + (flags.get(label) ?? 0), 0);
  for (let folds = from; folds <= Math.floor(labels.length / 2); folds++) {
    const sizes: CleanSize[] = [];
    const groups = dealClasses(labels, folds).sort((a, b) => flagsOf(b) - flagsOf(a));
    const areEnough = groups.every((group) => {
      const own = group.flatMap((label) => byLabel.get(label) ?? []);
      const size = pools.sizeOf([...general, ...own]);
      sizes.push(size);
      return isEnough(size);
    });
    if (areEnough) return { folds, least: leastOf(sizes) };
  }
  return undefined;
}

/** Returns the fewest topics, pairs and sounds of pools, which may be of several pools. */
function leastOf(sizes: readonly CleanSize[]): CleanSize {
  const topics = sizes.flatMap(({ topics }) => topics ?? []);
  return {
    topics: topics.length === 0 ? undefined : Math.min(...topics),
    pairs: Math.min(...sizes.map(({ pairs }) => pairs)),
    sounds: Math.min(...sizes.map(({ pairs, sounds = pairs }) => sounds)),
  };
}

/**
 * Says where a clean pool is too small to learn anything from.
 * @module
 */
import { type Finding, labelAbout } from "../findings.ts";
import { written } from "./notes.ts";
import type { SoundsAndTopics } from "./sounds_and_topics.ts";

/** Least number of topics of a clean pool on which zero-shot learning can be expected to show. */
export const LEAST_TOPICS = 20;

/**
 * Least number of pairs of such a pool; where sounds have several captions, of sounds, since five captions of one sound
 * teach of one sound: what FSD50K's labels leave of Clotho are 315 pairs of 63 sounds.
 */
export const LEAST_PAIRS = 200;

/** Most labels that the note names. */
const MOST_LABELS = 5;

/** The numbers of a clean pool that decide whether it is too small. */
export interface CleanSize {
  /** Number of pairs. */
  readonly pairs: number;
  /** Number of sounds; default the number of pairs. */
  readonly sounds?: number | undefined;
  /** Number of topics; undefined where no pair's are known. */
  readonly topics: number | undefined;
}

/**
 * Returns a note about a clean pool that is below {@link LEAST_TOPICS} topics or {@link LEAST_PAIRS} pairs, with what
 * would help; undefined about a larger one. It belongs before all else that is said of the pools.
 *
 * @param clean its size
 * @param number formats a number
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(fewTopics({ pairs: 318, topics: 40 }), undefined);
 * assert.match(fewTopics({ pairs: 90, topics: 9 })!, /^The clean pool has 9 topics and 90 pairs/);
 * const captions = { pairs: 300, sounds: 60, topics: 40 };
 * assert.match(fewTopics(captions)!, /300 pairs of 60 sounds, below 200 sounds/);
 * ```
 */
export function fewTopics(
  size: CleanSize,
  obstacles: readonly Obstacle[] = [],
  number: (value: number) => string = written,
): string | undefined {
  if (isEnough(size)) return undefined;
  const named = obstacles.slice(0, MOST_LABELS)
    .map(({ label, sounds }) => `"${label}" (${number(sounds)})`).join(", ");
  const helps = obstacles.length === 0
    ? "More training pairs would help."
    : "In an audit more class folds would help, since each flags for its own labels alone; or an " +
      `evaluation without the classes that most sounds are flagged for: ${named}.`;
  return `The clean pool has ${sizeText(size, number)}, below ` +
    `${shortOf(size)}: too few to learn to name other classes, so a ` +
    `low clean accuracy says little. ${helps}`;
}

/**
 * Says how large a pool is.
 *
 * @param number formats a number
 */
export function sizeText(
  { topics, pairs, sounds = pairs }: CleanSize,
  number: (value: number) => string = String,
): string {
  const has = topics === undefined ? "" : `${number(topics)} topics and `;
  const of = sounds < pairs ? ` of ${number(sounds)} sounds` : "";
  return `${has}${number(pairs)} pairs${of}`;
}

/**
 * Says which of the least numbers a small pool does not reach.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(shortOf({ pairs: 108, topics: 36 }), "200 pairs");
 * assert.equal(shortOf({ pairs: 90, topics: 9 }), "20 topics and 200 pairs");
 * ```
 */
export function shortOf({ pairs, sounds = pairs, topics = Infinity }: CleanSize): string {
  const what = sounds < pairs ? "sounds" : "pairs";
  return [
    ...(topics < LEAST_TOPICS ? [`${LEAST_TOPICS} topics`] : []),
    ...(sounds < LEAST_PAIRS ? [`${LEAST_PAIRS} ${what}`] : []),
  ].join(" and ");
}

/** Whether a pool has the topics and pairs, or sounds, to learn from. */
export function isEnough({ pairs, sounds = pairs, topics = Infinity }: CleanSize): boolean {
  return topics >= LEAST_TOPICS && sounds >= LEAST_PAIRS;
}

/** An evaluation label that training sounds are flagged for. */
export interface Obstacle {
  /** The label. */
  readonly label: string;
  /** Number of sounds that are flagged for it. */
  readonly sounds: number;
}

/** Returns the evaluation labels that sounds are flagged for, those with the most sounds first. */
export function obstaclesIn(findings: readonly Finding[], all: SoundsAndTopics): Obstacle[] {
  const flagged = findings.filter((finding) =>
    finding.flagged && labelAbout(finding) !== undefined
  );
  const byLabel = Map.groupBy(flagged, ({ label }) => label!);
  return Array.from(byLabel, ([label, own]) => ({
    label,
    sounds: new Set(own.map(({ item }) => all.soundOf(item))).size,
  })).sort((a, b) => b.sounds - a.sounds || (a.label < b.label ? -1 : 1));
}

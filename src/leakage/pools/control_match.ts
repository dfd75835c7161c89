/**
 * Whether a control pool is like the clean pool in all but the leak, so that the difference between them can be called
 * leakage.
 * @module
 */
import { written } from "./notes.ts";
import type { SoundsAndTopics } from "./sounds_and_topics.ts";

/** Largest relative difference between control and clean that still counts as none. */
export const MATCH_TOLERANCE = 0.02;

/** Least share of clean's own topics and pairs that a control must have: else it is a pool of flagged pairs. */
export const LEAST_SHARE_OF_CLEAN = 0.5;

/** A number of the clean pool and the same of the control pool. */
export type CleanAndControl = readonly [clean: number, control: number];

/** How well a control pool matches the clean one. */
export interface ControlMatch {
  /** Whether the drop from dirty to clean may be split into leakage and volume. */
  readonly valid: boolean;
  /** Why not, in a sentence; absent where it may. */
  readonly reason?: string;
  /** Numbers of pairs. */
  readonly pairs: CleanAndControl;
  /** Numbers of sounds. */
  readonly sounds: CleanAndControl;
  /** Numbers of topics: labels, or nouns of captions. */
  readonly topics: CleanAndControl;
}

/**
 * Compares a control pool with the clean one. They match where their numbers of pairs, sounds and topics each differ by
 * at most {@link MATCH_TOLERANCE} of clean's, and at least half of the clean pool's topics and pairs are in the control.
 *
 * @param clean ids of the clean pool
 * @param control ids of the control pool
 * @param all every training pair
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { SoundsAndTopics } from "./sounds_and_topics.ts";
 * const pairs = ["dog", "hen", "pig", "owl"].map((text) => ({ id: text, text, label: text }));
 * const all = new SoundsAndTopics(pairs);
 * const clean = ["hen", "pig", "owl"];
 * assert.equal(controlValidity(clean, ["dog", "pig", "owl"], all).valid, true);
 * const { valid, reason } = controlValidity(clean, ["dog", "hen", "pig", "owl"], all);
 * assert.equal(valid, false);
 * assert.match(reason!, /^The control pool has 4 pairs where the clean pool has 3/);
 * ```
 */
export function controlValidity(
  clean: readonly string[],
  control: readonly string[],
  all: SoundsAndTopics,
): ControlMatch {
  const [ofClean, ofControl] = [all.sizeOf(clean), all.sizeOf(control)];
  const numbers = {
    pairs: [ofClean.pairs, ofControl.pairs],
    sounds: [ofClean.sounds, ofControl.sounds],
    topics: [ofClean.topics, ofControl.topics],
  } as const;
  const kept = all.sizeOf(control.values().filter(all.areAmong(clean)));
  // Where nothing is flagged, both are the dirty pool.
  const isSame = kept.pairs === ofClean.pairs && kept.pairs === ofControl.pairs;
  const reason = isSame && kept.pairs > 0
    ? undefined
    : whyEmpty(ofClean.pairs, all) ?? whyLittleIsKept(numbers, kept) ?? whyApart(numbers);
  return { valid: reason === undefined, ...(reason === undefined ? {} : { reason }), ...numbers };
}

type Numbers = Omit<ControlMatch, "valid" | "reason">;

const MEASURES = ["pairs", "sounds", "topics"] as const;

function whyEmpty(clean: number, { soundsOf }: SoundsAndTopics): string | undefined {
  if (clean === 0) return "Every training pair is flagged, so there is no clean pool to compare.";
  if (soundsOf.size > 0) return undefined;
  return "No training pair has a label or a noun that another sound has, so a control pool cannot " +
    "be matched in topics.";
}

function whyLittleIsKept(
  numbers: Numbers,
  kept: { readonly pairs: number; readonly topics: number },
): string | undefined {
  for (const measure of ["pairs", "topics"] as const) {
    const clean = numbers[measure][0];
    if (kept[measure] >= LEAST_SHARE_OF_CLEAN * clean) continue;
    return `The control pool has ${written(kept[measure])} of the clean pool's ${written(clean)} ` +
      `${measure}, and needs at least half of them: too much is flagged to remove as much of the rest.`;
  }
  return undefined;
}

function whyApart(numbers: Numbers): string | undefined {
  for (const measure of MEASURES) {
    const [clean, control] = numbers[measure];
    if (Math.abs(control - clean) <= MATCH_TOLERANCE * clean) continue;
    return `The control pool has ${written(control)} ${measure} where the clean pool has ` +
      `${written(clean)}, more than ${100 * MATCH_TOLERANCE} % apart.`;
  }
  return undefined;
}

/** Returns the match of several draws: an invalid one if there is any, else the one that is furthest apart. */
export function worstMatch(matches: readonly ControlMatch[]): ControlMatch {
  const apart = (match: ControlMatch) =>
    Math.max(...MEASURES.map((measure) => {
      const [clean, control] = match[measure];
      return Math.abs(control - clean) / Math.max(clean, 1);
    }));
  const ranked = matches.toSorted((a, b) =>
    Number(a.valid) - Number(b.valid) || apart(b) - apart(a)
  );
  return ranked[0]!;
}

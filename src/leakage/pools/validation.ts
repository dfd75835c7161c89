/**
 * Grouped validation: holds pairs out of training to decide when training stops.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { RandomStream } from "../../basics/random.ts";
import type { TrainingPair } from "../findings.ts";
import { type GroupedBy, groupPairs } from "./groups.ts";
import { LEAST_TEXTS, written } from "./notes.ts";

/** Pairs that are held out in whole groups. */
export interface Validation {
  /** Share of the clean pool that was asked for, above 0 and below 1. */
  readonly fraction: number;
  /** What holds a group together: whole classes where possible, else whole sources. */
  readonly by: GroupedBy;
  /** Number of groups. */
  readonly groups: number;
  /** Ids of the pairs, sorted. */
  readonly ids: readonly string[];
}

/** The largest percentage that an error message suggests; more would no longer be validation. */
const MOST_PERCENT = 50;

/** Groups that can be held out, in the order in which they are tried. */
interface Grouping {
  readonly by: GroupedBy;
  readonly groups: readonly TrainingPair[][];
  /** The clean pool. */
  readonly clean: readonly TrainingPair[];
}

/**
 * Holds out groups of pairs, none of them flagged, so that every pool can contain them and all pools are judged by the
 * same pairs. Where every pair has a label, the groups are whole classes, since validation on seen classes says little
 * about unseen ones; otherwise they are all captions of a source (see {@link groupPairs}). No source is split. So where
 * classes share sources with each other or with flagged pairs, there can be too few groups of classes for any fraction
 * up to a half; the groups are then sources, and `by` says so.
 *
 * Groups are taken in a random order that depends only on the seed; each group that still fits into the fraction is
 * held out.
 *
 * @param pairs every training pair
 * @param flagged ids of the flagged pairs
 * @param options `fraction` is the largest share of the unflagged pairs to hold out, `seed` that of the groups' order
 * @throws {InputError} when the pairs held out, or those left of the clean pool, have fewer than 2 distinct texts; the
 * message names the least fraction that works
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = ["dog", "hen", "pig", "owl", "cat"];
 * const pairs = labels.map((label) => ({ id: `${label}.wav`, text: label, label }));
 * const validation = groupedValidation(pairs, new Set(["dog.wav"]), { fraction: 0.5, seed: 0 });
 * assert.equal(validation.by, "class");
 * assert.equal(validation.ids.length, 2);
 * assert(!validation.ids.includes("dog.wav"));
 * ```
 */
export function groupedValidation(
  pairs: readonly TrainingPair[],
  flagged: ReadonlySet<string>,
  { fraction, seed = 0 }: { readonly fraction: number; readonly seed?: number },
): Validation {
  const isLabeled = pairs.every(({ label }) => label !== undefined);
  const clean = pairs.filter(({ id }) => !flagged.has(id));
  const groupings = (isLabeled ? ["class", "source"] as const : ["source"] as const).map((by) => {
    const unflagged = groupPairs(pairs, by).filter((group) =>
      group.every(({ id }) => !flagged.has(id))
    );
    return { by, groups: new RandomStream(seed, "validation").shuffled(unflagged), clean };
  });
  for (const grouping of groupings) {
    const held = drawGroups(grouping, fraction);
    if (hasContrast(held, clean)) {
      const ids = held.flat().map(({ id }) => id).sort();
      return { fraction, by: grouping.by, groups: held.length, ids };
    }
    const enough = leastFraction(grouping);
    if (enough !== undefined) refuse(grouping, held, fraction, `; choose ${enough}`);
  }
  const last = groupings.at(-1)!;
  refuse(last, drawGroups(last, fraction), fraction, ", and no fraction up to a half does");
}

function drawGroups({ groups, clean }: Grouping, fraction: number): readonly TrainingPair[][] {
  const most = fraction * clean.length;
  let size = 0;
  return groups.filter(({ length }) => {
    if (size + length > most) return false;
    size += length;
    return true;
  });
}

/** Returns the least whole percentage that works, as a fraction. */
function leastFraction(grouping: Grouping): number | undefined {
  const fractions = Array.from({ length: MOST_PERCENT }, (_, i) => (i + 1) / 100);
  return fractions.find((fraction) => hasContrast(drawGroups(grouping, fraction), grouping.clean));
}

/** Whether enough texts are held out and enough are left to train on. */
function hasContrast(
  held: readonly TrainingPair[][],
  clean: readonly TrainingPair[],
): boolean {
  return countTexts(held.flat()) >= LEAST_TEXTS &&
    countTexts(pairsLeft(clean, held)) >= LEAST_TEXTS;
}

function pairsLeft(
  clean: readonly TrainingPair[],
  held: readonly TrainingPair[][],
): TrainingPair[] {
  const ids = new Set(held.flat().map(({ id }) => id));
  return clean.filter(({ id }) => !ids.has(id));
}

function countTexts(pairs: readonly TrainingPair[]): number {
  return new Set(pairs.map(({ text }) => text)).size;
}

function refuse(
  { by, groups, clean }: Grouping,
  held: readonly TrainingPair[][],
  fraction: number,
  remedy: string,
): never {
  const texts = countTexts(held.flat());
  const where = texts < LEAST_TEXTS
    ? `${written(texts)} distinct texts are held out, of ${written(groups.length)} unflagged groups`
    : `${written(countTexts(pairsLeft(clean, held)))} distinct texts are left to train on`;
  throw new InputError(
    `Validation on ${fraction} of the clean pool by ${by}: ${where}; ` +
      `expected at least ${LEAST_TEXTS}${remedy}`,
  );
}

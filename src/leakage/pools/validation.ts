/**
 * Grouped validation: pairs that are held out of training to tell when to stop.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { RandomStream } from "../../basics/random.ts";
import type { TrainingPair } from "../findings.ts";
import { type GroupedBy, groupPairs } from "./groups.ts";

/** Pairs that are held out, whole groups at a time. */
export interface Validation {
  /** Share of the clean pool that was asked for, above 0 and below 1. */
  readonly fraction: number;
  /** What holds a group together: whole classes where pairs have labels, else whole recordings. */
  readonly by: GroupedBy;
  /** Number of groups. */
  readonly groups: number;
  /** Ids of the pairs, sorted. */
  readonly ids: readonly string[];
}

/** Fewer distinct texts leave nothing to contrast. */
const LEAST_TEXTS = 2;

/**
 * Holds out groups of pairs, none of them flagged, so that every pool can contain them and all pools are judged by the
 * same ones. Where every pair has a label the groups are whole classes, since validation on seen classes says little
 * about unseen ones; otherwise all captions of a recording (see {@link groupPairs}).
 *
 * Groups are taken in random order, each that still fits into the fraction; the order depends on the seed alone.
 *
 * @param pairs every training pair
 * @param flagged ids of the flagged ones
 * @param fraction share of the unflagged pairs that is held out at most
 * @throws {InputError} when those held out, or those left of the clean pool, have fewer than 2 distinct texts
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = ["dog", "hen", "pig", "owl", "cat"];
 * const pairs = labels.map((label) => ({ id: `${label}.wav`, text: label, label }));
 * const validation = groupedValidation(pairs, new Set(["dog.wav"]), 0.5, 0);
 * assert.equal(validation.by, "class");
 * assert.equal(validation.ids.length, 2);
 * assert(!validation.ids.includes("dog.wav"));
 * ```
 */
export function groupedValidation(
  pairs: readonly TrainingPair[],
  flagged: ReadonlySet<string>,
  fraction: number,
  seed: number,
): Validation {
  const by = pairs.every(({ label }) => label !== undefined) ? "class" : "source";
  const clean = pairs.filter(({ id }) => !flagged.has(id));
  const eligible = groupPairs(pairs, by).filter((group) =>
    group.every(({ id }) => !flagged.has(id))
  );
  const most = fraction * clean.length;
  const chosen: TrainingPair[][] = [];
  let size = 0;
  for (const group of new RandomStream(seed, "validation").shuffled(eligible)) {
    if (size + group.length > most) continue;
    chosen.push(group);
    size += group.length;
  }
  const ids = chosen.flat().map(({ id }) => id).sort();
  const heldOut = new Set(ids);
  const validation = { fraction, by, groups: chosen.length, ids } as const;
  checkTexts(validation, chosen.flat(), `held out, of ${eligible.length} unflagged groups`);
  checkTexts(validation, clean.filter(({ id }) => !heldOut.has(id)), "left to train on");
  return validation;
}

function checkTexts(
  { fraction, by }: Pick<Validation, "fraction" | "by">,
  pairs: readonly TrainingPair[],
  where: string,
): void {
  const texts = new Set(pairs.map(({ text }) => text)).size;
  if (texts >= LEAST_TEXTS) return;
  throw new InputError(
    `Validation on ${fraction} of the clean pool by ${by}: ${texts} distinct texts are ${where}; ` +
      `expected at least ${LEAST_TEXTS}, so choose another fraction`,
  );
}

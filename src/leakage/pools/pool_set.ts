/**
 * Makes every pool that distinguishes leakage from learning, from one scan with one seed.
 * @module
 */
import type { Finding, TrainingPair } from "../findings.ts";
import { LEAST_TEXTS, noDiversityNote, sharingNotes, validationNotes, written } from "./notes.ts";
import { type MakingPools, PoolMaker, type Pools } from "./pools.ts";
import { type Diversity, diversity, type LeakDose, leakDose } from "./series.ts";
import { shuffleTexts } from "./shuffle.ts";
import { groupedValidation, type Validation } from "./validation.ts";

/**
 * Default number of permutations. Fewer show little of the spread: single ones range from 0.01 to 0.24 where the mean
 * is 0.10.
 */
export const SHUFFLES = 20;

/** How to make the pools. */
export interface PoolOptions extends Pick<MakingPools, "unit" | "nouns"> {
  /** The seed of every draw; default 0. */
  readonly seed?: number;
  /** Number of shuffled pools; default {@link SHUFFLES}. */
  readonly shuffles?: number;
  /** Share of the clean pool that is held out for validation, above 0 and below 1. Default none. */
  readonly validation?: number;
}

/** The clean pool with its texts permuted. */
export interface ShuffledPool {
  /** The seed of the permutation. */
  readonly seed: number;
  /** For each pair of the clean pool, in its order, the id of the pair whose text it gets. */
  readonly texts: readonly string[];
}

/** All pools; each of them, including those of the series, has the pairs that are held out for validation. */
export interface PoolSet extends Pools {
  /** The seed of every draw. */
  readonly seed: number;
  /** One pool for each seed, starting with `seed`. */
  readonly shuffled: readonly ShuffledPool[];
  /** Clean pools with some of the flagged pairs. */
  readonly doses: LeakDose;
  /** Clean pools with fewer classes; absent where pairs have no labels. */
  readonly diversity?: Diversity;
  /** The pairs that are held out, where validation was asked for. */
  readonly validation?: Validation;
}

/** All pools without the comparison of control and clean, which files of earlier versions lack. */
export type PoolLists = Omit<PoolSet, "controlMatch">;

/**
 * Makes all pools from the findings with `flagged: true`. They depend only on the pairs, the findings and the options,
 * not on the order of pairs or findings. The dirty, clean and shuffled pools are those of an audit with this seed. So
 * is the control, unless pairs are held out for validation, which it must contain.
 *
 * @throws {InputError} as {@link makePools} and {@link groupedValidation}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { scanPairs } from "../scan.ts";
 * const pairs = ["dog", "hen", "pig"].map((text) => ({ id: `${text}.wav`, text, label: text }));
 * const labels = { name: "pets", labels: [{ label: "dog" }] };
 * const findings = await scanPairs(pairs, { labels, items: [] }, ["TEXT-EXACT"]);
 * const pools = makePoolSet(pairs, findings);
 * assert.deepEqual(pools.doses.order, ["dog.wav"]);
 * assert.equal(pools.shuffled.length, 20);
 * assert.deepEqual(pools.diversity?.steps, [{ classes: 2, pairs: 2 }]);
 * ```
 */
export function makePoolSet(
  pairs: readonly TrainingPair[],
  findings: readonly Finding[],
  { seed = 0, shuffles = SHUFFLES, validation: fraction, ...how }: PoolOptions = {},
): PoolSet {
  const maker = new PoolMaker(pairs, findings, how);
  maker.requireTexts(LEAST_TEXTS);
  const { ids: flagged } = maker.flagged;
  const validation = fraction === undefined
    ? undefined
    : groupedValidation(pairs, flagged, { fraction, seed });
  const heldOut = new Set(validation?.ids);
  const pools = maker.make(seed, heldOut, written);

  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  const clean = pools.clean.map((id) => byId.get(id)!);
  const classes = diversity(clean.filter(({ id }) => !heldOut.has(id)), { seed });
  const notes = [
    ...pools.notes,
    ...sharingNotes(pairs, flagged),
    ...(validation ? validationNotes(pairs, validation.by) : []),
    ...(classes ? [] : [noDiversityNote(clean)]),
  ];
  return {
    ...pools,
    notes,
    seed,
    shuffled: Array.from({ length: shuffles }, (_, i) => shuffledPool(clean, (seed + i) >>> 0)),
    doses: leakDose(pools, pairs, { seed }),
    ...(classes ? { diversity: classes } : {}),
    ...(validation ? { validation } : {}),
  };
}

function shuffledPool(clean: readonly TrainingPair[], seed: number): ShuffledPool {
  // An audit's first class fold draws the same permutation.
  const donors = shuffleTexts(clean, seed, 0);
  return { seed, texts: clean.map(({ id }) => donors.get(id)!) };
}

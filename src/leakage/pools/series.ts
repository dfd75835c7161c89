/**
 * Series of pools that show how accuracy rises with the share of the leak that is kept, and with the number of training
 * classes.
 *
 * Each series is one order of pairs, and every pool takes its beginning. So a smaller pool is a part of every larger
 * one, and differences along a series come from the added pairs, not from other draws.
 * @module
 */
import { RandomStream } from "../../basics/random.ts";
import type { TrainingPair } from "../findings.ts";
import type { Pools } from "./pools.ts";
import { soundOf } from "./sounds.ts";

/** Shares of the flagged pairs that the leak-dose series keeps. */
export const DOSES: readonly number[] = [0, 0.02, 0.05, 0.1, 0.25, 0.5, 1];

/** Shares of the clean pool's classes that the diversity series trains on. */
export const DIVERSITIES: readonly number[] = [0.25, 0.5, 0.75, 1];

/** Least number of classes that can be contrasted. */
const LEAST_CLASSES = 2;

/** Clean pools with some of the flagged pairs put back. */
export interface LeakDose {
  /** Ids of the flagged pairs, in the order in which they are put back. */
  readonly order: readonly string[];
  /** The pools, smallest first. */
  readonly steps: readonly {
    /** Share of the flagged pairs, or of their sounds, that is kept, 0 to 1. */
    readonly dose: number;
    /** Number of pairs that are kept, from the start of the order: the dose of all sounds or pairs, rounded. */
    readonly flagged: number;
  }[];
}

/** Clean pools with fewer classes. */
export interface Diversity {
  /** Ids of the clean pool's pairs, class by class. */
  readonly order: readonly string[];
  /** The pools, smallest first. */
  readonly steps: readonly {
    /** Number of classes to train on. */
    readonly classes: number;
    /** Number of their pairs, from the start of the order. */
    readonly pairs: number;
  }[];
}

/**
 * Makes the leak-dose series. Dose 0 is the clean pool, dose 1 the dirty one. The flagged pairs are put back in a
 * random order that depends only on the seed: one by one in the unit `pair`, sound by sound in the unit `sound`.
 *
 * @param pairs the flagged pairs, or all
 * @param draw `seed` of the order, default 0; `doses`: shares of the flagged pairs, 0 to 1, in ascending order
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { makePools } from "./pools.ts";
 * const pairs = ["dog", "hen", "pig", "owl"].map((text) => ({ id: text, text }));
 * const flag = { rule: "TEXT-EXACT", flagged: true, evidence: "", confidence: 1 } as const;
 * const pools = makePools(pairs, [{ ...flag, item: "dog" }, { ...flag, item: "hen" }]);
 * const { order, steps } = leakDose(pools, pairs, { seed: 0, doses: [0, 0.5, 1] });
 * assert.deepEqual([...order].sort(), ["dog", "hen"]);
 * assert.deepEqual(steps.map(({ flagged }) => flagged), [0, 1, 2]);
 * ```
 */
export function leakDose(
  { clean, unit }: Pick<Pools, "clean" | "unit">,
  pairs: readonly TrainingPair[],
  { seed = 0, doses = DOSES }: { readonly seed?: number; readonly doses?: readonly number[] } = {},
): LeakDose {
  const kept = new Set(clean);
  const flagged = pairs.filter(({ id }) => !kept.has(id)).sort((a, b) => a.id < b.id ? -1 : 1);
  const whole = Map.groupBy(flagged, (pair) => unit === "sound" ? soundOf(pair) : pair.id);
  const order = new RandomStream(seed, "leak dose").shuffled([...whole.values()]);
  return {
    order: order.flat().map(({ id }) => id),
    steps: doses.map((dose) => ({
      dose,
      flagged: order.slice(0, Math.round(dose * order.length)).flat().length,
    })),
  };
}

/**
 * Makes the diversity series: by default a quarter, a half, three quarters and all of the clean pool's classes (10, 20,
 * 30 and 40 of 40), each class with all its clean pairs. The classes are in a random order that depends only on the
 * seed. A pool with fewer classes has fewer pairs, too.
 *
 * @param pairs the clean pool, without the pairs that are held out for validation
 * @param draw `seed` of the order, default 0; `shares` of its classes, above 0 and at most 1, in ascending order
 * @returns undefined where a pair has no label, or there is only one class
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = ["dog", "hen", "pig", "owl"];
 * const series = diversity(labels.map((label) => ({ id: `${label}.wav`, text: label, label })), { seed: 0 });
 * assert.deepEqual(series?.steps, [
 *   { classes: 2, pairs: 2 },
 *   { classes: 3, pairs: 3 },
 *   { classes: 4, pairs: 4 },
 * ]);
 * ```
 */
export function diversity(
  pairs: readonly TrainingPair[],
  { seed = 0, shares = DIVERSITIES }: {
    readonly seed?: number;
    readonly shares?: readonly number[];
  } = {},
): Diversity | undefined {
  if (pairs.some(({ label }) => label === undefined)) return undefined;
  const classes = Map.groupBy(pairs, ({ label }) => label!);
  if (classes.size < LEAST_CLASSES) return undefined;
  const labels = new RandomStream(seed, "diversity").shuffled([...classes.keys()].sort());
  const members = labels.map((label) => classes.get(label)!.map(({ id }) => id).sort());
  const counts = shares.map((share) => Math.round(share * labels.length));
  const steps = [...new Set(counts)].filter((count) => count >= LEAST_CLASSES);
  return {
    order: members.flat(),
    steps: steps.map((count) => ({ classes: count, pairs: members.slice(0, count).flat().length })),
  };
}

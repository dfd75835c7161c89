/**
 * Pools with the random draws of one training.
 * @module
 */
import type { TrainingPair } from "../findings.ts";
import type { DrawnPools } from "./pool_of.ts";
import type { Pools } from "./pools.ts";
import { diversity, leakDose } from "./series.ts";
import { shuffleTexts } from "./shuffle.ts";

/** The numbers that determine the draws of a training. */
export interface Draw {
  /** The training's seed. */
  readonly seed: number;
  /** Number of the permutation of texts for this seed; an audit has one for each class fold. */
  readonly permutation: number;
}

/**
 * Returns the pools of a training, with draws that depend on its seed.
 *
 * @param pools with the control of this training's draw
 * @param pairs all training pairs, by id
 * @param heldOut ids of the pairs that are held out for validation
 * @param listed ids of the clean pairs whose sounds are of topics that the residual check lists
 */
export function drawnPools(
  { dirty, clean, control, unit }: Pick<Pools, "dirty" | "clean" | "control" | "unit">,
  pairs: ReadonlyMap<string, TrainingPair>,
  heldOut: ReadonlySet<string>,
  listed: ReadonlySet<string>,
  { seed, permutation }: Draw,
): DrawnPools {
  const pools = { dirty, clean, control };
  const pairsOf = (ids: readonly string[]) => ids.map((id) => pairs.get(id)!);
  return {
    ...pools,
    heldOut,
    putBack: ({ share }) => {
      const { order, steps } = leakDose({ clean, unit }, [...pairs.values()], {
        seed,
        doses: [share],
      });
      return order.slice(0, steps[0]!.flagged);
    },
    pairsOfClasses: (condition) => {
      if (!("share" in condition)) throw new RangeError("An audit counts classes by their share");
      const free = clean.filter((id) => !heldOut.has(id));
      const { order, steps } = diversity(pairsOf(free), { seed, shares: [condition.share] })!;
      return order.slice(0, steps[0]!.pairs);
    },
    unlisted: () => clean.filter((id) => !listed.has(id)),
    textDonors: ({ of, seed: own = seed }) => shuffleTexts(pairsOf(pools[of]), own, permutation),
  };
}

/**
 * Finds the points of curves that an audit's pools allow.
 * @module
 */
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditPair } from "../inputs/shape.ts";
import type { FoldPools } from "./fold_pools.ts";
import type { Trainer } from "./trainer.ts";

/** Least number of classes that can be contrasted. */
const LEAST_CLASSES = 2;

/** The points of the curves. */
export type Curves = Pick<AuditConfiguration, "leakDose" | "diversity">;

/**
 * Removes the points of curves that the pools do not allow: all doses where nothing is flagged; shares with fewer than
 * two classes in some class fold, or no more than at the previous share; and all shares where pairs have no labels.
 */
export function possibleCurves(
  { leakDose, diversity, seeds }: Curves & Pick<AuditConfiguration, "seeds">,
  { folds, pools, all }: Pick<Trainer, "folds" | "pools" | "all">,
  pairs: readonly AuditPair[],
): Curves {
  // A finding about a backbone flags no pair.
  const isFlagged = folds.some(({ number }) => {
    const { dirty, clean } = pools.of({ fold: number, seed: seeds[0]! });
    return clean.length < dirty.length;
  });
  const trainedClasses = ({ clean, heldOut }: FoldPools) =>
    new Set(
      clean.values().filter((id) => !heldOut.has(id)).map((id) => all.byId.get(id)!.label),
    ).size;
  const areLabeled = pairs.every(({ label }) => label !== undefined);
  // The number of classes left differs from seed to seed, since the held-out classes do.
  const classes = !areLabeled || diversity.length === 0 ? 0 : Math.min(
    ...folds.flatMap(({ number }) =>
      seeds.map((seed) => trainedClasses(pools.of({ fold: number, seed })))
    ),
  );
  const countAt = (share: number | undefined) => Math.round((share ?? 0) * classes);
  return {
    leakDose: isFlagged ? leakDose : [],
    diversity: diversity.filter((share, i, shares) =>
      countAt(share) >= LEAST_CLASSES && countAt(share) > countAt(shares[i - 1])
    ),
  };
}

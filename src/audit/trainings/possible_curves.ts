/**
 * The points of curves that an audit's pools can give.
 * @module
 */
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditPair } from "../inputs/shape.ts";
import type { FoldPools } from "./fold_pools.ts";
import type { Trainer } from "./trainer.ts";

/** Fewer classes leave nothing to contrast. */
const LEAST_CLASSES = 2;

/** The points of the curves. */
export type Curves = Pick<AuditConfiguration, "leakDose" | "diversity">;

/**
 * The curves without the points that the pools do not have: doses where nothing is flagged, shares of which some class
 * fold has fewer than two classes, or no more than at the share before; none where pairs have no labels.
 */
export function possibleCurves(
  { leakDose, diversity, seeds }: Curves & Pick<AuditConfiguration, "seeds">,
  { folds, pools }: Pick<Trainer, "folds" | "pools">,
  pairs: readonly AuditPair[],
): Curves {
  const labels = new Map(pairs.map(({ id, label }) => [id, label]));
  // A finding about a backbone flags no pair.
  const isFlagged = folds.some(({ number }) => {
    const { dirty, clean } = pools.of({ fold: number, seed: seeds[0]! });
    return clean.length < dirty.length;
  });
  const trainedClasses = ({ clean, heldOut }: FoldPools) =>
    new Set(clean.filter((id) => !heldOut.has(id)).map((id) => labels.get(id))).size;
  const areLabeled = pairs.every(({ label }) => label !== undefined);
  // The classes that are held out, and so how many are left, differ from seed to seed.
  const classes = !areLabeled ? 0 : Math.min(
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

/**
 * Decides which of two rows may be called higher.
 * @module
 */
import { hasSeveralSeeds } from "../claims/chosen_pairs.ts";
import { sideOf } from "../claims/evidence.ts";
import { simultaneousEnds } from "../../statistics/intervals.ts";
import { part } from "../scores/effects.ts";
import type { RowClaim, RowDifference } from "./comparison.ts";
import type { EstimatedDifference, RowsOfEvaluation } from "./differences.ts";

/**
 * Gives differences their intervals, and says on which side of 0 the one lies that holds together with all others. As
 * with contrasts within an audit nothing is said with one training seed, nor where the higher score is not shown to be
 * above chance itself.
 *
 * @param count number of differences that are looked at together
 */
export function withEnds(
  differences: readonly EstimatedDifference[],
  evaluation: RowsOfEvaluation,
  count: number,
): RowDifference[] {
  return differences.map(({ estimate, ...of }) => {
    const { value, low, high } = part(estimate);
    const [low_together, high_together] = simultaneousEnds(estimate, count);
    const side = sideOf({ low: low_together, high: high_together });
    const isSaid = side !== "neither" && isSayable(of, side === "above", evaluation);
    const shown = !isSaid ? "not shown" : side === "above" ? "higher" : "lower";
    return { ...of, value, low, high, low_together, high_together, shown };
  });
}

function isSayable(
  { row, from, of }: Pick<RowDifference, "row" | "from" | "of">,
  isAbove: boolean,
  { rows, models, audits }: RowsOfEvaluation,
): boolean {
  const all = [...rows, ...models];
  const both = [row, from].map((number) => all.find((one) => one.row === number)!);
  const [higher] = isAbove ? both : both.toReversed();
  // Published models have no training seeds.
  const hasSeeds = of === "score" ||
    both.every(({ folder }) => hasSeveralSeeds(audits.get(folder)!.results));
  return hasSeeds && !higher!.claims.some((claim) => isUnshown(claim, of));
}

/** Whether a claim says of a score that it is not shown to be above chance. */
function isUnshown({ kind, condition }: RowClaim, of: RowDifference["of"]): boolean {
  return kind === "not-above-chance" && (of === "score" || condition === of);
}

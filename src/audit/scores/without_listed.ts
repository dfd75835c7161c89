/**
 * Tests transfer once more, without what the residual check lists.
 * @module
 */
import { difference } from "../../statistics/intervals.ts";
import { measuredOf, shifted } from "../../statistics/measured.ts";
import type { Unlisted, WithoutListed } from "../results/attribution.ts";
import type { Fold } from "../trainings/folds.ts";
import { chancesOf } from "../trainings/ranking.ts";
import type { Retest } from "../trainings/retests.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import { labelAssignmentP, withoutRange } from "./label_arms.ts";
import { estimateLabels, gatherLabels } from "./label_values.ts";
import { assignmentPOf } from "./assignments.ts";
import { balancedTop1Of, type Resampling } from "./resampling.ts";
import { gatherHits } from "./class_arms.ts";

/**
 * Returns the second test of transfer. Its trainings are asked for the remaining classes alone, so that chance is exactly
 * one of as many labels.
 *
 * @param outcomes the trainings of the test, of all class folds that it has; none where it is not possible
 */
export function withoutListed(
  { topics, labels, folds, isPossible }: Retest,
  outcomes: readonly TrainingOutcome[],
  resampling: Resampling,
): WithoutListed | Unlisted {
  const classes = folds.reduce((sum, { labels }) => sum + labels.length, 0);
  const left = { topics, labels, classes };
  if (!isPossible) return left;
  if (resampling.blocks !== undefined) {
    const trainings = gatherLabels(outcomes);
    const byChance = gatherLabels(outcomes, ({ ranking }) => chancesOf(ranking!));
    const [map, chance] = estimateLabels(
      [trainings, byChance].map((one) => ({ trainings: one, seedList: "seeds" })),
      resampling,
    );
    return {
      ...left,
      chance: chance!.value,
      permutation_p: labelAssignmentP(outcomes, resampling.options.seed),
      ...measuredOf(difference(map!, withoutRange(chance!))),
    };
  }
  const byNumber: Fold[] = [];
  for (const fold of folds) byNumber[fold.number] = fold;
  const items = resampling.classes.length;
  const hits = gatherHits(outcomes, byNumber, items, ({ zeroShot }) => zeroShot!.hits);
  const rows = folds.flatMap(({ itemRows }) => itemRows);
  const chance = folds.length / classes;
  return {
    ...left,
    chance,
    permutation_p: assignmentPOf(outcomes, resampling.options.seed),
    ...shifted(balancedTop1Of(rows, hits, resampling), -chance),
  };
}

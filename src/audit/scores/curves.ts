/**
 * How accuracy changes with the share of the leak that is left, and with the number of training classes.
 * @module
 */
import { difference, intervalOf } from "../../statistics/intervals.ts";
import type { ArmFinder, ScoredArm } from "./score_arms.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import { trainingOfDose, trainingOfShare } from "../trainings/plan.ts";
import type { DiversityCurve, LeakDoseCurve } from "../results/results.ts";
import type { CellTrainer, FoldPools } from "../trainings/runner.ts";

/** Fewer classes leave nothing to contrast. */
const LEAST_CLASSES = 2;

/**
 * The configuration without the points of curves that the pools do not have: doses where nothing is flagged, shares of
 * which some class fold has fewer than two classes, or no more than at the share before; none where pairs have no labels.
 */
export function withPossibleCurves(
  configuration: AuditConfiguration,
  trainer: CellTrainer,
  { pairs }: AuditInputs,
): AuditConfiguration {
  const labels = new Map(pairs.map(({ id, label }) => [id, label]));
  // A finding about a backbone flags no pair.
  const isFlagged = trainer.folds.some(({ number }) => {
    const { dirty, clean } = trainer.pools({ fold: number, seed: configuration.seeds[0]! });
    return clean.length < dirty.length;
  });
  const trainedClasses = ({ clean, heldOut }: FoldPools) =>
    new Set(clean.filter((id) => !heldOut.has(id)).map((id) => labels.get(id))).size;
  const areLabeled = pairs.every(({ label }) => label !== undefined);
  // The classes that are held out, and so how many are left, differ from seed to seed.
  const classes = !areLabeled ? 0 : Math.min(
    ...trainer.folds.flatMap(({ number }) =>
      configuration.seeds.map((seed) => trainedClasses(trainer.pools({ fold: number, seed })))
    ),
  );
  const countAt = (share: number | undefined) => Math.round((share ?? 0) * classes);
  return {
    ...configuration,
    leakDose: isFlagged ? configuration.leakDose : [],
    diversity: configuration.diversity.filter((share, i, shares) =>
      countAt(share) >= LEAST_CLASSES && countAt(share) > countAt(shares[i - 1])
    ),
  };
}

/** The leak-dose curve of every pair of backbones. */
export function leakDoseCurves(
  { leakDose, audio, text }: AuditConfiguration,
  armOf: ArmFinder,
): LeakDoseCurve[] {
  if (leakDose.length === 0) return [];
  return audio.flatMap(({ name: audio }) =>
    text.map(({ name: text }) => ({
      audio,
      text,
      points: leakDose.map((dose) => {
        const condition = trainingOfDose(dose);
        const { measures } = armOf({ audio, text, randomText: false, condition })!;
        return { dose, pairs: measures.pairs, balanced_top1: measures.balanced_top1 };
      }),
    }))
  );
}

/** The diversity curve of every pair of backbones. */
export function diversityCurves(
  { diversity, audio, text }: AuditConfiguration,
  armOf: ArmFinder,
): DiversityCurve[] {
  if (diversity.length === 0) return [];
  return audio.flatMap(({ name: audio }) =>
    text.map(({ name: text }) => {
      const arms = diversity.map((share) => {
        const condition = trainingOfShare(share);
        return { share, arm: armOf({ audio, text, randomText: false, condition })! };
      });
      const points = arms.map(({ share, arm: { measures } }) => {
        const { classes, pairs, balanced_top1 } = measures;
        return { share, classes, pairs, balanced_top1 };
      });
      return { audio, text, points, ...riseOf(arms.map(({ arm }) => arm)) };
    })
  );
}

function riseOf(arms: readonly ScoredArm[]): Pick<DiversityCurve, "rise"> {
  const last = arms.at(-1)!;
  const half = arms.findLast(({ measures }) => 2 * measures.classes <= last.measures.classes + 1);
  if (half === undefined) return {};
  const rise = difference(last.balancedTop1, half.balancedTop1);
  return {
    rise: { from_classes: half.measures.classes, value: rise.value, ...intervalOf(rise) },
  };
}

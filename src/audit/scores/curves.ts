/**
 * Computes how accuracy changes with the share of the leak that is kept, and with the number of training classes.
 * @module
 */
import { difference, intervalOf } from "../../statistics/intervals.ts";
import type { ArmFinder, ScoredArm } from "./scored_arm.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { conditionOfDose, conditionOfShare } from "../trainings/plan.ts";
import type { DiversityCurve, LeakDoseCurve } from "../results/results.ts";

/** The backbones that have curves. */
type Chosen = Pick<AuditConfiguration, "audio" | "text">;

/** Returns the leak-dose curve of every pair of backbones. */
export function leakDoseCurves(
  leakDose: AuditConfiguration["leakDose"],
  { audio, text }: Chosen,
  armOf: ArmFinder,
): LeakDoseCurve[] {
  if (leakDose.length === 0) return [];
  return audio.flatMap(({ name: audio }) =>
    text.map(({ name: text }) => ({
      audio,
      text,
      points: leakDose.map((dose) => {
        const condition = conditionOfDose(dose);
        const { measures } = armOf({ audio, text, randomText: false, condition })!;
        return { dose, pairs: measures.pairs, balanced_top1: measures.balanced_top1 };
      }),
    }))
  );
}

/** Returns the diversity curve of every pair of backbones. */
export function diversityCurves(
  diversity: AuditConfiguration["diversity"],
  { audio, text }: Chosen,
  armOf: ArmFinder,
): DiversityCurve[] {
  if (diversity.length === 0) return [];
  return audio.flatMap(({ name: audio }) =>
    text.map(({ name: text }) => {
      const arms = diversity.map((share) => {
        const condition = conditionOfShare(share);
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

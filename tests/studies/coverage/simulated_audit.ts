import { attributeAll } from "../../../src/audit/scores/attribution.ts";
import { armFinder } from "../../../src/audit/scores/scored_arm.ts";
import { scoreArms } from "../../../src/audit/scores/score_arms.ts";
import { groupTrainings, inPlanOrder } from "../../../src/audit/trainings/group_trainings.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { resamplingOf } from "../../../src/audit/scores/resampling.ts";
import { runHere } from "../../../src/audit/trainings/runner.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { mean } from "../../../src/statistics/means.ts";
import { type Draw, drawConfiguration, drawInputs } from "./world.ts";

/** The quantities whose intervals are tested. */
export const QUANTITIES = [
  "dirty",
  "clean",
  "flagged pairs",
  "leakage",
  "volume",
  "backbone",
] as const;

/** An audit's value of one quantity, with its interval for classes like these. */
export interface Ends {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One audit's intervals of all quantities. */
export type Intervals = Readonly<Record<typeof QUANTITIES[number], Ends>>;

/** Numbers of trainings of each arm and of resamples of an audit. */
export interface Effort {
  readonly seeds: number;
  readonly bootstrap: number;
}

/** Runs a simulated audit: trainings, scores, and the path from chance to the dirty accuracy. */
export async function simulateAudit(draw: Draw, { seeds, bootstrap }: Effort): Promise<Intervals> {
  const own = Array.from({ length: seeds }, (_, i) => draw.audit * seeds + i);
  const configuration = drawConfiguration(own, bootstrap, draw.folds);
  const inputs = drawInputs(draw);
  const { evaluation, backbones } = inputs;
  const { trainer, trainings, isControlValid } = await planAudit(configuration, inputs);
  if (!isControlValid) throw new Error("The control pools of a simulated audit do not match");
  const needed = trainings.filter(({ audio, condition }) =>
    condition.kind === "clean" || (audio === "backbone" && condition.kind !== "unlisted")
  );
  const groups = groupTrainings(trainer, needed);
  const outcomes = inPlanOrder(
    needed,
    groups,
    await runHere(trainer, openCpu())(groups, () => {}),
  );
  const resampling = resamplingOf(configuration, evaluation);
  const scored = scoreArms(outcomes, evaluation, trainer.folds, resampling);
  const armOf = armFinder(scored);
  const chance = { of: () => draw.folds / draw.classes, isExact: true };
  const accuracy = (kind: "dirty" | "clean") => {
    const condition = { kind };
    const arm = armOf({ audio: "backbone", text: "text", randomText: false, condition })!;
    const { mean: value, low, high } = arm.measures.balanced_top1;
    return { value, low, high };
  };
  const chosen = { ...backbones, audio: backbones.audio.slice(0, 1) };
  const arms = {
    armOf,
    chance,
    isControlValid,
    samePairsOf: () => undefined,
    withoutListedOf: () => undefined,
  };
  const { path, flaggedPairs, drops } = attributeAll(chosen, arms)[0]!;
  return {
    dirty: accuracy("dirty"),
    clean: accuracy("clean"),
    "flagged pairs": flaggedPairs,
    leakage: path.leakage!,
    volume: path.volume!,
    backbone: drops.audio!,
  };
}

/** The coverage of the intervals of many audits for one quantity. */
export interface Coverage {
  /** Share of the intervals that contain the truth, with its 95 % interval (Wilson's). */
  readonly covered: Ends;
  /** Share of the intervals below the truth, and of those above. */
  readonly below: number;
  readonly above: number;
  /** Mean width of the intervals. */
  readonly width: number;
  /** Mean of the values minus the truth. */
  readonly bias: number;
}

/** Computes how often intervals contain the truth; an end belongs to its interval. */
export function coverageOf(audits: readonly Ends[], truth: number): Coverage {
  const shareOf = (holds: (claim: Ends) => boolean) => audits.filter(holds).length / audits.length;
  const below = shareOf(({ high }) => high < truth);
  const above = shareOf(({ low }) => low > truth);
  return {
    covered: wilson(1 - below - above, audits.length),
    below,
    above,
    width: mean(audits.map(({ low, high }) => high - low)),
    bias: mean(audits.map(({ value }) => value)) - truth,
  };
}

/** Returns a share of `count` with its 95 % interval (Wilson, 1927). */
function wilson(value: number, count: number): Ends {
  const z = 1.959964;
  const weight = z * z / count;
  const center = (value + weight / 2) / (1 + weight);
  const half = z * Math.sqrt(value * (1 - value) / count + weight / (4 * count)) / (1 + weight);
  return { value, low: center - half, high: center + half };
}

/** Returns the mean of a quantity over audits, which is the truth for many audits, and its standard error. */
export function expectationOf(audits: readonly Ends[]): { value: number; error: number } {
  const value = mean(audits.map((audit) => audit.value));
  const variance = mean(audits.map((audit) => (audit.value - value) ** 2));
  return { value, error: Math.sqrt(variance / (audits.length - 1)) };
}

/**
 * Estimates how long an audit's trainings will take, from short ones on the same device.
 * @module
 */
import type { OnProgress } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import { runTraining } from "./run_training.ts";
import type { Trainer } from "./trainer.ts";
import { distinctMembers, isUntrained, type TrainingGroup } from "./training_group.ts";

/** Least duration of a timed training; shorter ones give poor estimates. */
const LEAST_SECONDS = 0.3;
/** Steps of the first timed training: with at least as many steps, trainings have the same number of looks. */
const FEWEST_STEPS = 10;

/**
 * Estimates the seconds that trainings take, one after the other in this thread. For each pair of backbones, one
 * training and one untrained run are timed, again for each number of evaluations.
 *
 * @throws {InputError} when a training diverges in its first steps
 */
export async function forecastSeconds(
  compute: Compute,
  trainer: Trainer,
  groups: readonly TrainingGroup[],
  onProgress: OnProgress = () => {},
): Promise<number> {
  let seconds = 0;
  const kinds = [...Map.groupBy(groups, kindOf).values()];
  for (const [done, alike] of kinds.entries()) {
    onProgress({ stage: "timing short trainings", done, total: kinds.length });
    const [group] = alike;
    seconds += alike.length * await secondsOf(compute, group!, trainer);
  }
  onProgress({ stage: "timing short trainings", done: kinds.length, total: kinds.length });
  return seconds;
}

function kindOf(group: TrainingGroup): string {
  const { audio, text } = group.members[0]!.training;
  return JSON.stringify([audio, text, isUntrained(group), distinctMembers(group).length]);
}

/** Estimates the seconds of one training from two short ones with different numbers of steps. */
async function secondsOf(
  compute: Compute,
  group: TrainingGroup,
  trainer: Trainer,
): Promise<number> {
  const { optimizer } = trainer.setting(group.members[0]!.training);
  const time = async (steps: number) => {
    const started = performance.now();
    await runTraining(compute, group, (training) => ({
      ...trainer.setting(training),
      optimizer: { ...optimizer, steps },
    }));
    return (performance.now() - started) / 1000;
  };
  const fewest = Math.min(FEWEST_STEPS, optimizer.steps);
  // The first training includes the compilation of kernels, so it is not used.
  await time(1);
  const least = await time(fewest);
  if (isUntrained(group) || optimizer.steps === fewest) return least;
  for (let steps = 2 * FEWEST_STEPS;; steps *= 2) {
    const timed = Math.min(steps, optimizer.steps);
    const seconds = await time(timed);
    if (seconds - least < LEAST_SECONDS && timed < optimizer.steps) continue;
    return least + (seconds - least) / (timed - fewest) * (optimizer.steps - fewest);
  }
}

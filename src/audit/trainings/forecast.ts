/**
 * Estimates how long an audit's trainings will take, from short ones on the same device.
 * @module
 */
import { breathe, type WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import { runTraining } from "./run_training.ts";
import type { Trainer } from "./trainer.ts";
import { embeddedGroup } from "./training_rows.ts";
import { distinctMembers, isUntrained, type TrainingGroup } from "./training_group.ts";

/** Least duration of the steps that are timed; shorter ones give poor estimates. */
const LEAST_SECONDS = 0.3;
/** Steps of the first timed training: with at least as many steps, trainings have the same number of looks. */
const FEWEST_STEPS = 10;

/**
 * Estimates the seconds that trainings take, one after the other in this thread. Steps are timed once for each pair of
 * backbones, evaluations for each pair and number of them, trained and untrained.
 *
 * @throws {InputError} when a training diverges in its first steps
 */
export async function forecastSeconds(
  compute: Compute,
  trainer: Trainer,
  groups: readonly TrainingGroup[],
  { onProgress = () => {}, signal }: WorkOptions = {},
): Promise<number> {
  let seconds = 0;
  const timed = new Timed(compute, trainer, groups, signal);
  const total = Map.groupBy(groups, kindOf).size;
  let done = 0;
  for (const ofPair of Map.groupBy(groups, pairOf).values()) {
    onProgress({ stage: "timing short trainings", done, total });
    const trained = ofPair.find((group) => !isUntrained(group));
    const ofSteps = trained ? await timed.furtherSteps(trained) : 0;
    for (const alike of Map.groupBy(ofPair, kindOf).values()) {
      const [group] = alike;
      const least = await timed.shortest(group!);
      seconds += alike.length * (least + (isUntrained(group!) ? 0 : ofSteps));
      onProgress({ stage: "timing short trainings", done: ++done, total });
    }
  }
  return seconds;
}

function pairOf({ members: [first] }: TrainingGroup): string {
  const { audio, text } = first!.training;
  return JSON.stringify([audio, text]);
}

function kindOf(group: TrainingGroup): string {
  return JSON.stringify([pairOf(group), isUntrained(group), distinctMembers(group).length]);
}

/** Times trainings of fewer steps than they will have. */
class Timed {
  readonly #compute: Compute;
  readonly #trainer: Trainer;
  readonly #signal: AbortSignal | undefined;
  /** Steps of every training, asked for once: a setting draws its pool. */
  readonly #steps: number;

  constructor(
    compute: Compute,
    trainer: Trainer,
    [first]: readonly TrainingGroup[],
    signal: AbortSignal | undefined,
  ) {
    this.#signal = signal;
    this.#compute = compute;
    this.#trainer = trainer;
    this.#steps = first ? trainer.setting(first.members[0]!.training).optimizer.steps : 0;
  }

  /** Times a group's shortest training. */
  shortest(group: TrainingGroup): Promise<number> {
    return this.#seconds(group, Math.min(FEWEST_STEPS, this.#steps));
  }

  /** Estimates the seconds of the steps beyond those of the shortest training, from two short ones. */
  async furtherSteps({ members: [first], ...group }: TrainingGroup): Promise<number> {
    // Evaluations are not timed here, so one is enough.
    const alone = { ...group, members: [first!] };
    const all = this.#steps;
    // The first training includes the compilation of kernels, so it is not used.
    await this.#seconds(alone, 1);
    if (all <= FEWEST_STEPS) return 0;
    const least = await this.shortest(alone);
    for (let steps = 2 * FEWEST_STEPS;; steps *= 2) {
      const timed = Math.min(steps, all);
      const seconds = await this.#seconds(alone, timed) - least;
      if (seconds < LEAST_SECONDS && timed < all) continue;
      return seconds / (timed - FEWEST_STEPS) * (all - FEWEST_STEPS);
    }
  }

  async #seconds(group: TrainingGroup, steps: number): Promise<number> {
    await breathe();
    const signal = this.#signal;
    signal?.throwIfAborted();
    const started = performance.now();
    const settings = embeddedGroup(this.#trainer.settingsOf(group)).map((setting) => ({
      ...setting,
      optimizer: { ...setting.optimizer, steps },
    }));
    await runTraining(this.#compute, group, { settings, signal });
    return (performance.now() - started) / 1000;
  }
}

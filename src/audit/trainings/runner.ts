/**
 * The interface of what runs an audit's trainings: this thread or several workers.
 * @module
 */
import type { WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import type { TrainingOutcome } from "./run_training.ts";
import type { Trainer } from "./trainer.ts";
import type { TrainingGroup } from "./training_group.ts";

/**
 * Trains each group once and evaluates it for its members. Awaits `onTrained` with the outcomes of each group before it
 * continues. Returns the outcomes of all groups; those of a group are in the order of its members.
 */
export type TrainingRunner = (
  groups: readonly TrainingGroup[],
  onTrained: (outcomes: readonly TrainingOutcome[]) => void | Promise<void>,
) => Promise<TrainingOutcome[][]>;

/** Runs trainings one after the other in this thread; a signal ends the one at work. */
export function runHere(
  trainer: Trainer,
  compute: Compute,
  { signal }: Pick<WorkOptions, "signal"> = {},
): TrainingRunner {
  return async (groups, onTrained) => {
    const outcomes: TrainingOutcome[][] = [];
    for (const group of groups) {
      const own = await trainer.run(compute, group, { signal });
      outcomes.push(own);
      await onTrained(own);
    }
    return outcomes;
  };
}

/** Runs trainings until a signal is aborted: then it throws the signal's reason, after the training that ends next. */
export function runUntil(signal: AbortSignal | undefined, run: TrainingRunner): TrainingRunner {
  if (signal === undefined) return run;
  return (groups, onTrained) => {
    signal.throwIfAborted();
    return run(groups, async (outcomes) => {
      await onTrained(outcomes);
      signal.throwIfAborted();
    });
  };
}

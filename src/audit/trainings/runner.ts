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

/** Does one group of trainings. */
export type Lane = (group: TrainingGroup) => Promise<TrainingOutcome[]>;

/**
 * Runs groups in lanes. After an error no lane begins another group, and the error is thrown when all have ended what
 * they had begun: nothing is written later.
 */
export function runInLanes(lanes: readonly Lane[]): TrainingRunner {
  return async (groups, onTrained) => {
    const outcomes = new Array<TrainingOutcome[]>(groups.length);
    const failures: unknown[] = [];
    let next = 0;
    await Promise.all(lanes.map(async (lane) => {
      try {
        while (next < groups.length && failures.length === 0) {
          const number = next++;
          const own = await lane(groups[number]!);
          outcomes[number] = own;
          await onTrained(own);
        }
      } catch (thrown) {
        failures.push(thrown);
      }
    }));
    if (failures.length > 0) throw failures[0];
    return outcomes;
  };
}

/** Runs trainings in this thread, those in flight by turns; a signal ends the ones at work. */
export function runHere(
  trainer: Trainer,
  compute: Compute,
  { signal }: Pick<WorkOptions, "signal"> = {},
): TrainingRunner {
  const lane: Lane = (group) => trainer.run(compute, group, { signal });
  return runInLanes(new Array<Lane>(trainer.inFlightOn(compute)).fill(lane));
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

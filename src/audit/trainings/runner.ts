/**
 * The interface of what runs an audit's trainings: this thread or several workers.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";
import type { Training } from "./plan.ts";
import type { TrainingOutcome } from "./run_training.ts";
import type { Trainer } from "./trainer.ts";

/**
 * Runs and evaluates trainings, and awaits `onOutcome` with each outcome before it continues. Returns all outcomes in
 * the order of the trainings.
 */
export type TrainingRunner = (
  trainings: readonly Training[],
  onOutcome: (outcome: TrainingOutcome) => void | Promise<void>,
) => Promise<TrainingOutcome[]>;

/** Runs trainings one after the other in this thread. */
export function runHere(trainer: Trainer, compute: Compute): TrainingRunner {
  return async (trainings, onOutcome) => {
    const outcomes: TrainingOutcome[] = [];
    for (const training of trainings) {
      const outcome = await trainer.run(compute, training);
      outcomes.push(outcome);
      await onOutcome(outcome);
    }
    return outcomes;
  };
}

/** Runs trainings until a signal is aborted: then it throws the signal's reason, after the training that ends next. */
export function runUntil(signal: AbortSignal | undefined, run: TrainingRunner): TrainingRunner {
  if (signal === undefined) return run;
  return (trainings, onOutcome) => {
    signal.throwIfAborted();
    return run(trainings, async (outcome) => {
      await onOutcome(outcome);
      signal.throwIfAborted();
    });
  };
}

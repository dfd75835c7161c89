/**
 * Runs trainings on a device: in workers where it gains by several at a time, else in this thread.
 * @module
 */
import type { WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import type { AuditPlan } from "./plan_audit.ts";
import { runHere, type TrainingRunner } from "./runner.ts";
import type { TrainingGroup } from "./training_group.ts";
import { runInWorkers, workersFor } from "./workers.ts";

/** How many trainings run at a time on a device. */
export function workersOn({ device }: Compute, groups: readonly TrainingGroup[]): number {
  return Math.max(1, Math.min(workersFor(device.class), groups.length));
}

/**
 * Runs trainings of a plan on a device. Workers open it for themselves, with the same kernels.
 *
 * @param options `signal` ends the training at work where it runs in this thread
 */
export function runOn(
  compute: Compute,
  { configuration, inputs, trainer }: AuditPlan,
  { signal }: Pick<WorkOptions, "signal">,
): TrainingRunner {
  return (groups, onTrained) => {
    const run = workersOn(compute, groups) > 1
      ? runInWorkers({ configuration, inputs, trainer }, compute.device)
      : runHere(trainer, compute, { signal });
    return run(groups, onTrained);
  };
}

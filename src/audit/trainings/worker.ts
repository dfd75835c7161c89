/**
 * A worker that runs trainings of an audit on a device of its own.
 * @module
 */
import { workerScope } from "../../basics/worker_scope.ts";
import type { TrainingOutcome } from "./run_training.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import type { ResidualResult } from "./residual_topics.ts";
import { Trainer } from "./trainer.ts";
import type { TrainingGroup } from "./training_group.ts";
import { type WorkerError, workerErrorOf } from "../../basics/worker_errors.ts";
import type { Compute } from "../../compute/compute.ts";
import { CHOICE_OF_CLASS, type KnownDevice, openCompute } from "../../compute/open.ts";

/** Messages to a worker: first the audit, then groups of trainings. */
export type ToWorker =
  | {
    readonly configuration: AuditConfiguration;
    readonly inputs: AuditInputs;
    readonly residual: ResidualResult | undefined;
    readonly device: KnownDevice;
    /** Threads of a native device. */
    readonly threads: number;
  }
  | GroupToTrain;

/** A group of trainings, with the number that its answer has; a worker can be given several at once. */
export interface GroupToTrain {
  readonly number: number;
  readonly group: TrainingGroup;
}

/** A worker's answer to each group. */
export type FromWorker =
  & Pick<GroupToTrain, "number">
  & ({ readonly outcomes: TrainingOutcome[] } | { readonly error: WorkerError });

const scope = workerScope<ToWorker, FromWorker>();
let ready: Promise<{ trainer: Trainer; compute: Compute }> | undefined;

scope.onmessage = async ({ data }) => {
  if ("configuration" in data) {
    const { configuration, inputs, residual, device, threads } = data;
    ready = openCompute(CHOICE_OF_CLASS[device.class], device, threads).then((
      { compute },
    ) => ({
      trainer: new Trainer(configuration, inputs, residual),
      compute,
    }));
    return;
  }
  const { number, group } = data;
  try {
    const { trainer, compute } = await ready!;
    answer({ number, outcomes: await trainer.run(compute, group) });
  } catch (thrown) {
    answer({ number, error: workerErrorOf(thrown) });
  }
};

function answer(message: FromWorker): void {
  scope.postMessage(message);
}

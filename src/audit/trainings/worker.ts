/**
 * A worker that runs trainings of an audit on a device of its own.
 * @module
 */
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import type { TrainingOutcome } from "./run_training.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import type { Training } from "./plan.ts";
import { Trainer } from "./trainer.ts";
import { type WorkerError, workerErrorOf } from "../../basics/worker_errors.ts";
import type { Compute } from "../../compute/compute.ts";
import { CHOICE_OF_CLASS, type KnownDevice, openCompute } from "../../compute/open.ts";

/** Messages to a worker: first the audit, then one training at a time. */
export type ToWorker =
  | {
    readonly configuration: AuditConfiguration;
    readonly inputs: AuditInputs;
    readonly device: KnownDevice;
  }
  | { readonly training: Training };

/** A worker's answer to each training. */
export type FromWorker =
  | { readonly outcome: TrainingOutcome }
  | { readonly error: WorkerError };

let ready: Promise<{ trainer: Trainer; compute: Compute }> | undefined;

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if ("configuration" in data) {
    const { configuration, inputs, device } = data;
    ready = openCompute(CHOICE_OF_CLASS[device.class], device).then(({ compute }) => ({
      trainer: new Trainer(configuration, inputs),
      compute,
    }));
    return;
  }
  try {
    const { trainer, compute } = await ready!;
    answer({ outcome: await trainer.run(compute, data.training) });
  } catch (thrown) {
    answer({ error: workerErrorOf(thrown) });
  }
};

function answer(message: FromWorker): void {
  self.postMessage(message);
}

/**
 * Audits arrays in memory: embeddings, labels and texts, without a file.
 * @module
 */
import type { WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import type { DeviceChoice } from "../../compute/open.ts";
import { onTrainingDevice } from "../folder/asked.ts";
import { MemoryFiles } from "../inputs/memory_files.ts";
import { readInputsFrom } from "../inputs/read_inputs.ts";
import type { AuditRun } from "../results/run_file.ts";
import { type Audit, runAudit } from "../run.ts";
import { planAudit } from "../trainings/plan_audit.ts";
import { runOn } from "../trainings/run_on.ts";
import type { AuditArrays } from "./arrays.ts";
import { configuredArrays } from "./configured.ts";

/** On what an audit of arrays runs, and how it is followed and ended. */
export interface ArrayAuditOptions extends WorkOptions {
  /** The device to train on, which stays open; all trainings are run in this thread. Default: one by `device`. */
  readonly compute?: Compute | undefined;
  /**
   * The device to open; default `auto`. Trainings are run in workers where that is faster; a signal that is aborted then
   * waits for those at work, some seconds.
   */
  readonly device?: DeviceChoice | undefined;
  /** The folder to which the paths of cards and label sets are relative; default the current one. */
  readonly source?: string | undefined;
  /** Called with what a user should know, a line each. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/** A finished audit of arrays, and what it was asked for. */
export interface ArrayAudit extends Audit {
  /** What its folder would be asked for; arrays have the names of their keys. */
  readonly run: AuditRun;
}

/** Implements {@link audit}, which `doors/audit/audit.ts` documents. */
export async function audit(
  asked: AuditArrays,
  options: ArrayAuditOptions = {},
): Promise<ArrayAudit> {
  const { compute, device = "auto", source = ".", onProgress, onNote, signal } = options;
  signal?.throwIfAborted();
  const { configuration, held } = configuredArrays(asked);
  const inputs = await readInputsFrom(configuration, new MemoryFiles(held, source, {}), {
    device,
    onProgress,
    onNote,
    signal,
  });
  const how = { onProgress, signal };
  const plan = await planAudit(configuration, inputs, how);
  const run = { command: "audit(), of arrays in memory", configuration };
  const done = compute !== undefined ? await runAudit(plan, compute, how) : await onTrainingDevice(
    { ...how, device, onNote },
    undefined,
    (own) => runAudit(plan, own, { ...how, runTrainings: runOn(own, plan, how) }),
  );
  return { ...done, run };
}

/**
 * The trainings and scores of an audit in its folder, whose finished trainings are not repeated.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../../basics/atomic.ts";
import type { Compute } from "../../compute/compute.ts";
import { formatVariants, type KeptVariants, VARIANTS_FILE } from "../../compute/variants_file.ts";
import { type Audit, runAudit } from "../run.ts";
import { CELLS_FOLDER } from "../trainings/finished_trainings.ts";
import type { AuditPlan } from "../trainings/plan_audit.ts";
import { runHere } from "../trainings/runner.ts";
import { runInWorkers } from "../trainings/workers.ts";
import type { AuditFolderOptions } from "./options.ts";
import { findFinished, measurePlan, workersOn } from "./plan_summary.ts";

/**
 * Trains what is not finished in a folder, each training kept as it is finished, and scores all trainings.
 *
 * @param folder of the audit
 * @param variants the kernels of the device, which the folder keeps
 * @throws {InputError} and {SurroundingsError} as {@link runAudit}, and the signal's reason when it is aborted
 */
export async function trainAndScore(
  folder: string,
  plan: AuditPlan,
  compute: Compute,
  variants: KeptVariants,
  { onProgress, onNote, onPlan, signal }: Pick<
    AuditFolderOptions,
    "onProgress" | "onNote" | "onPlan" | "signal"
  >,
): Promise<Audit> {
  const { configuration, inputs, trainer, groups } = plan;
  await writeFileAtomic(join(folder, VARIANTS_FILE), formatVariants(variants));
  const onTrainingNote = (note: string) => onNote?.(note, "trainings");
  const state = await findFinished(plan, compute, join(folder, CELLS_FOLDER), onTrainingNote);
  if (onPlan) onPlan(await measurePlan(plan, state, compute, { onProgress, signal }));
  const runner = workersOn(compute, state.unfinished) > 1
    ? runInWorkers({ configuration, inputs, residual: trainer.residual }, variants.device)
    : runHere(trainer, compute, { signal });
  return await runAudit(plan, compute, {
    onProgress,
    signal,
    runTrainings: state.finished.around(runner),
    finished: groups.length - state.unfinished.length,
  });
}

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
import { runOn } from "../trainings/run_on.ts";
import type { AuditFolderOptions } from "./options.ts";
import { findFinished, measurePlan } from "./plan_summary.ts";

/** What trainings in a folder report, and what ends them. */
type TrainingOptions = Pick<AuditFolderOptions, "onProgress" | "onNote" | "onPlan" | "signal">;

/**
 * Called with the numbers of the plan's groups of trainings that are not finished, before any is trained; throws where
 * none may be.
 */
export type RequireFinished = (unfinished: readonly number[]) => void;

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
  { onProgress, onNote, onPlan, signal }: TrainingOptions,
  requireFinished: RequireFinished = () => {},
): Promise<Audit> {
  const { groups } = plan;
  await writeFileAtomic(join(folder, VARIANTS_FILE), formatVariants(variants));
  const onTrainingNote = (note: string) => onNote?.(note, "trainings");
  const state = await findFinished(plan, compute, join(folder, CELLS_FOLDER), onTrainingNote);
  const left = new Set(state.unfinished.map(({ projectors }) => projectors));
  requireFinished([...groups.keys()].filter((group) => left.has(groups[group]!.projectors)));
  if (onPlan) onPlan(await measurePlan(plan, state, compute, { onProgress, signal }));
  return await runAudit(plan, compute, {
    onProgress,
    signal,
    runTrainings: state.finished.around(runOn(compute, plan, { signal })),
    finished: groups.length - state.unfinished.length,
  });
}

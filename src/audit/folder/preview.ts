/**
 * What an audit would do in a folder.
 * @module
 */
import { join } from "node:path";
import { codeHashes } from "../../basics/code_hashes.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { KeptVariants } from "../../compute/variants_file.ts";
import { type AuditInputs, readInputs } from "../inputs/read_inputs.ts";
import type { InputOptions } from "../inputs/input_options.ts";
import { CELLS_FOLDER } from "../trainings/finished_trainings.ts";
import { smallPoolOf } from "../trainings/small_pools.ts";
import { planAudit } from "../trainings/plan_audit.ts";
import { inputOptions, keptVariants, onTrainingDevice, readAsked } from "./asked.ts";
import type { MissingRun } from "../inputs/missing_run.ts";
import { checkKind } from "./content.ts";
import { timeEmbeddings } from "./embedding_time.ts";
import type { AuditFolderOptions, AuditRunOptions } from "./options.ts";
import { findFinished, measurePlan, type PlanSummary } from "./plan_summary.ts";

/** Implements {@link previewAudit}, which `doors/audit/preview.ts` documents. */
export async function previewAudit(
  asked: AuditConfiguration | string,
  folder: string,
  options: AuditRunOptions & Pick<AuditFolderOptions, "resume"> = {},
): Promise<PlanSummary> {
  const variants = await keptVariants(folder, options);
  checkKind(folder);
  const previewed = await previewInputs(asked, folder, options);
  const { seconds, notes } = await timeEmbeddings(previewed.runs, inputOptions(folder, options));
  const missing = [...previewed.missing, ...notes];
  const plan = await timePreview({ ...previewed, missing }, folder, options, variants);
  return seconds === undefined ? plan : { ...plan, embeddingSeconds: seconds };
}

/** What an audit would read. */
export interface PreviewedInputs {
  readonly configuration: AuditConfiguration;
  /** The inputs, with random numbers in the place of embeddings that are not made yet. */
  readonly inputs: AuditInputs;
  /** Embeddings that are to be made first. */
  readonly embeddings: readonly string[];
  /** The backbones that make them, in the same order. */
  readonly runs: readonly MissingRun[];
  /** What is to be said of them. */
  readonly missing: readonly string[];
}

/**
 * Reads what an audit would read; parameters and errors as in {@link previewAudit}. With `withoutAbsent` it leaves out
 * sounds that are not there, and throws where a class has no other.
 */
export async function previewInputs(
  asked: AuditConfiguration | string,
  folder: string,
  options: AuditRunOptions & Pick<InputOptions, "withoutAbsent"> = {},
): Promise<PreviewedInputs> {
  // The code that runs is that of now, also where its files change during the work.
  await codeHashes();
  const { configuration, source } = await readAsked(asked, options);
  const embeddings: string[] = [];
  const runs: MissingRun[] = [];
  const missing = new Set<string>();
  const inputs = await readInputs(configuration, source, {
    ...inputOptions(folder, options),
    withoutAbsent: options.withoutAbsent,
    onMissing: (one, run) => {
      embeddings.push(one);
      runs.push(run);
      if (run.note !== undefined) missing.add(run.note);
    },
  });
  return { configuration, inputs, embeddings, runs, missing: [...missing] };
}

/** Counts and times what an audit of such inputs would do in a folder. */
export async function timePreview(
  { configuration, inputs, embeddings, missing }: PreviewedInputs,
  folder: string,
  options: AuditRunOptions,
  variants: KeptVariants | undefined,
): Promise<PlanSummary> {
  return await onTrainingDevice(options, variants, async (compute) => {
    const { onProgress, signal } = options;
    const plan = await planAudit(configuration, inputs, { onProgress, signal });
    const onNote = (note: string) => options.onNote?.(note, "trainings");
    const state = await findFinished(plan, compute, join(folder, CELLS_FOLDER), onNote);
    const small = smallPoolOf(plan);
    const notes = [...(small === undefined ? [] : [small]), ...missing, ...inputs.notes];
    return await measurePlan(plan, state, compute, { embeddings, notes, onProgress, signal });
  });
}

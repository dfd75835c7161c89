/**
 * What an audit would do in a folder.
 * @module
 */
import { join } from "node:path";
import { codeHashes } from "../../basics/code_hashes.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { KeptVariants } from "../../compute/variants_file.ts";
import { type AuditInputs, readInputs } from "../inputs/read_inputs.ts";
import type { InputOptions } from "../inputs/running.ts";
import { CELLS_FOLDER } from "../trainings/finished_trainings.ts";
import { smallPoolOf } from "../trainings/small_pools.ts";
import { planAudit } from "../trainings/plan_audit.ts";
import { inputOptions, keptVariants, onTrainingDevice, readAsked } from "./asked.ts";
import { checkKind } from "./content.ts";
import type { AuditFolderOptions, AuditRunOptions } from "./options.ts";
import { findFinished, measurePlan, type PlanSummary } from "./plan_summary.ts";

/**
 * Counts and times what an audit would do in a folder. Nothing is written, and no backbone of a card and none for sounds
 * is run: the summary names the embeddings that are to be made first.
 *
 * @param asked the configuration, or the path of its file
 * @throws {InputError} when something else than an audit is in the folder, or the audit itself would be refused for its
 * configuration or inputs
 * @throws {DeviceError} when the device is not there
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { writeNpy } from "../../formats/npy.ts";
 * const folder = await Deno.makeTempDir();
 * const rows = ["cat", "dog", "hen", "pig"].flatMap((label) =>
 *   [0, 1, 2, 3].map((i) => `${label}${i},${label}`)
 * );
 * await Deno.writeTextFile(`${folder}/items.csv`, ["id,label", ...rows, ""].join("\n"));
 * const sounds = Float32Array.from({ length: 16 * 3 }, (_, i) => Math.sin(i * i));
 * await Deno.writeFile(`${folder}/items.npy`, writeNpy([16, 3], sounds));
 * const configuration = {
 *   evaluation: { items: "items.csv", classFolds: 2 },
 *   audio: [{ name: "sines", evaluation: "items.npy" }],
 *   text: [{ name: "glove-100d", backbone: "glove-100d" }],
 *   conditions: ["dirty", "clean"],
 *   attribution: false,
 *   seeds: [0],
 * };
 * await Deno.writeTextFile(`${folder}/audit.json`, JSON.stringify(configuration));
 * const plan = await previewAudit(`${folder}/audit.json`, `${folder}/out`, { device: "cpu" });
 * assert.deepEqual([plan.classFolds, plan.finished], [2, 0]);
 * assert.ok(plan.trainings >= 4 && plan.seconds > 0);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function previewAudit(
  asked: AuditConfiguration | string,
  folder: string,
  options: AuditRunOptions & Pick<AuditFolderOptions, "resume"> = {},
): Promise<PlanSummary> {
  const variants = await keptVariants(folder, options);
  checkKind(folder);
  const previewed = await previewInputs(asked, folder, options);
  return await timePreview(previewed, folder, options, variants);
}

/** What an audit would read. */
export interface PreviewedInputs {
  readonly configuration: AuditConfiguration;
  /** The inputs, with random numbers in the place of embeddings that are not made yet. */
  readonly inputs: AuditInputs;
  /** Embeddings that are to be made first. */
  readonly embeddings: readonly string[];
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
  const missing = new Set<string>();
  const inputs = await readInputs(configuration, source, {
    ...inputOptions(folder, options),
    withoutAbsent: options.withoutAbsent,
    onMissing: (one, note) => {
      embeddings.push(one);
      if (note !== undefined) missing.add(note);
    },
  });
  return { configuration, inputs, embeddings, missing: [...missing] };
}

/** Counts and times what an audit of such inputs would do in a folder. */
export async function timePreview(
  { configuration, inputs, embeddings, missing }: PreviewedInputs,
  folder: string,
  options: AuditRunOptions,
  variants: KeptVariants | undefined,
): Promise<PlanSummary> {
  return await onTrainingDevice(options, variants, async (compute) => {
    const plan = planAudit(configuration, inputs);
    const onNote = (note: string) => options.onNote?.(note, "trainings");
    const state = await findFinished(plan, compute, join(folder, CELLS_FOLDER), onNote);
    const small = smallPoolOf(plan);
    const notes = [...(small === undefined ? [] : [small]), ...missing, ...inputs.notes];
    const { onProgress, signal } = options;
    return await measurePlan(plan, state, compute, { embeddings, notes, onProgress, signal });
  });
}

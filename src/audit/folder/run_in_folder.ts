/**
 * An audit from its configuration to a finished folder, which can be resumed whatever ends it.
 * @module
 */
import { codeHashes } from "../../basics/code_hashes.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { readInputs } from "../inputs/read_inputs.ts";
import type { AuditResults } from "../results/results.ts";
import type { AuditRun } from "../results/run_file.ts";
import type { Compute } from "../../compute/compute.ts";
import type { KeptVariants } from "../../compute/variants_file.ts";
import type { JsonObject } from "../../embeddings/identity.ts";
import { type Audit, auditFingerprint } from "../run.ts";
import { type AuditPlan, planAudit } from "../trainings/plan_audit.ts";
import { inputOptions, keptVariants, onTrainingDevice, readAsked } from "./asked.ts";
import type { AuditFolderOptions } from "./options.ts";
import { onShardDevice } from "./shard_device.ts";
import { planShards } from "./plan_shards.ts";
import { type RequireFinished, trainAndScore } from "./train_and_score.ts";
import { workInAuditFolder } from "./work_in_folder.ts";

/** Writes the files of a finished audit into its folder. */
export type WriteAudit = (folder: string, audit: Audit, run: AuditRun) => Promise<void>;

/** An audit that was run in a folder. */
export interface AuditInFolder {
  /** The content of `results.json`. */
  readonly results: AuditResults;
  /** The trainings that it was made of. */
  readonly plan: AuditPlan;
}

/** What is asked of an audit whose trainings were made by shards. */
export interface CollectedShards {
  /**
   * Called when all inputs are read.
   *
   * @throws {InputError} when the shards were of other inputs, or of other code
   */
  begin(fingerprint: JsonObject): Promise<void>;
  /** Called before the scores. */
  readonly requireFinished: RequireFinished;
  /** What a message says of work that ended early. */
  readonly toContinue: string;
}

/**
 * Runs an audit in a folder.
 *
 * @param asked the configuration, or the path of its file
 * @param write is given, since the room of the report lies below this one
 * @param shards given where shards have trained: their device, kernels and embeddings are taken, and nothing is trained
 */
export async function runInFolder(
  asked: AuditConfiguration | string,
  folder: string,
  options: AuditFolderOptions,
  write: WriteAudit,
  shards?: CollectedShards,
): Promise<AuditInFolder> {
  const { onProgress, signal, command = callOf(asked, folder) } = options;
  const work = { onProgress, signal };
  signal?.throwIfAborted();
  const variants = await keptVariants(folder, options);
  const onDevice: OnDevice = shards === undefined
    ? (work) => onTrainingDevice(options, variants, work)
    : (work) => onShardDevice(folder, options, work);
  // The code that runs is that of now, also where its files change during the work.
  const code = await codeHashes();
  const { configuration, source, files } = await readAsked(asked, options);
  const run = { command, configuration };
  return await workInAuditFolder(folder, options, run, files, async (begin) => {
    const inputs = await readInputs(configuration, source, {
      ...inputOptions(folder, options),
      shard: shards && { index: 0, count: 1 },
    });
    signal?.throwIfAborted();
    const fingerprint = auditFingerprint(configuration, inputs, code);
    await shards?.begin(fingerprint);
    await begin(fingerprint);
    return await onDevice(async (compute, kernels) => {
      const plan = shards === undefined
        ? await planAudit(configuration, inputs, work)
        : await planShards(folder, configuration, inputs, fingerprint, work);
      const require = shards?.requireFinished;
      const audit = await trainAndScore(folder, plan, compute, kernels, options, require);
      signal?.throwIfAborted();
      await write(folder, audit, run);
      return { results: audit.results, plan };
    });
  }, shards?.toContinue);
}

/** Does work on the device that trains. */
type OnDevice = (
  work: (compute: Compute, variants: KeptVariants) => Promise<AuditInFolder>,
) => Promise<AuditInFolder>;

/** What makes a folder again where no command line did. */
export function callOf(asked: AuditConfiguration | string, folder: string): string {
  const configuration = typeof asked === "string" ? JSON.stringify(asked) : "configuration";
  return `auditIntoFolder(${configuration}, ${JSON.stringify(folder)})`;
}

/**
 * An audit from its configuration to a finished folder, which can be resumed whatever ends it.
 * @module
 */
import { codeHashes } from "../../basics/code_hashes.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { readInputs } from "../inputs/read_inputs.ts";
import type { AuditResults } from "../results/results.ts";
import type { AuditRun } from "../results/run_file.ts";
import { type Audit, auditFingerprint } from "../run.ts";
import { type AuditPlan, planAudit } from "../trainings/plan_audit.ts";
import { inputOptions, keptVariants, onTrainingDevice, readAsked } from "./asked.ts";
import type { AuditFolderOptions } from "./options.ts";
import { trainAndScore } from "./train_and_score.ts";
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

/**
 * Runs an audit in a folder.
 *
 * @param asked the configuration, or the path of its file
 * @param write is given, since the room of the report lies below this one
 */
export async function runInFolder(
  asked: AuditConfiguration | string,
  folder: string,
  options: AuditFolderOptions,
  write: WriteAudit,
): Promise<AuditInFolder> {
  const { signal, command = callOf(asked, folder) } = options;
  signal?.throwIfAborted();
  const variants = await keptVariants(folder, options);
  // The code that runs is that of now, also where its files change during the work.
  const code = await codeHashes();
  const { configuration, source, files } = await readAsked(asked, options);
  const run = { command, configuration };
  return await workInAuditFolder(folder, options, run, files, async (begin) => {
    const inputs = await readInputs(configuration, source, inputOptions(folder, options));
    signal?.throwIfAborted();
    await begin(auditFingerprint(configuration, inputs, code));
    return await onTrainingDevice(options, variants, async (compute, kernels) => {
      const plan = planAudit(configuration, inputs);
      const audit = await trainAndScore(folder, plan, compute, kernels, options);
      signal?.throwIfAborted();
      await write(folder, audit, run);
      return { results: audit.results, plan };
    });
  });
}

/** What makes a folder again where no command line did. */
function callOf(asked: AuditConfiguration | string, folder: string): string {
  const configuration = typeof asked === "string" ? JSON.stringify(asked) : "configuration";
  return `auditIntoFolder(${configuration}, ${JSON.stringify(folder)})`;
}

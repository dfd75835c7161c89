/**
 * The demo's audit with its report, in a folder.
 * @module
 */
import { join } from "node:path";
import { readConfiguration } from "../../audit/configuration/read_configuration.ts";
import { DEMO_FOLDER } from "../../audit/demo/demo_folder.ts";
import { prepareDemo } from "../../audit/demo/prepare_demo.ts";
import { onTrainingDevice } from "../../audit/folder/asked.ts";
import type { AuditFolderOptions } from "../../audit/folder/options.ts";
import { trainAndScore } from "../../audit/folder/train_and_score.ts";
import { readInputs } from "../../audit/inputs/read_inputs.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import { formatRun, RUN_FILE } from "../../audit/results/run_file.ts";
import { planAudit } from "../../audit/trainings/plan_audit.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { fillFolder } from "../../basics/output/output_folder.ts";
import { writeAuditFiles } from "./write_folder.ts";

/** How the demo is run. */
export interface DemoOptions
  extends
    Pick<AuditFolderOptions, "force" | "device" | "variants" | "tune" | "seed">,
    Pick<AuditFolderOptions, "onProgress" | "onNote" | "onPlan"> {
  /** The command line that makes the folder again, as the report shows it. */
  readonly command: string;
  /** Called with what is kept of an earlier run's folder. */
  readonly onLeftover: (note: string) => void;
}

/**
 * Prepares the demo's items, embeddings and configuration, audits them and writes the folder, which takes its place when
 * it is whole.
 *
 * @throws {InputError} when something is there that no demo wrote, or that was changed since
 * @throws {DeviceError} when the device is not there
 * @throws {SurroundingsError} when something cannot be fetched or written
 */
export async function demoIntoFolder(out: string, options: DemoOptions): Promise<AuditResults> {
  const { force = false, variants, seed, command, onProgress = () => {}, onLeftover } = options;
  return await fillFolder(
    out,
    DEMO_FOLDER,
    { force, onNote: onLeftover },
    ({ folder }) =>
      // The device comes first: what is wrong with it is reported before minutes are spent.
      onTrainingDevice(options, variants, async (compute, kernels) => {
        const path = await prepareDemo(folder, seed, onProgress);
        const configuration = await readConfiguration(path, undefined);
        const inputs = await readInputs(configuration, folder);
        const run = { command, configuration };
        await writeFileAtomic(join(folder, RUN_FILE), formatRun(run));
        const plan = await planAudit(configuration, inputs, { onProgress });
        const audit = await trainAndScore(folder, plan, compute, kernels, options);
        await writeAuditFiles(folder, audit, run);
        return audit.results;
      }),
  );
}

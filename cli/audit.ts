/** `earnest audit CONFIG`: the audit of a configuration. */
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { dirname, join, resolve } from "node:path";
import { CELLS_FOLDER } from "../src/audit/trainings/finished_trainings.ts";
import type { AuditConfiguration } from "../src/audit/configuration/configuration.ts";
import { filesOf } from "../src/audit/configuration/named_files.ts";
import {
  type AuditInputs,
  type InputOptions,
  readInputs,
} from "../src/audit/inputs/read_inputs.ts";
import { auditFingerprint } from "../src/audit/run.ts";
import { isThere } from "../src/basics/output/place.ts";
import { planAudit } from "../src/audit/trainings/plan_audit.ts";
import { codeHashes } from "../src/basics/code_hashes.ts";
import type { Compute } from "../src/compute/compute.ts";
import { type KeptVariants, VARIANTS_FILE } from "../src/compute/variants_file.ts";
import { workInAuditFolder } from "./audit_folder.ts";
import { checkKind } from "./audit_folder_content.ts";
import { findFinished, measurePlan, planText } from "./audit_plan.ts";
import { type CardOptions, fileOptions, withCardOptions } from "./card_options.ts";
import { type DeviceOptions, readVariants, withDevice, withKernelOptions } from "./device.ts";
import { command, itemTimeoutOption } from "./options.ts";
import { progressDisplay } from "./progress.ts";
import { auditInto, printResults, readConfiguration, runOf } from "./run_audit.ts";
import { wrap } from "./wrap.ts";

interface AuditOptions extends DeviceOptions, CardOptions {
  out: string;
  resume: boolean;
  force: boolean;
  dryRun: boolean;
  itemTimeout: number;
}

/** The `audit` command. */
export function auditCommand(): Command {
  const audits = command(
    "audit",
    "Takes a zero-shot accuracy apart into chance, cross-modal learning, backbone and leakage. " +
      "Use --resume to continue an interrupted run.",
    "earnest audit audit.json --out findings",
  )
    .argument("<config>", "configuration, JSON; its paths are relative to it")
    .requiredOption("--out <folder>", "folder to write")
    .option("--resume", "continue an unfinished audit", false)
    .option("--force", "start over; with --resume, keep the trainings that are the same", false)
    .addOption(
      new Option("--dry-run", "print what is to be trained and for how long, and stop")
        .default(false).conflicts("force"),
    )
    .addOption(itemTimeoutOption())
    .action(audit);
  return withKernelOptions(withCardOptions(audits));
}

async function audit(path: string, options: AuditOptions): Promise<void> {
  const device = withKernelsOf(options.out, options);
  // The code that runs is that of now, also where its files change during the work.
  const code = await codeHashes();
  const earlier = await readVariants(device);
  const configuration = await readConfiguration(path, options.seed);
  const source = dirname(path);
  const progress = progressDisplay(options.quiet);
  const read = (onMissing?: InputOptions["onMissing"]) =>
    readInputs(configuration, source, {
      ...fileOptions(options),
      work: options.out,
      device: options.device,
      itemTimeoutSeconds: options.itemTimeout,
      onProgress: progress.report,
      onNote: progress.note,
      onMissing,
    });
  const onDevice = <Result>(work: (compute: Compute, kernels: KeptVariants) => Promise<Result>) =>
    withDevice(device, earlier, progress, work);
  if (options.dryRun) {
    checkKind(options.out);
    const missing: string[] = [];
    const printed = read((embeddings) => missing.push(embeddings)).then((inputs) =>
      onDevice((compute) => printPlan(configuration, inputs, missing, compute, options))
    );
    return await printed.finally(() => progress.stop());
  }
  const files = [path, ...filesOf(configuration).map((file) => resolve(source, file))];
  const run = runOf(configuration);
  const results = await workInAuditFolder(options.out, options, run, files, async (begin) => {
    const inputs = await read();
    await begin(auditFingerprint(configuration, inputs, code));
    return await onDevice((compute, kernels) =>
      auditInto(options.out, run, inputs, compute, kernels, progress)
    );
  }).finally(() => progress.stop());
  printResults(results, options.out, options.json);
}

/** The options with the kernels of the folder in which an audit continues: others would give other bits. */
function withKernelsOf(folder: string, options: AuditOptions): AuditOptions {
  const kept = join(folder, VARIANTS_FILE);
  if (!options.resume || options.variants !== undefined || !isThere(kept)) return options;
  return { ...options, tune: false, variants: kept };
}

async function printPlan(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  missing: readonly string[],
  compute: Compute,
  { out, json }: AuditOptions,
): Promise<void> {
  const folder = join(out, CELLS_FOLDER);
  const note = (line: string) => console.error(wrap(line, "earnest: "));
  const plan = planAudit(configuration, inputs);
  const state = await findFinished(plan, compute, folder, note);
  const summary = await measurePlan(plan, state, compute, missing);
  console.log(json ? JSON.stringify(summary) : wrap(planText(summary), ""));
}

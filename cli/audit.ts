/** `earnest audit CONFIG`: the audit of a configuration. */
import type { Command } from "npm:commander@15.1.0";
import { dirname, resolve } from "node:path";
import { filesOf } from "../src/audit/configuration_files.ts";
import { readInputs } from "../src/audit/inputs.ts";
import { type DeviceOptions, readVariants, withDevice, withKernelOptions } from "./device.ts";
import { fillFolder } from "./output_folder.ts";
import { command } from "./options.ts";
import { progressDisplay } from "./progress.ts";
import { auditInto, printResults, readConfiguration } from "./run_audit.ts";

interface AuditOptions extends DeviceOptions {
  out: string;
  force: boolean;
}

/** The `audit` command. */
export function auditCommand(): Command {
  const audits = command(
    "audit",
    "Takes a zero-shot accuracy apart into chance, cross-modal learning, backbone and leakage.",
    "earnest audit audit.json --out findings",
  )
    .argument("<config>", "configuration, JSON; its paths are relative to it")
    .requiredOption("--out <folder>", "folder to write")
    .option("--force", "replace the output folder if it exists", false)
    .action(audit);
  return withKernelOptions(audits);
}

async function audit(path: string, options: AuditOptions): Promise<void> {
  const earlier = await readVariants(options);
  const configuration = await readConfiguration(path, options.seed);
  const source = dirname(path);
  const files = [path, ...filesOf(configuration).map((file) => resolve(source, file))];
  const progress = progressDisplay(options.quiet);
  const results = await fillFolder(
    options.out,
    options.force,
    files,
    async (temporary) => {
      const inputs = await readInputs(configuration, source, {
        work: temporary,
        device: options.device,
        onProgress: progress.report,
        onNote: progress.note,
      });
      return await withDevice(
        options,
        earlier,
        progress,
        (compute, variants) =>
          auditInto(temporary, configuration, inputs, compute, variants, progress),
      );
    },
  ).finally(() => progress.stop());
  printResults(results, options.out, options.json);
}

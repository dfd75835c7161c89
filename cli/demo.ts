/** `earnest demo`: the audit on real instrument recordings, nothing to prepare. */
import type { Command } from "npm:commander@15.1.0";
import { join } from "node:path";
import { prepareDemo } from "../src/audit/demo/prepare_demo.ts";
import { readInputs } from "../src/audit/inputs/read_inputs.ts";
import { formatRun, RUN_FILE } from "../src/audit/results/run_file.ts";
import { writeFileAtomic } from "../src/basics/atomic.ts";
import { fillFolder } from "../src/basics/output/output_folder.ts";
import { type DeviceOptions, readVariants, withDevice, withKernelOptions } from "./device.ts";
import { command } from "./options.ts";
import { DEMO } from "./outputs.ts";
import { progressDisplay } from "./progress.ts";
import { auditInto, printResults, readConfiguration, runOf } from "./run_audit.ts";

const DEFAULT_FOLDER = "earnest-demo";

interface DemoOptions extends DeviceOptions {
  out: string;
  force: boolean;
}

/** The `demo` command. */
export function demoCommand(): Command {
  const demos = command(
    "demo",
    "Audits a speech backbone on real instrument recordings: how much of its accuracy " +
      "at naming instruments is leakage, how much the backbone, how much was learned.",
    "earnest demo --out my-demo --seed 7",
  )
    .option(
      "--out <folder>",
      "folder to write, replaced if it is still as a demo wrote it",
      DEFAULT_FOLDER,
    )
    .option("--force", "replace a demo's folder in which files were changed", false)
    .action(demo);
  return withKernelOptions(demos);
}

async function demo(options: DemoOptions): Promise<void> {
  const { out, force } = options;
  const progress = progressDisplay(options.quiet);
  const earlier = await readVariants(options);
  const onNote = (note: string) => progress.note(`earnest: ${note}`);
  const results = await fillFolder(
    out,
    DEMO,
    { force, onNote },
    ({ folder }) =>
      // The device comes first: what is wrong with it is told before minutes are spent.
      withDevice(options, earlier, progress, async (compute, variants) => {
        const configurationPath = await prepareDemo(folder, options.seed, progress.report);
        const configuration = await readConfiguration(configurationPath, undefined);
        const inputs = await readInputs(configuration, folder);
        const run = runOf(configuration);
        await writeFileAtomic(join(folder, RUN_FILE), formatRun(run));
        return await auditInto(folder, run, inputs, compute, variants, progress);
      }),
  ).finally(() => progress.stop());
  printResults(results, out, options.json);
}

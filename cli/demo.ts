/** `earnest demo`: the audit on real instrument recordings, nothing to prepare. */
import type { Command } from "npm:commander@15.1.0";
import { join } from "node:path";
import { prepareDemo } from "../src/audit/demo/prepare_demo.ts";
import { readInputs } from "../src/audit/inputs/read_inputs.ts";
import { formatRun, RUN_FILE } from "../src/audit/results/run_file.ts";
import { writeFileAtomic } from "../src/basics/atomic.ts";
import { type DeviceOptions, readVariants, withDevice, withKernelOptions } from "./device.ts";
import { fillFolder } from "./output_folder.ts";
import { command } from "./options.ts";
import { progressDisplay } from "./progress.ts";
import { auditInto, printResults, readConfiguration, runOf } from "./run_audit.ts";

const DEFAULT_FOLDER = "earnest-demo";

interface DemoOptions extends DeviceOptions {
  out?: string;
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
      `folder to write (default: "${DEFAULT_FOLDER}", replaced if it is a demo's)`,
    )
    .option("--force", "replace the output folder if it exists", false)
    .action(demo);
  return withKernelOptions(demos);
}

async function demo(options: DemoOptions): Promise<void> {
  const folder = options.out ?? DEFAULT_FOLDER;
  const force = options.force || (options.out === undefined && isDemoFolder(folder));
  const progress = progressDisplay(options.quiet);
  const earlier = await readVariants(options);
  const results = await fillFolder(
    folder,
    force,
    [],
    (temporary) =>
      // The device comes first: what is wrong with it is told before minutes are spent.
      withDevice(options, earlier, progress, async (compute, variants) => {
        const configurationPath = await prepareDemo(temporary, options.seed, progress.report);
        const configuration = await readConfiguration(configurationPath, undefined);
        const inputs = await readInputs(configuration, temporary);
        const run = runOf(configuration);
        await writeFileAtomic(join(temporary, RUN_FILE), formatRun(run));
        return await auditInto(temporary, run, inputs, compute, variants, progress);
      }),
  ).finally(() => progress.stop());
  printResults(results, folder, options.json);
}

/** Whether an earlier demo wrote the folder: then it holds what only a demo writes together. */
function isDemoFolder(path: string): boolean {
  const names = ["audit.json", "results.json", "training.csv", "openwakeword.training.npy"];
  return names.every((name) => {
    try {
      return Deno.statSync(join(path, name)).isFile;
    } catch {
      return false;
    }
  });
}

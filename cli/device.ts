/** The compute device of a command: opened with the kernels asked for, named in a note, closed at the end. */
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { leaveThreadsToWorkers } from "../src/audit/trainings/workers.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import type { Compute } from "../src/compute/compute.ts";
import { type KeptVariants, parseVariants } from "../src/compute/variants_file.ts";
import { withKernels } from "../src/compute/with_kernels.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";
import type { CommonOptions } from "./options.ts";
import type { ProgressDisplay } from "./progress.ts";

/** Values of the options of commands that train. */
export interface DeviceOptions extends CommonOptions {
  tune: boolean;
  variants?: string;
}

/** Adds the options that choose kernels. */
export function withKernelOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--tune", "time the adapter's kernels first, take the fastest").default(false)
        .conflicts("variants"),
    )
    .option("--variants <file>", "take the kernels of an earlier run: its variants.json");
}

/** The kernels of an earlier run, where the options name any. */
export async function readVariants(
  { variants: path }: DeviceOptions,
): Promise<KeptVariants | undefined> {
  if (path === undefined) return undefined;
  return parseVariants(decodeUtf8(await readInputFile(path), path), path);
}

/**
 * Runs the work on the device that the options ask for.
 *
 * @param earlier the kernels of an earlier run, instead of those shipped
 */
export async function withDevice<Result>(
  { device, tune }: DeviceOptions,
  earlier: KeptVariants | undefined,
  progress: ProgressDisplay,
  work: (compute: Compute, variants: KeptVariants) => Promise<Result>,
): Promise<Result> {
  await leaveThreadsToWorkers();
  const onNote = (note: string) => progress.note(`earnest: ${note}`);
  const options = { device, tune, variants: earlier, onProgress: progress.report, onNote };
  return await withKernels(options, work);
}

/** The compute device of a command: opened with the kernels asked for, named in a note, closed at the end. */
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { readInputFile } from "../src/basics/input_file.ts";
import type { Compute } from "../src/compute/compute.ts";
import { CHOICE_OF_CLASS, findAdapter, openCompute } from "../src/compute/open.ts";
import { type KeptVariants, parseVariants } from "../src/compute/variants_file.ts";
import { tuneVariants } from "../src/compute/webgpu/tuning.ts";
import { SHAPE_CLASSES } from "../src/compute/webgpu/variants.ts";
import { leaveThreadsToWorkers } from "../src/audit/trainings/workers.ts";
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
  options: DeviceOptions,
  earlier: KeptVariants | undefined,
  progress: ProgressDisplay,
  work: (compute: Compute, variants: KeptVariants) => Promise<Result>,
): Promise<Result> {
  await leaveThreadsToWorkers();
  const { compute: opened, notice } = await openCompute(options.device, earlier?.device);
  if (notice !== undefined) progress.note(`earnest: ${notice}`);
  const { compute, variants } = options.tune ? await tuned(opened, progress) : {
    compute: opened,
    variants: earlier ?? { device: opened.device, origin: "shipped" as const },
  };
  try {
    return await work(compute, variants);
  } finally {
    compute.close();
  }
}

/** The device, opened anew with its fastest kernels. */
async function tuned(
  compute: Compute,
  progress: ProgressDisplay,
): Promise<{ compute: Compute; variants: KeptVariants }> {
  const { device } = compute;
  if (device.class === "cpu") {
    progress.note("earnest: there is nothing to tune on the CPU");
    return { compute, variants: { device, origin: "shipped" } };
  }
  compute.close();
  const choice = CHOICE_OF_CLASS[device.class];
  const tuning = await tuneVariants(() => findAdapter(choice), progress.report);
  const chosen = SHAPE_CLASSES.map((shapes) => `${shapes} ${tuning.variants[shapes]}`).join(", ");
  progress.note(`earnest: kernels by tuning: ${chosen}`);
  const again = { ...device, variants: tuning.variants };
  return {
    compute: (await openCompute(choice, again)).compute,
    variants: { device: again, origin: "tuned", measurements: tuning.measurements },
  };
}

/**
 * A device with the kernels that a run asks for: those shipped for its class, those of an earlier run, or tuned ones.
 * @module
 */
import { endingReports, type OnProgress } from "../basics/progress.ts";
import type { Compute } from "./compute.ts";
import { CHOICE_OF_CLASS, type DeviceChoice, findAdapter, openCompute } from "./open.ts";
import type { KeptVariants } from "./variants_file.ts";
import { tuneVariants } from "./webgpu/tuning.ts";
import { SHAPE_CLASSES } from "./webgpu/variants.ts";

/** Which device is opened, and with which kernels. */
export interface KernelOptions {
  /** The device; default `auto`. */
  readonly device?: DeviceChoice | undefined;
  /** The kernels of an earlier run, instead of those shipped. */
  readonly variants?: KeptVariants | undefined;
  /** Whether the adapter's kernels are timed first, to take the fastest; default no. */
  readonly tune?: boolean | undefined;
  /** Called as tuning proceeds. */
  readonly onProgress?: OnProgress | undefined;
  /** Ends the tuning after the kernel at hand, with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called with what a user should know about the choice, a line each. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/**
 * Opens a device, does the work on it, and closes it.
 *
 * @param work gets the device and its kernels, as `variants.json` keeps them
 * @throws {DeviceError} and {InputError} as {@link openCompute}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = await withKernels({ device: "cpu" }, (compute, { origin }) =>
 *   Promise.resolve([compute.device.class, origin]));
 * assert.deepEqual(found, ["cpu", "shipped"]);
 * ```
 */
export async function withKernels<Result>(
  { device = "auto", variants: earlier, tune = false, onProgress, onNote, signal }: KernelOptions,
  work: (compute: Compute, variants: KeptVariants) => Promise<Result>,
): Promise<Result> {
  const { compute: opened, notice } = await openCompute(device, earlier?.device);
  if (notice !== undefined) onNote?.(notice);
  const { compute, variants } = tune
    ? await tuned(opened, endingReports({ onProgress, signal }), onNote)
    : {
      compute: opened,
      variants: earlier ?? { device: opened.device, origin: "shipped" as const },
    };
  try {
    return await work(compute, variants);
  } finally {
    compute.close();
  }
}

/** The device, opened again with its fastest kernels. */
async function tuned(
  compute: Compute,
  onProgress: OnProgress,
  onNote: (note: string) => void = () => {},
): Promise<{ compute: Compute; variants: KeptVariants }> {
  const { device } = compute;
  if (device.class === "cpu") {
    onNote("there is nothing to tune on the CPU");
    return { compute, variants: { device, origin: "shipped" } };
  }
  compute.close();
  const choice = CHOICE_OF_CLASS[device.class];
  const tuning = await tuneVariants(() => findAdapter(choice), onProgress);
  const chosen = SHAPE_CLASSES.map((shapes) => `${shapes} ${tuning.variants[shapes]}`).join(", ");
  onNote(`kernels by tuning: ${chosen}`);
  const again = { ...device, variants: tuning.variants };
  return {
    compute: (await openCompute(choice, again)).compute,
    variants: { device: again, origin: "tuned", measurements: tuning.measurements },
  };
}

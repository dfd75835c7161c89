/**
 * Chooses and opens the device that a command runs on.
 * @module
 */
import { DeviceError, InputError } from "../basics/errors.ts";
import { diagnose } from "./cards/diagnose.ts";
import { readSurroundings, vulkanManifests } from "./cards/surroundings.ts";
import type { Compute, DeviceDescription } from "./compute.ts";
import { openCpu } from "./cpu/cpu_compute.ts";
import { mayCallNative } from "./native/permission.ts";
import { classOf } from "./webgpu/adapter_class.ts";
import { openWebGpu } from "./webgpu/open_webgpu.ts";

/** The values of `--device`. */
export const DEVICE_CHOICES = ["auto", "gpu", "software", "native", "cpu"] as const;
/** One of {@link DEVICE_CHOICES}. */
export type DeviceChoice = typeof DEVICE_CHOICES[number];

/** The `--device` choice that opens a device of each class. */
export const CHOICE_OF_CLASS = {
  hardware: "gpu",
  software: "software",
  native: "native",
  cpu: "cpu",
} as const;

/** The parts of a {@link DeviceDescription} that are needed to open the same device again. */
export type KnownDevice = Pick<DeviceDescription, "class" | "name" | "variants">;

/** The device that was opened is not that of an earlier run, whose bits others would not give. */
export class OtherDeviceError extends InputError {
  /**
   * @param known the device of the earlier run
   * @param here the device that was opened
   */
  constructor(readonly known: KnownDevice, readonly here: KnownDevice) {
    super(
      `The kernels were chosen for ${known.name} (${known.class}), but this is ${here.name} ` +
        `(${here.class}); choose that device with --device, or leave out --variants and --resume`,
    );
  }
}

/** A device, and a notice about the choice for its user. */
export interface OpenedCompute extends Disposable {
  /** The device; the caller closes it. */
  readonly compute: Compute;
  /** One line for stderr, where `auto` chose something other than a graphics card. */
  readonly notice: string | undefined;
}

type Chosen = Pick<OpenedCompute, "compute" | "notice">;

/**
 * Opens the device that a user chose: `gpu` a graphics card, `software` a software adapter, `native` the CPU with a BLAS
 * library, `cpu` plain TypeScript. `auto` takes the first of these that works: a graphics card; `native` where native
 * code may be called and a fast library is found, which trains two to four times as fast as a software adapter; a
 * software adapter; `cpu`.
 *
 * @param as the device of an earlier run, to be opened with the same kernels so that it gives the same bits
 * @param threads threads of the native device; default those that its library takes
 * @throws {DeviceError} when `gpu`, `software` or `native` was chosen and no such device exists or works
 * @throws {InputError} when the opened device is not that of the earlier run
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * using opened = await openCompute("auto");
 * const { compute } = opened;
 * assert.deepEqual(await compute.read(compute.tensor(1, 2)), Float32Array.of(0, 0));
 * ```
 */
export async function openCompute(
  choice: DeviceChoice,
  as?: KnownDevice,
  threads?: number,
): Promise<OpenedCompute> {
  const opened = choice === "auto"
    ? await openFirst(as, threads)
    : await openChosen(choice, as, threads);
  const { compute: { device } } = opened;
  if (!as || (as.class === device.class && as.name === device.name)) {
    return { ...opened, [Symbol.dispose]: () => opened.compute.close() };
  }
  opened.compute.close();
  throw new OtherDeviceError(as, device);
}

async function openChosen(
  choice: Exclude<DeviceChoice, "auto">,
  as: KnownDevice | undefined,
  threads: number | undefined,
): Promise<Chosen> {
  if (choice === "cpu") return { compute: openCpu(), notice: undefined };
  if (choice === "native") {
    const { openNative } = await import("./native/open_native.ts");
    return { compute: await openNative(threads), notice: undefined };
  }
  return { compute: await openAdapter(await requireAdapter(choice), as), notice: undefined };
}

/**
 * Returns the adapter of that kind.
 * @throws {DeviceError} that says what to do when none exists
 */
export async function requireAdapter(choice: "gpu" | "software"): Promise<GPUAdapter> {
  const adapter = await findAdapter(choice);
  if (adapter) return adapter;
  throw new DeviceError(choice === "gpu" ? await noCard() : NO_SOFTWARE);
}

function openAdapter(adapter: GPUAdapter, as: KnownDevice | undefined): Promise<Compute> {
  return openWebGpu(adapter, as?.variants ? { variants: as.variants } : {});
}

const NO_SOFTWARE =
  "No software adapter answers; apt-get install mesa-vulkan-drivers libvulkan1, " +
  "or use --device cpu";

/** Says why no graphics card answers, where it was asked for. */
async function noCard(): Promise<string> {
  const found = diagnose(await readSurroundings());
  const [why, cure] = found === undefined
    ? ["WebGPU finds no hardware adapter", "install the card's Vulkan driver"]
    : [found.problem, found.cure];
  return `No graphics card answers: ${why}; ${cure}, or use --device auto`;
}

async function openFirst(
  as: KnownDevice | undefined,
  threads: number | undefined,
): Promise<Chosen> {
  const card = await orProblem(() => openIfThere("gpu", as));
  if (card.compute) return { compute: card.compute, notice: undefined };
  // A run that began without a library continues without it.
  const native = as && as.class !== "native"
    ? {}
    : await orProblem(() => openNativeIfFast(threads));
  const software = native.compute ? {} : await orProblem(() => openIfThere("software", as));
  const compute = native.compute ?? software.compute ?? openCpu();
  const problem = card.problem ?? native.problem ?? software.problem ?? await whyNoCard();
  return { compute, notice: `${problem}; running on ${placeOf(compute.device)}` };
}

function placeOf({ class: deviceClass, name }: DeviceDescription): string {
  if (deviceClass === "native") return `the CPU with ${name}`;
  return deviceClass === "cpu" ? "the CPU without WebGPU" : `the software adapter ${name}`;
}

async function openNativeIfFast(threads: number | undefined): Promise<Compute | undefined> {
  if (!await mayCallNative()) return undefined;
  const { openFastNative } = await import("./native/open_native.ts");
  return await openFastNative(threads);
}

async function openIfThere(
  choice: "gpu" | "software",
  as: KnownDevice | undefined,
): Promise<Compute | undefined> {
  const adapter = await findAdapter(choice);
  return adapter && await openAdapter(adapter, as);
}

/** The device, where it exists, or the reason why an existing one does not open. */
async function orProblem(
  open: () => Promise<Compute | undefined>,
): Promise<{ compute?: Compute | undefined; problem?: string }> {
  try {
    return { compute: await open() };
  } catch (thrown) {
    if (!(thrown instanceof DeviceError)) throw thrown;
    return { problem: `Warning: ${thrown.message}` };
  }
}

/** Says why no graphics card is used: none exists, none answers, or none may be looked for. */
export async function whyNoCard(): Promise<string> {
  const found = diagnose(await readSurroundings());
  if (found === undefined) return "No graphics card found";
  if (found.hidden) return `No graphics card answers, and ${found.problem}`;
  return `Warning: ${found.problem}; ${found.cure}`;
}

/** The adapter of that kind, if it exists. */
export async function findAdapter(choice: "gpu" | "software"): Promise<GPUAdapter | undefined> {
  await leaveOutOpenGl();
  const wanted = choice === "gpu" ? "hardware" : "software";
  // A software adapter that does not identify itself answers only where none is forced.
  for (const forceFallbackAdapter of choice === "software" ? [true, false] : [false]) {
    const adapter = await navigator.gpu?.requestAdapter({
      powerPreference: "high-performance",
      forceFallbackAdapter,
    });
    if (adapter && classOf(adapter) === wanted) return adapter;
  }
  return undefined;
}

/**
 * Has Deno ask Vulkan alone where Linux has a driver of it, as far as the environment may be set. It asks OpenGL, too,
 * whose libEGL frees the same memory twice where a thread that has asked ends while the process does: of 75 processes that
 * ended right after their workers 8 crashed, of 115 that asked Vulkan alone none.
 */
async function leaveOutOpenGl(): Promise<void> {
  if (typeof Deno === "undefined") return;
  if (Deno.build.os === "linux" && await isUnset("DENO_WEBGPU_BACKEND")) {
    const drivers = await vulkanManifests();
    if (drivers && drivers.length > 0) Deno.env.set("DENO_WEBGPU_BACKEND", "vulkan");
  }
  // Where OpenGL is asked, it prints a line on stderr without this variable.
  if (await isUnset("XDG_RUNTIME_DIR")) Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
}

/** Whether an environment variable may be set and has no value. */
async function isUnset(variable: string): Promise<boolean> {
  const { state } = await Deno.permissions.query({ name: "env", variable });
  return state === "granted" && !Deno.env.get(variable);
}

/**
 * Which device a command runs on.
 * @module
 */
import { DeviceError, InputError } from "../basics/errors.ts";
import type { Compute, DeviceDescription } from "./compute.ts";
import { openCpu } from "./cpu/cpu_compute.ts";
import { classOf } from "./webgpu/adapter_class.ts";
import { openWebGpu } from "./webgpu/open_webgpu.ts";

/** What `--device` takes. */
export const DEVICE_CHOICES = ["auto", "gpu", "software", "cpu"] as const;
/** One of {@link DEVICE_CHOICES}. */
export type DeviceChoice = typeof DEVICE_CHOICES[number];

/** The choice that opens a device of a class. */
export const CHOICE_OF_CLASS = { hardware: "gpu", software: "software", cpu: "cpu" } as const;

/** What must be known of a device to open it as it was: see {@link DeviceDescription}. */
export type KnownDevice = Pick<DeviceDescription, "class" | "name" | "variants">;

/** A device, and what its user should know about the choice. */
export interface OpenedCompute {
  /** The device, to be closed by whoever opened it. */
  readonly compute: Compute;
  /** One line for stderr, where `auto` took something else than a graphics card. */
  readonly notice: string | undefined;
}

/**
 * Opens the device that a user chose: `gpu` a graphics card, `software` a software adapter, `cpu` plain TypeScript,
 * `auto` the first of these that works.
 *
 * @param as the device of an earlier run, which is to be opened with the same kernels, so that it gives the same bits
 * @throws {DeviceError} when `gpu` or `software` was chosen and is not there or does not work
 * @throws {InputError} when what opens is not the device of the earlier run
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { compute } = await openCompute("auto");
 * assert.deepEqual(await compute.read(compute.tensor(1, 2)), Float32Array.of(0, 0));
 * compute.close();
 * ```
 */
export async function openCompute(
  choice: DeviceChoice,
  as?: KnownDevice,
): Promise<OpenedCompute> {
  const opened = choice === "auto" ? await openFirst(as) : await openChosen(choice, as);
  const { compute: { device } } = opened;
  if (!as || (as.class === device.class && as.name === device.name)) return opened;
  opened.compute.close();
  throw new InputError(
    `The kernels were chosen for ${as.name} (${as.class}), but this is ${device.name} ` +
      `(${device.class}); choose that device with --device, or leave out --variants and --resume`,
  );
}

async function openChosen(
  choice: Exclude<DeviceChoice, "auto">,
  as: KnownDevice | undefined,
): Promise<OpenedCompute> {
  if (choice === "cpu") return { compute: openCpu(), notice: undefined };
  return { compute: await openAdapter(await requireAdapter(choice), as), notice: undefined };
}

/**
 * The adapter of that kind.
 * @throws {DeviceError} that says what to do when there is none
 */
export async function requireAdapter(choice: "gpu" | "software"): Promise<GPUAdapter> {
  const adapter = await findAdapter(choice);
  if (!adapter) throw new DeviceError(MISSING[choice]);
  return adapter;
}

function openAdapter(adapter: GPUAdapter, as: KnownDevice | undefined): Promise<Compute> {
  return openWebGpu(adapter, as?.variants ? { variants: as.variants } : {});
}

const MISSING = {
  gpu: "No graphics card answers: WebGPU finds no hardware adapter; install the card's Vulkan " +
    "driver, or use --device auto",
  software: "No software adapter answers; apt-get install mesa-vulkan-drivers libvulkan1, or use " +
    "--device cpu",
};

async function openFirst(as: KnownDevice | undefined): Promise<OpenedCompute> {
  const card = await openIfThere("gpu", as);
  if (card.compute) return { compute: card.compute, notice: undefined };
  const { compute, problem } = await openIfThere("software", as);
  const device = compute ? `the software adapter ${compute.device.name}` : "the CPU without WebGPU";
  const notice = `${card.problem ?? problem ?? await whyNoCard()}; running on ${device}`;
  return { compute: compute ?? openCpu(), notice };
}

/** The device of that kind; or, where one is there but does not open, what the problem is. */
async function openIfThere(
  choice: "gpu" | "software",
  as: KnownDevice | undefined,
): Promise<{ compute?: Compute; problem?: string }> {
  const adapter = await findAdapter(choice);
  if (!adapter) return {};
  try {
    return { compute: await openAdapter(adapter, as) };
  } catch (thrown) {
    if (!(thrown instanceof DeviceError)) throw thrown;
    return { problem: `Warning: ${thrown.message}` };
  }
}

/** Why no graphics card is used: none is there, or none answers. */
export async function whyNoCard(): Promise<string> {
  const card = await cardFile();
  if (!card) return "No graphics card found";
  return `Warning: ${card} is there, but no hardware adapter answers (is the card's Vulkan driver ` +
    "installed?)";
}

/** The adapter of that kind, if there is one. */
export async function findAdapter(choice: "gpu" | "software"): Promise<GPUAdapter | undefined> {
  await quietenGlBackend();
  const wanted = choice === "gpu" ? "hardware" : "software";
  // A software adapter that does not say what it is answers only where none is forced.
  for (const forceFallbackAdapter of choice === "software" ? [true, false] : [false]) {
    const adapter = await navigator.gpu.requestAdapter({
      powerPreference: "high-performance",
      forceFallbackAdapter,
    });
    if (adapter && classOf(adapter) === wanted) return adapter;
  }
  return undefined;
}

/** Without XDG_RUNTIME_DIR the GL backend prints a line on stderr; where it may not be set, that line appears. */
async function quietenGlBackend(): Promise<void> {
  const { state } = await Deno.permissions.query({ name: "env", variable: "XDG_RUNTIME_DIR" });
  if (state === "granted" && !Deno.env.get("XDG_RUNTIME_DIR")) {
    Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
  }
}

/** The device file of a graphics card, where one is and may be looked for. */
export async function cardFile(): Promise<string | undefined> {
  const files: [folder: string, pattern: RegExp][] = [
    ["/dev", /^nvidia(\d|ctl)/],
    ["/dev/dri", /^renderD/],
  ];
  for (const [folder, pattern] of files) {
    const { state } = await Deno.permissions.query({ name: "read", path: folder });
    if (state !== "granted") continue;
    try {
      for await (const { name } of Deno.readDir(folder)) {
        if (pattern.test(name)) return `${folder}/${name}`;
      }
    } catch (thrown) {
      // Deno lets no program read /dev that may not read everything, whatever it was granted.
      const unseen = [Deno.errors.NotFound, Deno.errors.NotCapable, Deno.errors.PermissionDenied];
      if (!unseen.some((one) => thrown instanceof one)) throw thrown;
    }
  }
  return undefined;
}

/**
 * What a machine, a container or a job shows of its graphics cards.
 * @module
 */
import { namesIn, textOf, variables } from "./look.ts";

/** A card as its driver describes it. */
export interface Card {
  /** Its PCI address, such as `0000:3b:00.0`. */
  readonly pciAddress: string;
  /** Its model, and its UUID, where the driver gives them. */
  readonly details: string;
}

/** What was seen; a list is undefined where it may not be looked for. */
export interface Surroundings {
  /** Device files of cards, such as `/dev/nvidia0` and `/dev/dri/renderD128`. */
  readonly deviceFiles: readonly string[] | undefined;
  /** PCI addresses of the devices that each driver of cards has, by the driver's name. */
  readonly drivers: Readonly<Record<string, readonly string[]>> | undefined;
  /** The cards of NVIDIA's driver; none where it does not describe them. */
  readonly cards: readonly Card[];
  /** Whether a card is cut into instances (MIG). */
  readonly instances: boolean;
  /** Names of the Vulkan drivers' manifests, such as `nvidia_icd.json`. */
  readonly manifests: readonly string[] | undefined;
  /** Names of shared libraries. */
  readonly libraries: readonly string[] | undefined;
  /** What the program runs in. */
  readonly container: "apptainer" | "kubernetes" | "container" | undefined;
  /** Environment variables, as far as they are set and may be read. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Drivers of cards that compute; virtual cards of virtual machines have others. */
const DRIVERS = ["nvidia", "amdgpu", "radeon", "i915", "xe", "nouveau"];
const MANIFESTS = ["usr/share/vulkan/icd.d", "etc/vulkan/icd.d", "usr/local/share/vulkan/icd.d"];
const LIBRARIES = [
  ...["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"],
  ...["usr/lib/aarch64-linux-gnu", "lib/aarch64-linux-gnu"],
  "usr/lib64",
  "usr/lib",
  "usr/local/nvidia/lib64",
  ".singularity.d/libs",
];
const VARIABLES = [
  ...["NVIDIA_VISIBLE_DEVICES", "NVIDIA_DRIVER_CAPABILITIES", "CUDA_VISIBLE_DEVICES"],
  ...["SLURM_JOB_ID", "SLURM_JOB_GPUS", "SLURM_STEP_GPUS", "GPU_DEVICE_ORDINAL"],
  ...["VK_DRIVER_FILES", "VK_ICD_FILENAMES", "DENO_WEBGPU_BACKEND", "LD_LIBRARY_PATH"],
  ...["KUBERNETES_SERVICE_HOST", "DRI_PRIME", "MESA_VK_DEVICE_SELECT"],
];

/**
 * Looks around, as far as the permissions go: all of it with `-A`, names alone with `--allow-run=ls`.
 *
 * @param root the folder that the machine's folders are in
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { container, environment } = await readSurroundings();
 * assert.equal(typeof environment, "object");
 * assert.notEqual(container, "a car");
 * ```
 */
export async function readSurroundings(root = "/"): Promise<Surroundings> {
  const environment = await variables(VARIABLES);
  const folders = (environment["LD_LIBRARY_PATH"] ?? "").split(":").filter((one) => one !== "");
  return {
    deviceFiles: await deviceFiles(root),
    drivers: await drivers(join(root, "sys/bus/pci/drivers")),
    cards: await cards(join(root, "proc/driver/nvidia/gpus")),
    instances: await hasInstances(join(root, "proc/driver/nvidia/capabilities"), environment),
    manifests: await namesInAll(MANIFESTS.map((folder) => join(root, folder))),
    libraries: await namesInAll([...LIBRARIES.map((folder) => join(root, folder)), ...folders]),
    container: await container(root, environment),
    environment,
  };
}

function join(folder: string, ...names: readonly string[]): string {
  return [folder.replace(/\/$/, ""), ...names].join("/");
}

async function deviceFiles(root: string): Promise<string[] | undefined> {
  const devices = await namesIn(join(root, "dev"));
  const nodes = await namesIn(join(root, "dev/dri"));
  if (devices === undefined || nodes === undefined) return undefined;
  return [
    ...devices.filter((name) => /^nvidia(\d+|ctl)$/.test(name)).map((name) => `/dev/${name}`),
    ...nodes.filter((name) => name.startsWith("renderD")).map((name) => `/dev/dri/${name}`),
  ];
}

async function drivers(folder: string): Promise<Surroundings["drivers"]> {
  if (await namesIn(folder) === undefined) return undefined;
  const found: Record<string, readonly string[]> = {};
  for (const driver of DRIVERS) {
    const names = await namesIn(join(folder, driver)) ?? [];
    const addresses = names.filter((name) => /^[0-9a-f]{4,}:[0-9a-f]{2}:/.test(name));
    if (addresses.length > 0) found[driver] = addresses;
  }
  return found;
}

async function cards(folder: string): Promise<Card[]> {
  return await Promise.all((await namesIn(folder) ?? []).map(async (pciAddress) => {
    const text = await textOf(join(folder, pciAddress, "information")) ?? "";
    const [model, uuid] = ["Model", "GPU UUID"].map((key) =>
      new RegExp(`^${key}:\\s*(.+)$`, "m").exec(text)?.[1]?.trim()
    );
    return { pciAddress, details: [model, uuid].filter((one) => one !== undefined).join(", ") };
  }));
}

/** Instances are listed under the card's capabilities, or named by the variables that give them to a job. */
async function hasInstances(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<boolean> {
  const named = ["NVIDIA_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES"]
    .some((name) => environment[name]?.includes("MIG-"));
  if (named) return true;
  for (const name of await namesIn(folder) ?? []) {
    const instances = name.startsWith("gpu") ? await namesIn(join(folder, name, "mig")) : [];
    if (instances?.some((one) => one.startsWith("gi"))) return true;
  }
  return false;
}

async function namesInAll(folders: readonly string[]): Promise<string[] | undefined> {
  const lists = await Promise.all(folders.map(namesIn));
  if (lists.every((list) => list === undefined)) return undefined;
  return lists.flatMap((list) => list ?? []);
}

async function container(
  root: string,
  { KUBERNETES_SERVICE_HOST: kubernetes }: Readonly<Record<string, string>>,
): Promise<Surroundings["container"]> {
  const names = await namesIn(root) ?? [];
  if (names.includes(".singularity.d")) return "apptainer";
  if (kubernetes !== undefined) return "kubernetes";
  const run = await namesIn(join(root, "run")) ?? [];
  return names.includes(".dockerenv") || run.includes(".containerenv") ? "container" : undefined;
}

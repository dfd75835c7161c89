/**
 * What a machine, a container or a job shows of its graphics cards.
 * @module
 */
import { mayOpen, mayRead, namesIn, textOf, variables } from "./look.ts";

/** A card as its driver describes it. */
export interface Card {
  /** Its PCI address, such as `0000:3b:00.0`. */
  readonly pciAddress: string;
  /** Its model, and its UUID, where the driver gives them. */
  readonly details: string;
}

/** A card that no driver runs. */
export interface CardWithoutDriver {
  /** Its PCI address. */
  readonly pciAddress: string;
  /** Who made it. */
  readonly vendor: string;
}

/** What was seen; a list is undefined where it may not be looked for. */
export interface Surroundings {
  /** Device files of cards, such as `/dev/nvidia0` and `/dev/dri/renderD128`. */
  readonly deviceFiles: readonly string[] | undefined;
  /** Those of them that this user may not open; undefined where that may not be tried. */
  readonly closedFiles: readonly string[] | undefined;
  /** PCI addresses of the devices that each driver of cards has, by the driver's name. */
  readonly drivers: Readonly<Record<string, readonly string[]>> | undefined;
  /** Cards that no driver runs; none where the vendors of PCI devices may not be read. */
  readonly withoutDriver: readonly CardWithoutDriver[];
  /** The cards of NVIDIA's driver; none where it does not describe them. */
  readonly cards: readonly Card[];
  /** Whether a card is cut into instances (MIG). */
  readonly instances: boolean;
  /** Names of the Vulkan drivers' manifests that the loader takes, such as `nvidia_icd.json`. */
  readonly manifests: readonly string[] | undefined;
  /** Names of shared libraries. */
  readonly libraries: readonly string[] | undefined;
  /** What the program runs in. */
  readonly container: "apptainer" | "kubernetes" | "container" | undefined;
  /** Environment variables, as far as they are set and may be read. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether these variables may be read. */
  readonly isEnvironmentSeen: boolean;
}

/**
 * Drivers of cards that compute; virtual cards of virtual machines have others. No Vulkan driver works with `radeon`,
 * which runs the displays of old servers.
 */
const DRIVERS = ["nvidia", "amdgpu", "i915", "xe", "nouveau"];
/** Classes of PCI devices that are cards; of AMD without those of displays, which old servers have. */
const CLASSES: Readonly<Record<string, readonly [vendor: string, classes: RegExp]>> = {
  "0x10de": ["NVIDIA", /^0x03/],
  "0x1002": ["AMD", /^0x(0380|12)/],
};
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
  ...["ROCR_VISIBLE_DEVICES", "ZE_AFFINITY_MASK", "VK_ADD_DRIVER_FILES"],
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
  const found = await deviceFiles(root);
  return {
    deviceFiles: found,
    closedFiles: await closedOf(found ?? [], root),
    drivers: await drivers(join(root, "sys/bus/pci/drivers")),
    withoutDriver: await withoutDriver(join(root, "sys/bus/pci/devices")),
    cards: await cards(join(root, "proc/driver/nvidia/gpus")),
    instances: await hasInstances(join(root, "proc/driver/nvidia/capabilities"), environment),
    manifests: await vulkanManifests(root, environment),
    libraries: await namesInAll([...LIBRARIES.map((folder) => join(root, folder)), ...folders]),
    container: await container(root, environment),
    environment,
    isEnvironmentSeen: await mayRead("NVIDIA_DRIVER_CAPABILITIES"),
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
    ...devices.filter((name) => /^(nvidia(\d+|ctl)|dxg)$/.test(name)).map((name) => `/dev/${name}`),
    ...nodes.filter((name) => name.startsWith("renderD")).map((name) => `/dev/dri/${name}`),
  ];
}

/** Opening is the way to know: a job's control group closes a file whatever its mode is. */
async function closedOf(files: readonly string[], root: string): Promise<string[] | undefined> {
  const closed: string[] = [];
  for (const file of files) {
    const may = await mayOpen(join(root, file));
    if (may === undefined) return undefined;
    if (!may) closed.push(file);
  }
  return closed;
}

async function withoutDriver(folder: string): Promise<CardWithoutDriver[]> {
  const found: CardWithoutDriver[] = [];
  for (const pciAddress of await namesIn(folder) ?? []) {
    const read = (key: string) => textOf(join(folder, pciAddress, key));
    const [vendor, classes] = CLASSES[(await read("vendor") ?? "").trim()] ?? [];
    if (vendor === undefined || !classes!.test(await read("class") ?? "")) continue;
    const names = await namesIn(join(folder, pciAddress)) ?? ["driver"];
    if (!names.includes("driver")) found.push({ pciAddress, vendor });
  }
  return found;
}

/**
 * Returns the names of the Vulkan drivers' manifests that the loader takes: those that variables name are files or folders.
 *
 * @returns undefined where they may not be looked for
 */
export async function vulkanManifests(
  root = "/",
  given?: Readonly<Record<string, string>>,
): Promise<string[] | undefined> {
  const environment = given ?? await variables(VARIABLES);
  const chosen = environment["VK_DRIVER_FILES"] ?? environment["VK_ICD_FILENAMES"];
  const named = (chosen ?? environment["VK_ADD_DRIVER_FILES"] ?? "").split(":").filter(Boolean);
  const lists = named.map(async (path) => {
    if (!path.endsWith(".json")) return await namesIn(join(root, path));
    const [folder, name] = [path.slice(0, path.lastIndexOf("/")), path.split("/").at(-1)];
    return (await namesIn(join(root, folder)))?.filter((one) => one === name);
  });
  const usual = chosen === undefined ? MANIFESTS : [];
  return merged(await Promise.all([...usual.map((one) => namesIn(join(root, one))), ...lists]));
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
  return merged(await Promise.all(folders.map(namesIn)));
}

function merged(lists: readonly (readonly string[] | undefined)[]): string[] | undefined {
  if (lists.every((list) => list === undefined)) return undefined;
  return lists.flatMap((list) => list ?? []);
}

async function container(
  root: string,
  { KUBERNETES_SERVICE_HOST: kubernetes, NVIDIA_DRIVER_CAPABILITIES: capabilities }: Readonly<
    Record<string, string>
  >,
): Promise<Surroundings["container"]> {
  const names = await namesIn(root) ?? [];
  if (names.includes(".singularity.d")) return "apptainer";
  const secrets = ["run/secrets", "var/run/secrets"].map((folder) => namesIn(join(root, folder)));
  const isPod = (await Promise.all(secrets)).some((list) => list?.includes("kubernetes.io"));
  if (kubernetes !== undefined || isPod) return "kubernetes";
  // Not every engine leaves a mark, but all set this variable for NVIDIA's container toolkit.
  if (capabilities !== undefined || names.includes(".dockerenv")) return "container";
  const run = await namesIn(join(root, "run")) ?? [];
  return run.includes(".containerenv") ? "container" : undefined;
}

/**
 * Says why no graphics card answers, and what helps.
 *
 * Each cure has a public source. Nothing is said of a machine that shows no card.
 * @module
 */
import { quotable } from "../../basics/printable.ts";
import type { Surroundings } from "./surroundings.ts";

/** What is wrong, and what helps. */
export interface Diagnosis {
  /** What is wrong, without a period. */
  readonly problem: string;
  /** What helps, in words that continue the problem. */
  readonly cure: string;
  /** Where the cure comes from; absent where it needs none. */
  readonly source?: string;
  /** Whether nothing is known to be wrong, since it may not be looked for. */
  readonly hidden?: true;
}

const GRAPHICS =
  "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html";
const TOOLKIT_16 = "https://github.com/NVIDIA/nvidia-container-toolkit/issues/16";
const APPTAINER_2210 = "https://github.com/apptainer/apptainer/issues/2210";
const COMPONENTS =
  "https://download.nvidia.com/XFree86/Linux-x86_64/565.57.01/README/installedcomponents.html";
const MIG =
  "https://docs.nvidia.com/datacenter/tesla/mig-user-guide/deployment-considerations.html";
const GRES = "https://slurm.schedmd.com/gres.html";
const LOADER = "https://vulkan.lunarg.com/doc/view/latest/linux/LoaderDriverInterface.html";
const KUBERNETES = "https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/";
const MESA = "https://docs.mesa3d.org/systems.html";

/** A check: a diagnosis, or undefined where it finds nothing. */
type Check = (seen: Surroundings) => Diagnosis | undefined;

/**
 * Says why no hardware adapter answers; undefined where no card is to be seen. Call it only where none answers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readSurroundings } from "./surroundings.ts";
 * const seen = await readSurroundings();
 * assert.equal(diagnose({ ...seen, deviceFiles: [], drivers: {}, cards: [], instances: false }), undefined);
 * const hidden = diagnose({ ...seen, deviceFiles: undefined, drivers: {}, cards: [] });
 * assert.match(hidden!.problem, /cannot be seen/);
 * ```
 */
export function diagnose(seen: Surroundings): Diagnosis | undefined {
  if (seen.deviceFiles === undefined) {
    return {
      problem: "whether this machine has a graphics card cannot be seen under these permissions",
      cure: "run doctor with -A, or with --allow-run=ls",
      hidden: true,
    };
  }
  const checks = isNvidia(seen) ? [...OF_NVIDIA, ...OF_ALL] : isMesa(seen) ? OF_MESA : [askedFor];
  for (const check of checks) {
    const found = check(seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What NVIDIA's driver makes is evidence of a card; a variable is none, since images and jobs set it wherever they run. */
function isNvidia({ deviceFiles, drivers, cards }: Surroundings): boolean {
  return cards.length > 0 || "nvidia" in (drivers ?? {}) ||
    deviceFiles!.some((file) => file.startsWith("/dev/nvidia"));
}

/** Virtual machines have render nodes of virtual cards, whose drivers are none of those that are looked for. */
function isMesa({ deviceFiles, drivers }: Surroundings): boolean {
  if (drivers !== undefined) return Object.keys(drivers).length > 0;
  return deviceFiles!.some((file) => file.startsWith("/dev/dri/"));
}

/** Files of NVIDIA's cards, without that of the driver itself. */
function cardFiles({ deviceFiles }: Surroundings): readonly string[] {
  return deviceFiles!.filter((file) => /^\/dev\/nvidia\d/.test(file));
}

/** A name for what was seen, for the beginning of a sentence. */
function cardName(seen: Surroundings): string {
  return cardFiles(seen)[0] ?? seen.cards[0]?.pciAddress ?? "a card";
}

function lacks({ libraries }: Surroundings, name: string): boolean {
  return libraries !== undefined && !libraries.some((one) => one.startsWith(name));
}

const wrongBackend: Check = ({ environment: { DENO_WEBGPU_BACKEND: backend } }) =>
  backend === undefined || backend.includes("vulkan") ? undefined : {
    problem: `DENO_WEBGPU_BACKEND is "${backend}", so Vulkan is not asked`,
    cure: "unset it",
  };

const otherDrivers: Check = ({ environment: { VK_DRIVER_FILES, VK_ICD_FILENAMES } }) => {
  const files = VK_DRIVER_FILES ?? VK_ICD_FILENAMES;
  if (files === undefined || /nvidia|radeon|intel|amd/i.test(files)) return undefined;
  const name = VK_DRIVER_FILES === undefined ? "VK_ICD_FILENAMES" : "VK_DRIVER_FILES";
  return {
    problem: `${name} names no driver of the card ("${files}")`,
    cure: "unset it",
    source: LOADER,
  };
};

const noLoader: Check = (seen) =>
  !lacks(seen, "libvulkan.so.1") ? undefined : {
    problem: "a card is there, but not the Vulkan loader, libvulkan.so.1",
    cure: "apt-get install libvulkan1 (in an image: as one of its steps)",
    source: LOADER,
  };

const cutIntoInstances: Check = ({ instances }) =>
  !instances ? undefined : {
    problem: "the card is cut into instances (MIG), which on most cards offer no graphics APIs, " +
      "Vulkan among them",
    cure: "ask for a whole card (nvidia-smi -mig 0 on the node), or use --device software",
    source: MIG,
  };

const notGiven: Check = (seen) => {
  if (cardFiles(seen).length > 0) return undefined;
  const { container, environment: { SLURM_JOB_ID } } = seen;
  if (container === "kubernetes") {
    return {
      problem: "the node has a card of NVIDIA that this pod is not given",
      cure: 'give the container the limit "nvidia.com/gpu: 1"',
      source: KUBERNETES,
    };
  }
  if (container === "apptainer") {
    return {
      problem: "the machine has a card of NVIDIA that this container is not given",
      cure: "start it with --nv",
      source: APPTAINER_2210,
    };
  }
  if (container !== undefined) {
    return {
      problem: "the machine has a card of NVIDIA that this container is not given",
      cure: "start it with --gpus all --runtime=nvidia -e NVIDIA_DRIVER_CAPABILITIES=all",
      source: GRAPHICS,
    };
  }
  if (SLURM_JOB_ID !== undefined && !isGiven(seen)) return notInJob;
  return {
    problem: "NVIDIA's driver is loaded, but /dev has no file of the card",
    cure: "run nvidia-smi once as root, which makes it",
    source: COMPONENTS,
  };
};

const notInJob: Diagnosis = {
  problem: "this Slurm job is not given a card",
  cure: "ask for one: --gres=gpu:1",
  source: GRES,
};

const noGres: Check = (seen) =>
  seen.environment["SLURM_JOB_ID"] !== undefined && !isGiven(seen) ? notInJob : undefined;

/** Whether Slurm gave the job a card. */
function isGiven({ environment }: Surroundings): boolean {
  return [...OF_SLURM, "CUDA_VISIBLE_DEVICES", "GPU_DEVICE_ORDINAL"]
    .some((name) => environment[name] !== undefined);
}

const OF_SLURM = ["SLURM_JOB_GPUS", "SLURM_STEP_GPUS"];

/** Only a variable names a card. Images made for CUDA ask for all, which says nothing. */
const askedFor: Check = ({ container, environment }) => {
  const named = [...OF_SLURM, "NVIDIA_VISIBLE_DEVICES"].find((name) =>
    /^(GPU-|MIG-|\d)/.test(environment[name] ?? "")
  );
  if (named === undefined) return undefined;
  const [who, cure, source] = named !== "NVIDIA_VISIBLE_DEVICES"
    ? [
      "this Slurm job",
      "run it on the job's node (srun), and see there what nvidia-smi says",
      GRES,
    ]
    : container === undefined
    ? ["the environment", "see what nvidia-smi says, or unset it"]
    : [
      "this container",
      "see what nvidia-smi says on the machine; if it has a card, start the container with it",
      GRAPHICS,
    ];
  const card = quotable(environment[named]!);
  const problem = `${who} asks for card ${card} (${named}), but none is to be seen here`;
  return { problem, cure: cure!, ...(source === undefined ? {} : { source }) };
};

const noManifest: Check = (seen) => {
  const { manifests, container, environment } = seen;
  const manifest = manifests?.some((name) => name.startsWith("nvidia"));
  const driver = !lacks(seen, "libGLX_nvidia.so") || !lacks(seen, "libEGL_nvidia.so");
  if (manifests === undefined || (manifest && driver)) return undefined;
  const missing = driver ? "its Vulkan manifest, nvidia_icd.json" : "its Vulkan driver";
  const problem = `${cardName(seen)} is there, but not ${missing}`;
  if (container === undefined) {
    return {
      problem,
      cure: "install the driver's graphics part, which headless packages leave out (Debian: " +
        "nvidia-driver-libs; Ubuntu: libnvidia-gl of the driver's version)",
      source: COMPONENTS,
    };
  }
  if (container === "apptainer") {
    return {
      problem,
      cure: "add --bind /usr/share/vulkan/icd.d/nvidia_icd.json to --nv, if the host has that file",
      source: APPTAINER_2210,
    };
  }
  const capabilities = environment["NVIDIA_DRIVER_CAPABILITIES"];
  if (capabilities !== undefined && /\b(all|graphics)\b/.test(capabilities)) {
    return {
      problem: `${problem}, although NVIDIA_DRIVER_CAPABILITIES has graphics`,
      cure: "install the graphics part of the driver on the host, start with --runtime=nvidia " +
        "beside --gpus, and use a newer container toolkit (1.12.1 mounts the manifest)",
      source: TOOLKIT_16,
    };
  }
  const found = capabilities === undefined ? "" : ` (NVIDIA_DRIVER_CAPABILITIES=${capabilities})`;
  return {
    problem: `${problem}: the container has no capability "graphics"${found}`,
    cure: "start it with -e NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics",
    source: GRAPHICS,
  };
};

const PACKAGES = {
  "libXext.so.6": "libxext6",
  "libX11.so.6": "libx11-6",
  "libEGL.so.1": "libegl1",
};

const noLibraries: Check = (seen) => {
  const missing = Object.entries(PACKAGES).filter(([library]) => lacks(seen, library));
  if (missing.length === 0) return undefined;
  return {
    problem: `NVIDIA's Vulkan driver cannot load without ${missing.map(([one]) => one).join(", ")}`,
    cure: `apt-get install ${missing.map(([, name]) => name).join(" ")}`,
    source: TOOLKIT_16,
  };
};

const unknown: Check = (seen) => ({
  problem: `${cardName(seen)} and its Vulkan driver are there, but no hardware adapter answers`,
  cure:
    "see what vulkaninfo --summary says (apt-get install vulkan-tools); after an update of the " +
    "driver without a restart, its parts may differ",
});

const OF_ALL: readonly Check[] = [unknown];

const OF_NVIDIA: readonly Check[] = [
  cutIntoInstances,
  notGiven,
  noGres,
  wrongBackend,
  noLoader,
  otherDrivers,
  noManifest,
  noLibraries,
];

const noMesa: Check = ({ manifests, deviceFiles, container }) => {
  const [file] = deviceFiles!;
  if (file === undefined) {
    return container === undefined ? undefined : {
      problem: "the machine has a card that this container is not given",
      cure: "start it with --device /dev/dri",
      source: MESA,
    };
  }
  const has = manifests?.some((name) => /^(radeon|intel|amd|nouveau)/.test(name));
  if (manifests === undefined || has) return undefined;
  return {
    problem: `${file} is there, but no Vulkan driver of an AMD or Intel card`,
    cure: "apt-get install mesa-vulkan-drivers libvulkan1",
    source: MESA,
  };
};

const notAllowed: Check = ({ deviceFiles: [file] = [] }) =>
  file === undefined ? undefined : {
    problem: `${file} and its Vulkan driver are there, but no hardware adapter answers`,
    cure:
      "add yourself to the group that may use it (usermod -aG render $USER, then log in again), " +
      "and see what vulkaninfo --summary says",
    source: MESA,
  };

const OF_MESA: readonly Check[] = [wrongBackend, noLoader, otherDrivers, noMesa, notAllowed];

/**
 * What keeps a card of NVIDIA from answering.
 * @module
 */
import {
  areClosed,
  type Check,
  type Diagnosis,
  isJobWithoutCard,
  KUBERNETES,
  lacks,
  moreWithAll,
  NOT_IN_JOB,
  OF_LOADER,
} from "./diagnosis.ts";
import type { Surroundings } from "./surroundings.ts";

/** What NVIDIA says of a container's capabilities. */
export const GRAPHICS =
  "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html";
const TOOLKIT_16 = "https://github.com/NVIDIA/nvidia-container-toolkit/issues/16";
const RUNTIME_CLASS = "https://github.com/NVIDIA/k8s-device-plugin/pull/1304";
const APPTAINER_2210 = "https://github.com/apptainer/apptainer/issues/2210";
const COMPONENTS =
  "https://download.nvidia.com/XFree86/Linux-x86_64/565.57.01/README/installedcomponents.html";
const FILES = "https://download.nvidia.com/XFree86/Linux-x86_64/565.57.01/README/faq.html";
const MIG =
  "https://docs.nvidia.com/datacenter/tesla/mig-user-guide/deployment-considerations.html";

/** What NVIDIA's driver makes is evidence of a card; a variable is none, since images and jobs set it wherever they run. */
export function isNvidia({ deviceFiles, drivers, cards }: Surroundings): boolean {
  return cards.length > 0 || "nvidia" in (drivers ?? {}) ||
    deviceFiles!.some((file) => file.startsWith("/dev/nvidia"));
}

/** Files of NVIDIA's cards, without that of the driver itself. */
function cardFiles({ deviceFiles }: Surroundings): readonly string[] {
  return deviceFiles!.filter((file) => /^\/dev\/nvidia\d/.test(file));
}

/** A name for what was seen, for the beginning of a sentence. */
function cardName(seen: Surroundings): string {
  return cardFiles(seen)[0] ?? seen.cards[0]?.pciAddress ?? "a card";
}

const cutIntoInstances: Check = ({ instances }) =>
  !instances ? undefined : {
    problem: "the card is cut into instances (MIG), which on most cards offer no graphics APIs, " +
      "Vulkan among them",
    cure: "ask for a whole card (nvidia-smi -mig 0 on the node), or use --device software",
    source: MIG,
  };

const notGiven: Check = (seen) => {
  if (cardFiles(seen).length > 0) return undefined;
  if (seen.container === "kubernetes") return notInPod(seen);
  if (seen.container === "apptainer") {
    return {
      problem: "the machine has a card of NVIDIA that this container is not given",
      cure: "start it with --nv",
      source: APPTAINER_2210,
    };
  }
  if (seen.container !== undefined) {
    return {
      problem: "the machine has a card of NVIDIA that this container is not given",
      cure: "start it with --gpus all --runtime=nvidia -e NVIDIA_DRIVER_CAPABILITIES=all",
      source: GRAPHICS,
    };
  }
  if (isJobWithoutCard(seen)) return NOT_IN_JOB;
  return {
    problem: "NVIDIA's driver is loaded, but /dev has no file of the card",
    cure: "run nvidia-smi once as root, which makes it",
    source: COMPONENTS,
  };
};

/** The device plugin sets the variable of a pod that has the limit; NVIDIA's runtime is what acts on it. */
function notInPod({ environment }: Surroundings): Diagnosis {
  if (/^(GPU-|MIG-|\d)/.test(environment["NVIDIA_VISIBLE_DEVICES"] ?? "")) {
    return {
      problem: "this pod is given a card of NVIDIA, but its container runtime does not mount it",
      cure: 'give the pod "runtimeClassName: nvidia"',
      source: RUNTIME_CLASS,
    };
  }
  return {
    problem: "the node has a card of NVIDIA that this pod is not given",
    cure: 'give the container the limit "nvidia.com/gpu: 1"',
    source: KUBERNETES,
  };
}

/** Jobs see the files of all cards, and may open those that they are given. */
const notAllowed: Check = (seen) => {
  const files = cardFiles(seen);
  const closed = areClosed(seen, files);
  if (closed !== false && isJobWithoutCard(seen)) return NOT_IN_JOB;
  if (!closed) return undefined;
  const [file] = files;
  return {
    problem: `this user may not open ${file}`,
    cure: `add yourself to its group (ls -l ${file} names it; then log in again), or ask for ` +
      "access to the card",
    source: FILES,
  };
};

const noManifest: Check = (seen) => {
  const { manifests, container } = seen;
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
  return notMounted(seen, problem);
};

/** What NVIDIA's container toolkit did not mount. */
function notMounted(
  { container, environment, isEnvironmentSeen }: Surroundings,
  problem: string,
): Diagnosis {
  const isPod = container === "kubernetes";
  const capabilities = environment["NVIDIA_DRIVER_CAPABILITIES"];
  if (capabilities !== undefined && /\b(all|graphics)\b/.test(capabilities)) {
    const start = isPod
      ? 'give the pod "runtimeClassName: nvidia"'
      : "start with --runtime=nvidia beside --gpus";
    return {
      problem: `${problem}, although NVIDIA_DRIVER_CAPABILITIES has graphics`,
      cure: `install the graphics part of the driver on the host, ${start}, and use a newer ` +
        "container toolkit (1.12.1 mounts the manifest)",
      source: TOOLKIT_16,
    };
  }
  const lacking = isEnvironmentSeen ? "the container has" : "perhaps the container has";
  const found = capabilities === undefined ? "" : ` (NVIDIA_DRIVER_CAPABILITIES=${capabilities})`;
  const wanted = "NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics";
  return {
    problem: `${problem}: ${lacking} no capability "graphics"${found}`,
    cure: isPod ? `set ${wanted} in the container's "env"` : `start it with -e ${wanted}`,
    source: GRAPHICS,
  };
}

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
    `driver without a restart, its parts may differ${moreWithAll(seen)}`,
});

/** The checks, in the order of their causes; the last one always finds something. */
export const OF_NVIDIA: readonly Check[] = [
  cutIntoInstances,
  notGiven,
  notAllowed,
  ...OF_LOADER,
  noManifest,
  noLibraries,
  unknown,
];

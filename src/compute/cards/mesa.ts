/**
 * What keeps a card of AMD or Intel, or one on the free driver nouveau, from answering.
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

const MESA = "https://docs.mesa3d.org/systems.html";
const NVK = "https://docs.mesa3d.org/drivers/nvk.html";
const GROUPS =
  "https://rocm.docs.amd.com/projects/install-on-linux/en/latest/install/prerequisites.html";

/** Mesa's names for the drivers of each kernel driver. */
const NAMES: Readonly<Record<string, string>> = {
  amdgpu: "radeon",
  i915: "intel",
  xe: "intel",
  nouveau: "nouveau",
};

function nodesOf({ deviceFiles }: Surroundings): string[] {
  return deviceFiles!.filter((file) => file.startsWith("/dev/dri/"));
}

const notGiven: Check = (seen) => {
  if (nodesOf(seen).length > 0) return undefined;
  const container = seen.container === undefined ? "process" : "container";
  const problem = `the machine has a card (${cardIn(seen)}) that this ${container} is not given`;
  if (seen.container !== "kubernetes") {
    const cure = "start it with --device /dev/dri";
    return { problem, cure: seen.container ? cure : `in a container: ${cure}`, source: MESA };
  }
  return {
    problem,
    cure: 'give the pod the limit "amd.com/gpu: 1" or "gpu.intel.com/i915: 1", after its device ' +
      "plugin",
    source: KUBERNETES,
  };
};

/** The kernel driver and address of a card. */
function cardIn({ drivers }: Surroundings): string {
  const [driver, addresses] = Object.entries(drivers ?? {})[0] ?? ["PCI", []];
  return [driver, ...addresses.slice(0, 1)].join(" at ");
}

const noDriver: Check = (seen) => {
  const { manifests, drivers } = seen;
  if (manifests === undefined) return undefined;
  const names = drivers === undefined
    ? Object.values(NAMES)
    : Object.keys(drivers).flatMap((driver) => NAMES[driver] ?? []);
  // The driver amdvlk is a file of AMD's own.
  const has = (name: string) =>
    (manifests.some((one) => one.startsWith(name)) && !lacks(seen, `libvulkan_${name}`)) ||
    (name === "radeon" && manifests.some((one) => one.startsWith("amd")));
  if (names.some(has)) return undefined;
  const [file] = nodesOf(seen);
  if (names.every((name) => name === "nouveau")) {
    return {
      problem: `${file} has the free driver nouveau, for which no Vulkan driver is there`,
      cure: "install NVIDIA's driver (Debian: nvidia-driver), or Mesa with NVK (nouveau_icd)",
      source: NVK,
    };
  }
  return {
    problem: `${file} is there, but no Vulkan driver of an AMD or Intel card`,
    cure: "apt-get install mesa-vulkan-drivers libvulkan1",
    source: MESA,
  };
};

const notAllowed: Check = (seen): Diagnosis | undefined => {
  const nodes = nodesOf(seen);
  const closed = areClosed(seen, nodes);
  if (closed !== false && isJobWithoutCard(seen)) return NOT_IN_JOB;
  const there = `${nodes[0]} and its Vulkan driver are there, but`;
  const look = "see what vulkaninfo --summary says (apt-get install vulkan-tools)";
  if (closed === false) return { problem: `${there} no hardware adapter answers`, cure: look };
  const join = seen.container === undefined
    ? "add yourself to the group that may use it (usermod -aG render $USER, then log in again)"
    : `start the container with --group-add and the group of ${nodes[0]} (stat -c %g says it)`;
  return {
    problem: closed ? `${there} this user may not open it` : `${there} no hardware adapter answers`,
    cure: closed ? join : `${join}, and ${look}${moreWithAll(seen)}`,
    source: GROUPS,
  };
};

/** The checks, in the order of their causes; the last one always finds something. */
export const OF_MESA: readonly Check[] = [notGiven, ...OF_LOADER, noDriver, notAllowed];

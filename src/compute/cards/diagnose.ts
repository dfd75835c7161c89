/**
 * Says why no graphics card answers, and what helps.
 *
 * Each cure has a public source. Nothing is said of a machine that shows no card.
 * @module
 */
import { quotable } from "../../basics/printable.ts";
import { type Check, type Diagnosis, GRES, OF_SLURM } from "./diagnosis.ts";
import { OF_MESA } from "./mesa.ts";
import { GRAPHICS, isNvidia, OF_NVIDIA } from "./nvidia.ts";
import type { Surroundings } from "./surroundings.ts";

const WSL = "https://github.com/microsoft/wslg/issues/40";
const INSTALLATION = "https://docs.nvidia.com/datacenter/tesla/driver-installation-guide/";

/**
 * Says why no hardware adapter answers; undefined where no card is to be seen. Call it only where none answers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readSurroundings } from "./surroundings.ts";
 * const seen = await readSurroundings();
 * const none = { deviceFiles: [], drivers: {}, cards: [], instances: false, withoutDriver: [] };
 * assert.equal(diagnose({ ...seen, ...none }), undefined);
 * const hidden = diagnose({ ...seen, ...none, deviceFiles: undefined });
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
  for (const check of checksFor(seen)) {
    const found = check(seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function checksFor(seen: Surroundings): readonly Check[] {
  if (isNvidia(seen)) return OF_NVIDIA;
  return isMesa(seen) ? OF_MESA : [windows, noDriver, askedFor];
}

/** Virtual machines have render nodes of virtual cards, whose drivers are none of those that are looked for. */
function isMesa({ deviceFiles, drivers }: Surroundings): boolean {
  if (drivers !== undefined) return Object.keys(drivers).length > 0;
  return deviceFiles!.some((file) => file.startsWith("/dev/dri/"));
}

const windows: Check = ({ deviceFiles }) =>
  !deviceFiles!.includes("/dev/dxg") ? undefined : {
    problem: "this is Linux inside Windows (WSL), which shows its card to DirectX, not to Vulkan",
    cure: "run Earnest with Deno for Windows",
    source: WSL,
  };

const noDriver: Check = ({ withoutDriver: [card], container }) =>
  card === undefined ? undefined : {
    problem: `the machine has a card of ${card.vendor} at ${card.pciAddress}, but no driver of it`,
    cure: (card.vendor === "AMD"
      ? "load its kernel driver (modprobe amdgpu; cloud kernels leave it out)"
      : "install NVIDIA's driver with its graphics part (Debian: nvidia-driver)") +
      (container === undefined ? "" : " on the machine itself"),
    ...(card.vendor === "AMD" ? {} : { source: INSTALLATION }),
  };

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

/**
 * What is wrong with a card, and the checks that every card has in common.
 * @module
 */
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

/** A check: a diagnosis, or undefined where it finds nothing. */
export type Check = (seen: Surroundings) => Diagnosis | undefined;

/** Where the cures of pods come from. */
export const KUBERNETES = "https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/";
/** Where Slurm's cure comes from. */
export const GRES = "https://slurm.schedmd.com/gres.html";
const LOADER = "https://vulkan.lunarg.com/doc/view/latest/linux/LoaderDriverInterface.html";

/** Whether no library's name starts so. */
export function lacks({ libraries }: Surroundings, name: string): boolean {
  return libraries !== undefined && !libraries.some((one) => one.startsWith(name));
}

/** Whether this user may open none of the files; undefined where that may not be tried. */
export function areClosed(
  { closedFiles }: Surroundings,
  files: readonly string[],
): boolean | undefined {
  return closedFiles && files.every((file) => closedFiles.includes(file));
}

/** What shows more, where this process may not look at all. */
export function moreWithAll({ closedFiles }: Surroundings): string {
  return closedFiles === undefined
    ? "; doctor with -A also sees who may open it, and the job's variables"
    : "";
}

const wrongBackend: Check = ({ environment: { DENO_WEBGPU_BACKEND: backend } }) =>
  backend === undefined || backend.includes("vulkan") ? undefined : {
    problem: `DENO_WEBGPU_BACKEND is "${backend}", so Vulkan is not asked`,
    cure: "unset it",
  };

const noLoader: Check = (seen) =>
  !lacks(seen, "libvulkan.so.1") ? undefined : {
    problem: "a card is there, but not the Vulkan loader, libvulkan.so.1",
    cure: "apt-get install libvulkan1 (in an image: as one of its steps)",
    source: LOADER,
  };

const otherDrivers: Check = ({ manifests, environment }) => {
  const name = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"].find((one) => one in environment);
  const files = environment[name ?? ""];
  if (files === undefined || manifests?.some((one) => OF_CARDS.test(one))) return undefined;
  const isOfCard = OF_CARDS.test(files);
  if (isOfCard && manifests === undefined) return undefined;
  const wrong = isOfCard ? "names no file that is there" : "names no driver of the card";
  return { problem: `${name} ${wrong} ("${files}")`, cure: "unset it", source: LOADER };
};

const OF_CARDS = /nvidia|radeon|intel|amd|nouveau/i;

/** What keeps Vulkan from being asked, whatever the card is. */
export const OF_LOADER: readonly Check[] = [wrongBackend, noLoader, otherDrivers];

/** What is said of a Slurm job that has no card. */
export const NOT_IN_JOB: Diagnosis = {
  problem: "this Slurm job is not given a card",
  cure: "ask for one: --gres=gpu:1",
  source: GRES,
};

/** Variables that name the cards of a Slurm job. */
export const OF_SLURM = ["SLURM_JOB_GPUS", "SLURM_STEP_GPUS"];
const OF_JOBS = [
  ...OF_SLURM,
  ...["CUDA_VISIBLE_DEVICES", "GPU_DEVICE_ORDINAL", "ROCR_VISIBLE_DEVICES", "ZE_AFFINITY_MASK"],
];

/** Whether this is a Slurm job that was given no card; jobs without one may have `NoDevFiles` instead. */
export function isJobWithoutCard({ environment }: Surroundings): boolean {
  return environment["SLURM_JOB_ID"] !== undefined &&
    !OF_JOBS.some((name) => (environment[name] ?? "NoDevFiles") !== "NoDevFiles");
}

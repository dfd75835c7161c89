/**
 * A step of the device check: prints the card, its driver and the WebGPU adapter as JSON.
 * @module
 */
import { messageOf } from "../../src/basics/errors.ts";
import { findAdapter } from "../../src/compute/open.ts";
import { classOf } from "../../src/compute/webgpu/adapter_class.ts";
import { type VulkanDevice, vulkanDevices } from "./vulkan.ts";

/** Everything that WebGPU reports of an adapter. */
export interface DescribedAdapter {
  /** "hardware" or "software", which selects the kernels. */
  readonly class: string;
  readonly info: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, number>>;
  readonly features: readonly string[];
}

/** The card's description. */
export interface FoundAdapter {
  /** The adapter that the other steps use; absent where none answers. */
  readonly adapter?: DescribedAdapter;
  /** The devices that the Vulkan loader lists. */
  readonly vulkan: readonly VulkanDevice[];
  /** Why the loader lists none. */
  readonly vulkanProblem?: string;
  /** What `nvidia-smi` reports of card, driver, memory and clocks. */
  readonly nvidia?: string;
}

const NVIDIA_QUERY = "name,driver_version,memory.total,clocks.max.sm,clocks.max.mem,power.limit";

async function findAll(): Promise<FoundAdapter> {
  const adapter = await findAdapter("gpu") ?? await findAdapter("software");
  const nvidia = await nvidiaText();
  return {
    ...(adapter && { adapter: describeAll(adapter) }),
    ...drivers(),
    ...(nvidia !== undefined && { nvidia }),
  };
}

function describeAll(adapter: GPUAdapter): DescribedAdapter {
  const { vendor, architecture, device, description } = adapter.info;
  return {
    class: classOf(adapter),
    info: { vendor, architecture, device, description },
    limits: Object.fromEntries(
      gettersOf(adapter.limits).map((name) => [name, adapter.limits[name]]).sort(),
    ),
    features: [...adapter.features].sort(),
  };
}

/** Limits are getters of the prototype. */
function gettersOf(limits: GPUSupportedLimits): (keyof GPUSupportedLimits & string)[] {
  const descriptors = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(limits));
  return Object.entries(descriptors).filter(([, { get }]) => get)
    .map(([name]) => name as keyof GPUSupportedLimits & string);
}

function drivers(): Pick<FoundAdapter, "vulkan" | "vulkanProblem"> {
  try {
    return { vulkan: vulkanDevices() };
  } catch (thrown) {
    return { vulkan: [], vulkanProblem: messageOf(thrown) };
  }
}

async function nvidiaText(): Promise<string | undefined> {
  try {
    const args = [`--query-gpu=${NVIDIA_QUERY}`, "--format=csv,noheader"];
    const { success, stdout } = await new Deno.Command("nvidia-smi", { args }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}

if (import.meta.main) console.log(JSON.stringify(await findAll()));

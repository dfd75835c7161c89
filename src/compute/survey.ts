/**
 * Lists the devices of this machine, and what is missing.
 * @module
 */
import type { DeviceDescription } from "./compute.ts";
import { openCpu } from "./cpu/cpu_compute.ts";
import { cardFile, findAdapter } from "./open.ts";
import { describeAdapter } from "./webgpu/adapter.ts";

/** A device that can be opened. */
export interface SurveyedDevice extends DeviceDescription {
  /** The value of `--device` that selects it. */
  readonly choice: "gpu" | "software" | "cpu";
  /** WebGPU limits that bound the size of tensors; none on the CPU. */
  readonly limits: Readonly<Record<string, number>>;
  /** WebGPU features. */
  readonly features: readonly string[];
}

/** Devices, best first, and advice. */
export interface Survey {
  /** Hardware adapter, software adapter and CPU, as far as they exist. */
  readonly devices: readonly SurveyedDevice[];
  /** One sentence for each missing part and how to install it; empty when nothing is missing. */
  readonly advice: readonly string[];
}

const LIMITS = [
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupStorageSize",
] as const;

/** Lists devices without opening them. */
export async function surveyDevices(): Promise<Survey> {
  const devices: SurveyedDevice[] = [];
  for (const choice of ["gpu", "software"] as const) {
    const adapter = await findAdapter(choice);
    if (!adapter) continue;
    devices.push({
      ...describeAdapter(adapter),
      choice,
      limits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
      features: [...adapter.features].sort(),
    });
  }
  devices.push({ ...openCpu().device, choice: "cpu", limits: {}, features: [] });
  return { devices, advice: adviceOn(devices, await cardFile()) };
}

function adviceOn(devices: readonly SurveyedDevice[], card: string | undefined): string[] {
  const has = (choice: string) => devices.some((device) => device.choice === choice);
  const advice: string[] = [];
  if (card && !has("gpu")) {
    advice.push(
      `${card} exists, but no hardware adapter answers: install the Vulkan driver of the card ` +
        "(NVIDIA: apt-get install nvidia-driver-libs libvulkan1; AMD, Intel: apt-get install " +
        "mesa-vulkan-drivers libvulkan1) and check it with vulkaninfo --summary",
    );
  }
  if (!has("gpu") && !has("software")) {
    advice.push(
      "No WebGPU adapter answers, so the CPU device is used: apt-get install " +
        "mesa-vulkan-drivers libvulkan1 brings a software adapter (the demo then takes 3 minutes, not 5)",
    );
  }
  return advice;
}

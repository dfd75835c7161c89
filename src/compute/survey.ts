/**
 * Lists the devices of this machine, and what is missing.
 * @module
 */
import type { DeviceDescription } from "./compute.ts";
import { openCpu } from "./cpu/cpu_compute.ts";
import { diagnose } from "./cards/diagnose.ts";
import type { Diagnosis } from "./cards/diagnosis.ts";
import { type Card, readSurroundings } from "./cards/surroundings.ts";
import { findAdapter } from "./open.ts";
import { describeAdapter } from "./webgpu/adapter.ts";

/** A device that can be opened. */
export interface SurveyedDevice extends DeviceDescription {
  /** The value of `--device` that selects it. */
  readonly choice: "gpu" | "software" | "native" | "cpu";
  /** WebGPU limits that bound the size of tensors; none on the CPU. */
  readonly limits: Readonly<Record<string, number>>;
  /** WebGPU features. */
  readonly features: readonly string[];
}

/** Devices, best first, and advice. */
export interface Survey {
  /** Hardware adapter, software adapter, native CPU and CPU, as far as they exist. */
  readonly devices: readonly SurveyedDevice[];
  /** The cards that NVIDIA's driver shows to this process: with several, which of them it got. */
  readonly cards: readonly Card[];
  /** The variables by which this process asks Mesa's device-select layer for one of several cards. */
  readonly selection: Readonly<Record<string, string>>;
  /** One sentence for each missing part and how to install it; empty when nothing is missing. */
  readonly advice: readonly string[];
}

const LIMITS = [
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupStorageSize",
] as const;

const SELECTORS = ["DRI_PRIME", "MESA_VK_DEVICE_SELECT"];

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
  const { surveyNative } = await import("./native/open_native.ts");
  const native = await surveyNative();
  if (native.device) devices.push({ ...native.device, choice: "native", limits: {}, features: [] });
  devices.push({ ...openCpu().device, choice: "cpu", limits: {}, features: [] });
  const seen = await readSurroundings();
  const { cards, environment } = seen;
  const selection = Object.fromEntries(
    SELECTORS.filter((name) => environment[name] !== undefined)
      .map((name) => [name, environment[name]!]),
  );
  const advice = adviceOn(devices, diagnose(seen), native.missing);
  return { devices, cards, selection, advice };
}

function adviceOn(
  devices: readonly SurveyedDevice[],
  diagnosis: Diagnosis | undefined,
  noNative: string | undefined,
): string[] {
  const has = (choice: string) => devices.some((device) => device.choice === choice);
  const advice: string[] = [];
  if (diagnosis && !has("gpu")) advice.push(sentence(diagnosis));
  if (!has("gpu") && noNative !== undefined) {
    advice.push(`${noNative}. Without a graphics card it is the fastest device.`);
  }
  if (!has("gpu") && !has("software") && noNative !== undefined) {
    advice.push(
      "No WebGPU adapter answers, so the CPU device is used: apt-get install " +
        "mesa-vulkan-drivers libvulkan1 brings a software adapter, about three times as fast.",
    );
  }
  return advice;
}

function sentence({ problem, cure, source }: Diagnosis): string {
  const [first, second] = [problem, cure].map((text) => text[0]!.toUpperCase() + text.slice(1));
  return `${first}. ${second}.${source === undefined ? "" : ` See ${source}`}`;
}

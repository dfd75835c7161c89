/**
 * Says in words what computed an audit's results.
 * @module
 */
import { printable } from "../../basics/printable.ts";

/** What the class of a device is called. */
const KINDS: Readonly<Record<string, string>> = {
  hardware: "graphics card",
  software: "software adapter",
};

/** Mesa's identifier among vendors of graphics cards, which its software adapter gives. */
const MESA = "65541";

/** How platforms write their own names. */
const SYSTEMS: Readonly<Record<string, string>> = {
  linux: "Linux",
  darwin: "macOS",
  windows: "Windows",
};

/**
 * Returns a sentence about the device, the runtime and the platform, as far as the results name them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const environment = { device: "NVIDIA L4", device_class: "hardware", deno: "2.9.6", platform: "linux x86_64" };
 * assert.equal(
 *   environmentSentence(environment),
 *   "Trained on NVIDIA L4 (graphics card, WebGPU), with Deno 2.9.6 on Linux x86-64.",
 * );
 * ```
 */
export function environmentSentence(environment: Readonly<Record<string, string>>): string {
  const { deno, platform } = environment;
  const runtime = deno === undefined ? "" : `, with Deno ${deno}`;
  const system = platform === undefined ? "" : ` on ${systemOf(platform)}`;
  return printable(`Trained on ${deviceOf(environment)}${runtime}${system}.`);
}

function deviceOf(environment: Readonly<Record<string, string>>): string {
  const { device, adapter, device_class: kind, vendor } = environment;
  if (kind === "cpu") return "the CPU, without a graphics card";
  if (kind === "native") return `the CPU with ${device ?? "a BLAS library"}`;
  const given = device ?? adapter ?? "";
  // Some platforms give a number in place of a name.
  const name = /[a-z]/i.test(given) ? given : "";
  const said = kind === undefined ? undefined : KINDS[kind];
  if (said === undefined) return name === "" ? "a device that is not named" : name;
  if (name !== "") return `${name} (${said}, WebGPU)`;
  return vendor === MESA ? `Mesa's ${said} (WebGPU)` : `a ${said} that gives no name (WebGPU)`;
}

function systemOf(platform: string): string {
  const [system = "", ...architecture] = platform.split(" ");
  return [SYSTEMS[system] ?? system, ...architecture].join(" ").replace("x86_64", "x86-64");
}

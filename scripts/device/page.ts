/**
 * Writes `device-check.md`: a device check as a page for readers.
 * @module
 */
import type { KeptVariants } from "../../src/compute/variants_file.ts";
import type { FoundAdapter } from "./adapter.ts";
import type { FoundBench } from "./bench.ts";
import { benchSection } from "./bench_section.ts";
import type { FoundDemo } from "./demo.ts";
import { doctorSection, type FoundDoctor } from "./doctor_section.ts";
import type { FoundTests } from "./kernel_tests.ts";
import { bullets, seconds, table } from "./markdown.ts";
import { type DeviceCheck, foundBy, type StepRecord } from "./record.ts";
import type { FoundAudit } from "./small_audit.ts";

/** Returns the page of a check, finished or not. */
export function pageOf(check: DeviceCheck): string {
  const found = <Found>(name: string) => foundBy<Found>(check, name);
  const parts = [
    ["Device check", verdict(check)],
    ["Machine", machine(check)],
    ["Card and driver", section(found<FoundAdapter>("adapter"), card)],
    ["Steps", stepTable(check)],
    ["Known answers", section(found<FoundDoctor>("doctor"), doctorSection)],
    ["Tests of the kernels", section(found<FoundTests>("kernel tests"), tests)],
    ["Small audit", section(found<FoundAudit>("small audit"), audit)],
    ["Demo", section(found<FoundDemo>("demo"), demo)],
    ["Bench", section(found<FoundBench>("bench"), benchSection)],
    ["Limits and features", section(found<FoundAdapter>("adapter"), limits)],
    ...check.steps.filter(({ outcome }) => outcome !== "passed").map(failure),
  ];
  return parts.map(([title, text], i) => `${i === 0 ? "#" : "##"} ${title}\n\n${text}\n`)
    .join("\n");
}

function section<Found>(found: Found | undefined, write: (found: Found) => string): string {
  return found === undefined ? "No result: see the steps." : write(found);
}

function verdict({ version, started, seconds: total, passed, steps, planned }: DeviceCheck) {
  const failed = steps.filter(({ outcome }) => outcome !== "passed");
  const names = failed.map(({ name, outcome }) => `${name} (${outcome})`);
  const undone = planned.slice(steps.length);
  return [
    `Earnest ${version}, ${started}, ${seconds(total)}: ${
      passed ? "every step passed" : "NOT passed"
    }.`,
    ...(names.length > 0 ? [`Not passed: ${names.join(", ")}.`] : []),
    ...(undone.length > 0 ? [`Not done: ${undone.join(", ")}.`] : []),
  ].join("\n");
}

function machine({ machine, librariesFromPack }: DeviceCheck): string {
  const libraries = librariesFromPack.length === 0
    ? "none was needed"
    : librariesFromPack.join(", ");
  return bullets({ ...machine, "libraries from the pack": libraries });
}

function card({ adapter, vulkan, vulkanProblem, nvidia }: FoundAdapter): string {
  const { description, vendor, architecture, device } = adapter?.info ?? {};
  const lines = bullets({
    adapter: adapter ? `${description} (${adapter.class})` : "NONE ANSWERS",
    ...(adapter && { "vendor, architecture, device": `${vendor}, ${architecture}, ${device}` }),
    ...(nvidia && { "nvidia-smi": nvidia }),
    ...(vulkanProblem && { "the Vulkan loader": vulkanProblem }),
  });
  if (vulkan.length === 0) return lines;
  const rows = vulkan.map((
    { name, type, driver, driverInfo, api, memoryMiB },
  ) => [name, type, `${driver} ${driverInfo}`, api, `${memoryMiB} MiB`]);
  return `${lines}\n\n${table(["Vulkan device", "type", "driver", "Vulkan", "memory"], rows)}`;
}

function limits({ adapter }: FoundAdapter): string {
  if (!adapter) return "No adapter answers.";
  const rows = Object.entries(adapter.limits).map(([name, value]) => [name, String(value)]);
  return `${table(["limit", "value"], rows)}\n\nFeatures: ${adapter.features.join(", ")}.`;
}

function stepTable({ steps }: DeviceCheck): string {
  const rows = steps.map(({ name, outcome, seconds: taken, limitSeconds, exitCode }) => [
    name,
    outcome === "passed" ? outcome : `**${outcome}**`,
    exitCode === undefined ? "" : String(exitCode),
    seconds(taken),
    seconds(limitSeconds),
  ]);
  return table(["step", "outcome", "exit code", "took", "limit"], rows);
}

function tests({ byDevice, failures }: FoundTests): string {
  const rows = Object.entries(byDevice).map((
    [device, { passed, failed, ignored }],
  ) => [device, ...[passed, failed, ignored].map(String)]);
  const counts = table(["device", "passed", "failed", "ignored"], rows);
  return [
    counts,
    "",
    ...failures.map((name) => `- **failed:** ${name}`),
    "Tests against reference numbers run only where `EARNEST_SHARED` names the folder that has them.",
  ].join("\n");
}

function audit({ accuracies, seconds: taken, variants, problems }: FoundAudit): string {
  const conditions = Object.keys(Object.values(accuracies)[0]!.conditions);
  const rows = Object.entries(accuracies).map(([device, { conditions: means }]) => [
    device,
    seconds(taken[device]!),
    ...conditions.map((condition) => means[condition]!.toFixed(3)),
  ]);
  return [
    table(["device", "took", ...conditions], rows),
    "",
    ...problems.map((problem) => `- **wrong:** ${problem}`),
    kernels(variants),
  ].join("\n");
}

/** Lists the kernels that were chosen for matrix products, and the time of each candidate. */
function kernels({ device, origin, measurements = [] }: KeptVariants): string {
  if (device.class === "cpu") return "The CPU has only one set of kernels.";
  const chosen = Object.entries(device.variants ?? {}).map(([shapes, kernel]) =>
    `${shapes} ${kernel}`
  );
  const rows = measurements.map((
    { shapes, variant, microseconds, problem },
  ) => [shapes, variant, problem ?? (microseconds === undefined ? "" : `${microseconds} µs`)]);
  return `Kernels for matrix products (${origin}): ${chosen.join(", ")}.\n\n` +
    table(["shapes", "kernel", "median"], rows);
}

function demo(found: FoundDemo): string {
  const means = Object.entries(found.conditions).map(([name, mean]) => [name, mean.toFixed(3)]);
  return [
    found.cut === undefined
      ? `The whole demo, ${found.trainings} trainings.`
      : `**Cut for lack of time:** ${found.cut}; its accuracies are not those of the demo.`,
    "",
    bullets({
      "decoding and embedding": seconds(found.preparationSeconds),
      "the audit": seconds(found.auditSeconds),
      "expected for the trainings of the whole demo": seconds(found.expectedSeconds),
      chance: found.chance.toFixed(3),
    }),
    "",
    table(["condition", "accuracy"], means),
  ].join("\n");
}

function failure({ name, tail }: StepRecord): [string, string] {
  // A fence that no line of the output can close.
  return [`Output of: ${name}`, `\`\`\`\`\`text\n${tail.trim()}\n\`\`\`\`\``];
}

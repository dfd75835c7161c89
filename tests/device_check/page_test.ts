import assert from "node:assert/strict";
import { readBench } from "../../scripts/device/bench.ts";
import { limitOf } from "../../scripts/device/budget.ts";
import { pageOf } from "../../scripts/device/page.ts";
import { type DeviceCheck, SCHEMA } from "../../scripts/device/record.ts";
import { STEPS, TOTAL_SECONDS } from "../../scripts/device/steps.ts";

/** A check in which each step found what is given. */
function checkWith(found: Readonly<Record<string, unknown>>): DeviceCheck {
  const steps = Object.entries(found).map(([name, found]) => ({
    name,
    command: [],
    outcome: "passed" as const,
    exitCode: 0,
    seconds: 1,
    limitSeconds: 2,
    found,
    tail: "",
  }));
  return {
    schema: SCHEMA,
    version: "1.2.3",
    started: "2030-01-02T03:04:05.000Z",
    machine: { processor: "some" },
    librariesFromPack: [],
    planned: Object.keys(found),
    steps,
    seconds: 7,
    passed: true,
  };
}

const ADAPTER = {
  adapter: {
    class: "hardware",
    info: { vendor: "4318", architecture: "", device: "9", description: "A card" },
    limits: { maxBufferSize: 123 },
    features: ["shader-f16", "timestamp-query"],
  },
  vulkan: [
    { name: "A | B", type: "discrete", driver: "D", driverInfo: "9.9", api: "1.3.1", memoryMiB: 5 },
  ],
};

Deno.test("every limit keeps the later steps' time free, whatever the earlier ones took", () => {
  // The worst case: every step uses all that it gets.
  let left = TOTAL_SECONDS;
  for (const [i, step] of STEPS.entries()) {
    const limit = limitOf(step, STEPS.slice(i + 1), left);
    assert.ok(limit >= step.atLeast, `${step.name} gets ${limit} s, not ${step.atLeast}`);
    assert.ok(limit <= step.atMost);
    left -= limit;
  }
  assert.ok(left >= 0);
  assert.ok(TOTAL_SECONDS <= 450, "unpacking and writing need half a minute of the 8");
});

Deno.test("a page shows card, driver, limits, features, tests, times and accuracies", () => {
  const page = pageOf(checkWith({
    "adapter": ADAPTER,
    "doctor": {
      checked: [{
        device: { name: "A card", choice: "gpu" },
        checks: [{ operation: "add", passed: false, detail: "value 0 is 1; expected 2" }],
      }],
      advice: ["Something is missing."],
    },
    "kernel tests": {
      byDevice: { "webgpu, hardware": { passed: 3, failed: 1, ignored: 0 } },
      failures: ["adds [webgpu, hardware]"],
    },
    "small audit": {
      accuracies: { gpu: { chance: 0.2, conditions: { dirty: 1, clean: 0.25 } } },
      seconds: { gpu: 3 },
      variants: {
        origin: "tuned",
        device: { class: "hardware", name: "A card", variants: { large: "shared64" } },
        measurements: [{ shapes: "large", variant: "shared64", microseconds: 12 }],
      },
      problems: ["clean is 0.25 on the device and 0.9 on the CPU"],
    },
    "demo": {
      chance: 0.1,
      conditions: { dirty: 0.5 },
      cut: "1 of 2 seeds",
      trainings: 240,
      expectedSeconds: 400,
      preparationSeconds: 10,
      auditSeconds: 50,
    },
  }));
  for (
    const line of [
      "- adapter: A card (hardware)",
      "| A \\| B | discrete | D 9.9 | 1.3.1 | 5 MiB |",
      "| maxBufferSize | 123 |",
      "Features: shader-f16, timestamp-query.",
      "- A card: 0 of 1 right",
      "  - **wrong:** add: value 0 is 1; expected 2",
      "- Something is missing.",
      "| webgpu, hardware | 3 | 1 | 0 |",
      "- **failed:** adds [webgpu, hardware]",
      "| gpu | 3.0 s | 1.000 | 0.250 |",
      "- **wrong:** clean is 0.25 on the device and 0.9 on the CPU",
      "Kernels for matrix products (tuned): large shared64.",
      "| large | shared64 | 12 µs |",
      "**Cut for lack of time:** 1 of 2 seeds; its accuracies are not those of the demo.",
      "| dirty | 0.500 |",
    ]
  ) assert.ok(page.split("\n").includes(line), `${line}\nis not in\n${page}`);
});

Deno.test("a page without an adapter says so", () => {
  const problem = "libvulkan.so.1: cannot open shared object file";
  const page = pageOf(checkWith({ adapter: { vulkan: [], vulkanProblem: problem } }));
  assert.match(page, /\n- adapter: NONE ANSWERS\n- the Vulkan loader: libvulkan\.so\.1: cannot/);
  assert.match(page, /## Demo\n\nNo result: see the steps\.\n/);
});

Deno.test("a bench that was killed counts as far as it got", () => {
  const result = { family: "search", name: "small", rows: [], warnings: [] };
  const lines = [{ peak: { adapter: "A card", gflops: 7, forms: {} } }, { result }]
    .map((line) => JSON.stringify(line) + "\n").join("");
  assert.deepEqual(readBench(`${lines}{"result": {"fam`).results, [result]);
  const page = pageOf(checkWith({ bench: readBench(`${lines}{"leftOut": ["loss: large"]}\n`) }));
  assert.match(page, /Measured peak: 7 GFLOP\/s\./);
  assert.match(page, /\*\*Left out for lack of time:\*\* loss: large/);
});

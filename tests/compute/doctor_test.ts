import assert from "node:assert/strict";
import type { Compute } from "../../src/compute/compute.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { checkDevice } from "../../src/compute/doctor.ts";
import { type Operation, QUESTIONS } from "../../src/compute/known_answers.ts";
import { testOnEveryVariant } from "./devices.ts";

/** Returns the CPU device with one of its methods replaced. */
function broken<Name extends keyof Compute>(
  method: Name,
  replacement: (cpu: Compute) => Compute[Name],
): Compute {
  const cpu = openCpu();
  return new Proxy(cpu, {
    get: (_, name) => {
      if (name === method) return replacement(cpu);
      const value: unknown = Reflect.get(cpu, name, cpu);
      return typeof value === "function" ? value.bind(cpu) : value;
    },
  });
}

async function failing(compute: Compute): Promise<string[]> {
  const checks = await checkDevice(compute);
  return checks.filter((check) => !check.passed).map((check) => check.operation);
}

testOnEveryVariant("every known answer is right", async (compute) => {
  const checks = await checkDevice(compute);
  assert.deepEqual(checks.filter((check) => !check.passed), []);
  assert.deepEqual(checks.map((check) => check.operation), Object.keys(QUESTIONS));
});

const operations = Object.keys(QUESTIONS) as Operation[];

for (const operation of operations.filter((name) => name !== "memory")) {
  Deno.test(`a device whose ${operation} leaves zeros fails in ${operation} alone`, async () => {
    assert.deepEqual(await failing(broken(operation, () => () => {})), [operation]);
  });
}

Deno.test("a device that reads zeros fails in everything", async () => {
  const device = broken("read", () => ({ rows, columns }) => {
    return Promise.resolve(new Float32Array(rows * columns));
  });
  assert.deepEqual(await failing(device), operations);
});

Deno.test("a device that treats NaN as 0 is caught, with the value in the detail", async () => {
  const device = broken("relu", (cpu) => (x, y) => {
    const numbers = cpu.tensor(x.rows, x.columns, Float32Array.of(-1, 2.5, 0, Infinity, -Infinity));
    cpu.relu(numbers, y);
  });
  const checks = (await checkDevice(device)).filter((check) => !check.passed);
  const detail = "value 2 is 0; expected NaN";
  assert.deepEqual(checks, [{ operation: "relu", passed: false, detail }]);
});

Deno.test("a device that throws fails with its message", async () => {
  const device = broken("nearestRows", () => () => {
    throw new Error("device lost");
  });
  const checks = (await checkDevice(device)).filter((check) => !check.passed);
  assert.deepEqual(checks, [{ operation: "nearestRows", passed: false, detail: "device lost" }]);
});

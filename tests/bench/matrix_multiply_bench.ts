/**
 * Matrix products on the adapter and on the CPU device, wall clock: several products in one submission, then one
 * read-back, which alone costs over 10 ms.
 */
import type { Compute, Transpose } from "../../src/compute/compute.ts";
import { openCompute } from "../../src/compute/open.ts";

const CASES: [name: string, rows: number, columns: number, depth: number, transpose: Transpose][] =
  [
    ["512 × 512 × 512", 512, 512, 512, "none"],
    ["1024 × 1024 × 1024", 1024, 1024, 1024, "none"],
    ["507 × 507 × 507, no multiple of 4", 507, 507, 507, "none"],
    ["forward, 128 × 192 → 128", 128, 128, 192, "right"],
    ["forward, 128 × 100 → 128", 128, 128, 100, "right"],
    ["weight gradient, 128 × 192", 128, 192, 128, "left"],
    ["input gradient, 128 × 128", 128, 128, 128, "none"],
  ];

const { compute: auto } = await openCompute("auto");
const { compute: cpu } = await openCompute("cpu");

for (const [name, rows, columns, depth, transpose] of CASES) {
  const repetitions = rows * columns * depth > 1e8 ? 1 : 20;
  const group = `${name} (${repetitions} products)`;
  for (const compute of auto.device.class === "cpu" ? [cpu] : [auto, cpu]) {
    const product = productOn(compute, rows, columns, depth, transpose);
    Deno.bench({
      name: compute.device.name,
      group,
      baseline: compute === cpu,
      n: 10,
      fn: async () => {
        for (let i = 0; i < repetitions; i++) product.record();
        await product.wait();
      },
    });
  }
}

function productOn(
  compute: Compute,
  rows: number,
  columns: number,
  depth: number,
  transpose: Transpose,
): { record(): void; wait(): Promise<unknown> } {
  const noise = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));
  const matrix = (height: number, width: number, transposed: boolean) => {
    const values = noise(height * width);
    return transposed
      ? compute.tensor(width, height, values)
      : compute.tensor(height, width, values);
  };
  const left = matrix(rows, depth, transpose === "left");
  const right = matrix(depth, columns, transpose === "right");
  const product = compute.tensor(rows, columns);
  const last = compute.tensor(1, 1);
  return {
    record: () => compute.matrixMultiply(left, right, product, { transpose }),
    wait: () => compute.read(last),
  };
}

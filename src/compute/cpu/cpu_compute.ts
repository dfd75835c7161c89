/**
 * The fallback device, and the reference for the others: every operation in plain TypeScript, on one thread.
 * @module
 */
import { checked } from "../checked.ts";
import type { Compute } from "../compute.ts";
import { add, gelu, geluBackward, relu, reluBackward } from "./activations.ts";
import { contrastiveLoss } from "./contrastive_loss.ts";
import { type CpuIndices, type CpuTensor, zeros } from "./cpu_tensor.ts";
import { distanceSums } from "./distance_sums.ts";
import { dropout, dropoutAdd } from "./dropout.ts";
import { layerNorm, layerNormBackward } from "./layer_norm.ts";
import { matrixMultiply } from "./matrix_multiply.ts";
import { nearestRows } from "./nearest_rows.ts";
import { adamW, globalNorm } from "./optimizer.ts";
import {
  columnSums,
  gatherRows,
  gatherRowsBackward,
  normalizeRows,
  normalizeRowsBackward,
} from "./rows.ts";
import { tsneDivergence, tsneGradient, tsneUpdate } from "./tsne.ts";

/**
 * Opens the CPU device, which always works. Values are float32, sums are float64.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const compute = openCpu();
 * const x = compute.tensor(1, 3, Float32Array.of(-1, 0, 2));
 * const y = compute.tensor(1, 3);
 * compute.relu(x, y);
 * assert.deepEqual(await compute.read(y), Float32Array.of(0, 0, 2));
 * compute.close();
 * ```
 */
export function openCpu(): Compute {
  return checked(CPU);
}

/** What numbers of plain TypeScript may depend on. */
function runtimeDetails(): Readonly<Record<string, string>> {
  if (typeof Deno === "undefined") return { runtime: navigator.userAgent };
  return { runtime: `Deno ${Deno.version.deno}`, architecture: Deno.build.arch };
}

/** What every device does whose tensors this process can read and write. */
export const ON_CPU = {
  // The alignment of most graphics cards, so that a layout that works here works there.
  viewAlignment: 64,
  view: (row: CpuTensor, offset: number, rows: number, columns: number): CpuTensor => {
    const values = row.values.subarray(offset, offset + rows * columns);
    return { rows, columns, type: "float32", values };
  },
  write: (tensor: CpuTensor, values: Float32Array): void => tensor.values.set(values),
  read: (tensor: CpuTensor, into?: Float32Array): Promise<Float32Array> => {
    into?.set(tensor.values);
    return Promise.resolve(into ?? tensor.values.slice());
  },
  readIndices: (tensor: CpuIndices): Promise<Uint32Array> => Promise.resolve(tensor.values.slice()),
  // Operations have already run.
  submit: (): void => {},
};

const CPU: Compute = {
  device: {
    class: "cpu",
    name: "plain TypeScript, one thread",
    details: runtimeDetails(),
  },
  ...ON_CPU,

  tensor: (rows, columns, values) => {
    const tensor = zeros(rows, columns);
    if (values) tensor.values.set(values);
    return tensor;
  },
  indices: (rows, columns, values): CpuIndices => {
    return { rows, columns, type: "uint32", values: values.slice() };
  },
  // Memory is freed with its last reference.
  release: () => {},
  close: () => {},
  [Symbol.dispose]: () => {},

  matrixMultiply,
  columnSums,
  add,
  relu,
  reluBackward,
  gelu,
  geluBackward,
  dropout,
  dropoutAdd,
  layerNorm,
  layerNormBackward,
  normalizeRows,
  normalizeRowsBackward,
  gatherRows,
  gatherRowsBackward,
  contrastiveLoss,
  globalNorm,
  adamW,
  nearestRows,
  distanceSums,
  tsneGradient,
  tsneDivergence,
  tsneUpdate,
};

/**
 * The native device: products by the machine's BLAS, everything else by WebAssembly kernels or in plain TypeScript.
 * @module
 */
import { checked } from "../checked.ts";
import type { Compute, DeviceDescription } from "../compute.ts";
import { ON_CPU } from "../cpu/cpu_compute.ts";
import type {
  CpuContrastiveLoss,
  CpuDistanceSums,
  CpuIndices,
  CpuNearestRows,
  CpuTensor,
} from "../cpu/cpu_tensor.ts";
import { gatherRowsBackward } from "../cpu/rows.ts";
import { tsneDivergence, tsneUpdate } from "../cpu/tsne.ts";
import { allocate, allocateIndices, deallocate } from "./arena.ts";
import type { Blas } from "./blas.ts";
import { contrastiveLossBy } from "./contrastive_loss.ts";
import { sumDistancesBy } from "./distance_sums.ts";
import { nearestRowsBy } from "./nearest_rows.ts";
import { multiplyBy } from "./products.ts";
import { tsneGradient } from "./tsne.ts";
import {
  adamW,
  add,
  columnSums,
  dropout,
  dropoutAdd,
  gatherRows,
  gelu,
  geluBackward,
  globalNorm,
  layerNorm,
  layerNormBackward,
  normalizeRows,
  normalizeRowsBackward,
  relu,
  reluBackward,
} from "./vectors.ts";

/**
 * Makes a device of an open library, which the device closes.
 *
 * @param threads the library's threads; by default those that the library takes itself
 */
export function computeOf(blas: Blas, threads?: number): Compute {
  const count = blas.threads && (threads ?? blas.threads.count());
  const matrixMultiply = multiplyBy(blas, count);
  const owned = new Set<CpuTensor | CpuIndices>();
  const own = <Made extends CpuTensor | CpuIndices>(tensor: Made, values?: Made["values"]) => {
    owned.add(tensor);
    if (values) tensor.values.set(values);
    else tensor.values.fill(0);
    return tensor;
  };
  const release = (...tensors: readonly (CpuTensor | CpuIndices)[]) => {
    for (const tensor of tensors) {
      if (owned.delete(tensor)) deallocate(tensor);
    }
  };
  // A library that is closed twice throws, and a device may be closed before its scope ends.
  let isOpen = true;
  const device: Compute = {
    device: describe(blas, count),
    ...ON_CPU,

    tensor: (rows, columns, values) => own(allocate(rows, columns), values),
    indices: (rows, columns, values) => own(allocateIndices(rows, columns), values),
    release: release as Compute["release"],
    close: () => {
      for (const tensor of [...owned]) release(tensor);
      if (isOpen) blas.close();
      isOpen = false;
    },
    [Symbol.dispose]: () => device.close(),

    ...OPERATIONS,
    matrixMultiply,
    contrastiveLoss: (operands: CpuContrastiveLoss) => contrastiveLossBy(matrixMultiply, operands),
    nearestRows: (operands: CpuNearestRows) => nearestRowsBy(matrixMultiply, operands),
    distanceSums: (operands: CpuDistanceSums) => sumDistancesBy(matrixMultiply, operands),
  };
  return checked(device);
}

/** Operations without products. */
const OPERATIONS = {
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
  globalNorm,
  adamW,
  tsneDivergence,
  tsneGradient,
  tsneUpdate,
};

function describe(blas: Blas, threads: number | undefined): DeviceDescription {
  const taken = threads === undefined
    ? "its own threads"
    : threads === 1
    ? "1 thread"
    : `${threads} threads`;
  return {
    class: "native",
    name: `${blas.name}, ${taken}`,
    details: {
      library: blas.path,
      ...(blas.configuration ? { configuration: blas.configuration } : {}),
      runtime: `Deno ${Deno.version.deno}`,
      architecture: Deno.build.arch,
    },
  };
}

/**
 * Operations by the WebAssembly kernels in `kernels/native/`, which take vectors of four. Where rows or tensors are no
 * multiple of four, or lie outside of the kernels' memory, the plain CPU's operation runs instead.
 * @module
 */
import * as kernels from "../../../kernels/native/kernels.wasm";
import type { Activation, DropoutKey } from "../compute.ts";
import * as activations from "../cpu/activations.ts";
import type { CpuAdamWStep, CpuIndices, CpuTensor } from "../cpu/cpu_tensor.ts";
import * as plainDropout from "../cpu/dropout.ts";
import * as plainNorm from "../cpu/layer_norm.ts";
import * as optimizer from "../cpu/optimizer.ts";
import * as rowwise from "../cpu/rows.ts";
import { isInside } from "./arena.ts";

/** Whether the kernels can work on all of these tensors in vectors of four, where `length` elements belong together. */
export function inVectors(length: number, ...tensors: readonly CpuTensor[]): boolean {
  return length % 4 === 0 && tensors.every(isInside);
}

/** The address of a tensor in the kernels' memory. */
export function addressOf({ values }: CpuTensor | CpuIndices): number {
  return values.byteOffset;
}

/** The address behind a tensor. */
export function endOf({ values }: CpuTensor): number {
  return values.byteOffset + values.byteLength;
}

/** The bytes of a row. */
export function rowBytes({ columns }: CpuTensor): number {
  return columns * Float32Array.BYTES_PER_ELEMENT;
}

/** Implements {@link Compute.add}. */
export function add(a: CpuTensor, b: CpuTensor, y: CpuTensor): void {
  if (!inVectors(y.values.length, a, b, y)) return activations.add(a, b, y);
  kernels.add(addressOf(a), addressOf(b), addressOf(y), y.values.byteLength);
}

/** Implements {@link Compute.relu}. */
export function relu(x: CpuTensor, y: CpuTensor): void {
  if (!inVectors(y.values.length, x, y)) return activations.relu(x, y);
  kernels.relu(addressOf(x), addressOf(y), y.values.byteLength);
}

/** Implements {@link Compute.reluBackward}. */
export function reluBackward(x: CpuTensor, yGradient: CpuTensor, xGradient: CpuTensor): void {
  if (!inVectors(x.values.length, x, yGradient, xGradient)) {
    return activations.reluBackward(x, yGradient, xGradient);
  }
  const { byteLength } = x.values;
  kernels.reluBackward(addressOf(x), addressOf(yGradient), addressOf(xGradient), byteLength);
}

/** Implements {@link Compute.gelu}. */
export function gelu(x: CpuTensor, y: CpuTensor): void {
  if (!inVectors(y.values.length, x, y)) return activations.gelu(x, y);
  kernels.gelu(addressOf(x), addressOf(y), y.values.byteLength);
}

/** Implements {@link Compute.geluBackward}. */
export function geluBackward(
  x: CpuTensor,
  yGradient: CpuTensor,
  xGradient: CpuTensor,
  otherGradient?: CpuTensor,
): void {
  if (!inVectors(x.values.length, x, yGradient, xGradient, otherGradient ?? x)) {
    return activations.geluBackward(x, yGradient, xGradient, otherGradient);
  }
  const { byteLength } = x.values;
  const result = addressOf(xGradient);
  kernels.geluBackward(addressOf(x), addressOf(yGradient), result, byteLength);
  if (otherGradient) kernels.add(result, addressOf(otherGradient), result, byteLength);
}

const ACTIVATIONS: Readonly<Record<Activation, (x: CpuTensor, y: CpuTensor) => void>> = {
  relu,
  gelu,
};

/** Computes y = the activation of x. */
export function activate(kind: Activation, x: CpuTensor, y: CpuTensor): void {
  ACTIVATIONS[kind](x, y);
}

/** Implements {@link Compute.dropout}. */
export function dropout(x: CpuTensor, y: CpuTensor, rate: number, key: DropoutKey): void {
  if (!inVectors(y.values.length, x, y)) return plainDropout.dropout(x, y, rate, key);
  drop(addressOf(x), 0, y, rate, key);
}

/** Implements {@link Compute.dropoutAdd}. */
export function dropoutAdd(
  x: CpuTensor,
  residual: CpuTensor,
  y: CpuTensor,
  rate: number,
  key: DropoutKey,
): void {
  if (!inVectors(y.values.length, x, residual, y)) {
    return plainDropout.dropoutAdd(x, residual, y, rate, key);
  }
  drop(addressOf(x), addressOf(residual), y, rate, key);
}

function drop(x: number, residual: number, y: CpuTensor, rate: number, key: DropoutKey): void {
  const threshold = Math.round(rate * 2 ** 32);
  const { seed, layer, step } = key;
  const bytes = y.values.byteLength;
  kernels.dropout(x, residual, addressOf(y), bytes, threshold, 1 / (1 - rate), seed, layer, step);
}

/** Implements {@link Compute.layerNorm}. */
export function layerNorm(
  x: CpuTensor,
  gain: CpuTensor,
  shift: CpuTensor,
  y: CpuTensor,
  statistics: CpuTensor,
): void {
  if (!inVectors(x.columns, x, gain, shift, y, statistics)) {
    return plainNorm.layerNorm(x, gain, shift, y, statistics);
  }
  kernels.layerNorm(
    addressOf(x),
    endOf(x),
    addressOf(gain),
    addressOf(shift),
    addressOf(y),
    addressOf(statistics),
    rowBytes(x),
    plainNorm.EPSILON,
  );
}

/** Implements {@link Compute.layerNormBackward}. */
export function layerNormBackward(
  x: CpuTensor,
  gain: CpuTensor,
  statistics: CpuTensor,
  yGradient: CpuTensor,
  xGradient: CpuTensor,
  gainGradient: CpuTensor,
  shiftGradient: CpuTensor,
): void {
  const gradients = [xGradient, gainGradient, shiftGradient] as const;
  if (!inVectors(x.columns, x, gain, statistics, yGradient, ...gradients)) {
    return plainNorm.layerNormBackward(x, gain, statistics, yGradient, ...gradients);
  }
  kernels.layerNormBackward(
    addressOf(x),
    endOf(x),
    addressOf(gain),
    addressOf(statistics),
    addressOf(yGradient),
    addressOf(xGradient),
    addressOf(gainGradient),
    addressOf(shiftGradient),
    rowBytes(x),
  );
}

/** Adds a row to each row of y. */
export function addRow(y: CpuTensor, row: CpuTensor): void {
  if (inVectors(y.columns, y, row)) {
    return kernels.addRow(addressOf(y), endOf(y), addressOf(row), rowBytes(y));
  }
  for (let i = 0, at = 0; i < y.rows; i++) {
    for (let j = 0; j < y.columns; j++) y.values[at++]! += row.values[j]!;
  }
}

/** Implements {@link Compute.columnSums}. */
export function columnSums(x: CpuTensor, sums: CpuTensor): void {
  if (!inVectors(x.columns, x, sums)) return rowwise.columnSums(x, sums);
  kernels.columnSums(addressOf(x), endOf(x), addressOf(sums), rowBytes(x));
}

/** Implements {@link Compute.normalizeRows}. */
export function normalizeRows(x: CpuTensor, y: CpuTensor, norms: CpuTensor): void {
  if (!inVectors(x.columns, x, y, norms)) return rowwise.normalizeRows(x, y, norms);
  const least = rowwise.LEAST_NORM;
  kernels.normalizeRows(addressOf(x), endOf(x), addressOf(y), addressOf(norms), rowBytes(x), least);
}

/** Implements {@link Compute.normalizeRowsBackward}. */
export function normalizeRowsBackward(
  y: CpuTensor,
  norms: CpuTensor,
  yGradient: CpuTensor,
  xGradient: CpuTensor,
): void {
  if (!inVectors(y.columns, y, norms, yGradient, xGradient)) {
    return rowwise.normalizeRowsBackward(y, norms, yGradient, xGradient);
  }
  kernels.normalizeRowsBackward(
    addressOf(y),
    endOf(y),
    addressOf(norms),
    addressOf(yGradient),
    addressOf(xGradient),
    rowBytes(y),
    rowwise.LEAST_NORM,
  );
}

/** Implements {@link Compute.gatherRows}. */
export function gatherRows(
  source: CpuTensor,
  indices: CpuIndices,
  first: number,
  rows: CpuTensor,
): void {
  if (![source, indices, rows].every(isInside)) {
    return rowwise.gatherRows(source, indices, first, rows);
  }
  const from = addressOf(indices) + first * Uint32Array.BYTES_PER_ELEMENT;
  kernels.gatherRows(addressOf(source), from, addressOf(rows), endOf(rows), rowBytes(rows));
}

/** Implements {@link Compute.globalNorm}. */
export function globalNorm(x: CpuTensor, norm: CpuTensor): void {
  if (!inVectors(x.values.length, x)) return optimizer.globalNorm(x, norm);
  norm.values[0] = kernels.norm(addressOf(x), endOf(x));
}

/** Implements {@link Compute.adamW}. */
export function adamW(operands: CpuAdamWStep): void {
  const { parameters, gradients, firstMoment, secondMoment } = operands;
  if (!inVectors(parameters.columns, parameters, gradients, firstMoment, secondMoment)) {
    return optimizer.adamW(operands);
  }
  const { betas: [beta1, beta2], epsilon } = operands;
  const { clip, decay, rate, rootCorrection } = optimizer.factorsOf(operands);
  kernels.adamW(
    addressOf(parameters),
    endOf(parameters),
    addressOf(gradients),
    addressOf(firstMoment),
    addressOf(secondMoment),
    clip,
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    decay,
    rate,
    1 / rootCorrection,
    epsilon,
  );
  optimizer.clampOne(operands);
}

/**
 * The contrastive loss of the native device: the plain CPU's, made of the kernels and a BLAS.
 * @module
 */
import * as kernels from "../../../kernels/native/kernels.wasm";
import {
  type Batch,
  type Classes,
  lossOf,
  type LossParts,
  PLAIN_PARTS,
  type Tile,
} from "../cpu/contrastive_loss.ts";
import type { CpuContrastiveLoss, CpuTensor } from "../cpu/cpu_tensor.ts";
import { allocate, deallocate } from "./arena.ts";
import type { Multiply } from "./products.ts";
import {
  add,
  addressOf,
  endOf,
  inVectors,
  normalizeRows,
  normalizeRowsBackward,
  rowBytes,
} from "./vectors.ts";

/** Rows and columns of a tile: 4 MiB of cosines, so that batches of up to 1,024 pairs need no second one. */
const TILE = 1024;

/** Computes the loss and its gradients with products by `matrixMultiply`. */
export function contrastiveLossBy(matrixMultiply: Multiply, operands: CpuContrastiveLoss): void {
  const owned = new Set<CpuTensor>();
  const scratch = (rows: number, columns: number) => {
    const tensor = allocate(rows, columns);
    owned.add(tensor);
    return tensor;
  };
  const release = (...tensors: readonly CpuTensor[]) => {
    for (const tensor of tensors) {
      if (owned.delete(tensor)) deallocate(tensor);
    }
  };
  const onTile = <Result>(
    { cosines }: Tile,
    byKernel: (sums: TileSums) => Result,
    plainly: () => Result,
  ): Result => {
    const ofRows = sumsIn(scratch(1, 2 * cosines.rows));
    const ofColumns = sumsIn(scratch(1, 2 * cosines.columns));
    const fits = inVectors(cosines.columns, cosines, ofRows.tensor, ofColumns.tensor);
    const result = fits ? byKernel({ ofRows, ofColumns }) : plainly();
    release(ofRows.tensor, ofColumns.tensor);
    return result;
  };
  const parts: LossParts = {
    tile: TILE,
    scratch,
    release,
    matrixMultiply,
    add,
    normalizeRows,
    normalizeRowsBackward,
    addExponentials: (tile, batch) =>
      onTile(
        tile,
        (sums) => addExponentials(tile, batch, sums),
        () => PLAIN_PARTS.addExponentials(tile, batch),
      ),
    putGradient: (tile, batch) =>
      onTile(
        tile,
        (sums) => putGradient(tile, batch, sums),
        () => PLAIN_PARTS.putGradient(tile, batch),
      ),
  };
  try {
    lossOf(parts, operands);
  } finally {
    release(...owned);
  }
}

/** Float64 numbers in the memory of a tensor. */
interface Sums {
  readonly tensor: CpuTensor;
  readonly values: Float64Array;
}

/** The sums of a tile's rows and of its columns. */
interface TileSums {
  readonly ofRows: Sums;
  readonly ofColumns: Sums;
}

/** Float64 numbers in a row of twice as many float32 ones. */
function sumsIn(tensor: CpuTensor): Sums {
  const { buffer, byteOffset, length } = tensor.values;
  return { tensor, values: new Float64Array(buffer, byteOffset, length / 2) };
}

function addExponentials(
  { rows, columns, cosines }: Tile,
  batch: Batch,
  { ofRows, ofColumns }: TileSums,
): void {
  const columnSums = partOf(batch.columnSums, columns.first, cosines.columns);
  ofColumns.values.set(columnSums);
  kernels.addWeights(
    addressOf(cosines),
    endOf(cosines),
    rowBytes(cosines),
    batch.scale,
    addressOf(ofRows.tensor),
    addressOf(ofColumns.tensor),
  );
  columnSums.set(ofColumns.values);
  const rowSums = partOf(batch.rowSums, rows.first, cosines.rows);
  ofRows.values.forEach((sum, i) => rowSums[i]! += sum);
}

function putGradient(
  tile: Tile,
  batch: Batch,
  { ofRows, ofColumns }: TileSums,
): { loss: number; logScaleGradient: number } {
  const { rows, columns, cosines } = tile;
  putInverse(partOf(batch.rowSums, rows.first, cosines.rows), ofRows.values);
  putInverse(partOf(batch.columnSums, columns.first, cosines.columns), ofColumns.values);
  const n = batch.rowSums.length;
  const targets = targetsIn(tile, batch, ofRows.values, ofColumns.values);
  const softmaxes = kernels.putGradient(
    addressOf(cosines),
    endOf(cosines),
    rowBytes(cosines),
    batch.scale,
    addressOf(ofRows.tensor),
    addressOf(ofColumns.tensor),
    batch.scale / (2 * n),
  );
  const { places, gradients, loss, cosines: ofTargets } = targets;
  places.forEach((at, i) => cosines.values[at] = batch.scale * gradients[i]! / n);
  return { loss, logScaleGradient: softmaxes / 2 - ofTargets };
}

/** The targets of a tile: where they lie, the gradients of their logits, their part of the loss and of the scale's. */
function targetsIn(
  { rows, columns, cosines }: Tile,
  { scale, classes: { ids, sizes } }: Batch,
  inverseRowSums: Float64Array,
  inverseColumnSums: Float64Array,
): { places: number[]; gradients: number[]; loss: number; cosines: number } {
  const found = { places: [] as number[], gradients: [] as number[], loss: 0, cosines: 0 };
  const columnsOf = columnsByClass(ids, columns.first, cosines.columns);
  for (let i = 0; i < cosines.rows; i++) {
    const id = ids[rows.first + i]!;
    const target = 1 / sizes.get(id)!;
    for (const j of columnsOf.get(id) ?? []) {
      const at = i * cosines.columns + j;
      const cosine = cosines.values[at]!;
      const weight = Math.exp(scale * (cosine - 1));
      found.places.push(at);
      found.gradients.push(weight * (inverseRowSums[i]! + inverseColumnSums[j]!) / 2 - target);
      found.loss -= target * scale * (cosine - 1);
      found.cosines += target * cosine;
    }
  }
  return found;
}

function columnsByClass(ids: Classes["ids"], first: number, count: number): Map<number, number[]> {
  const columnsOf = new Map<number, number[]>();
  for (let j = 0; j < count; j++) {
    const own = columnsOf.get(ids[first + j]!);
    if (own) own.push(j);
    else columnsOf.set(ids[first + j]!, [j]);
  }
  return columnsOf;
}

function partOf(sums: Float64Array, first: number, count: number): Float64Array {
  return sums.subarray(first, first + count);
}

function putInverse(sums: Float64Array, inverse: Float64Array): void {
  for (let i = 0; i < sums.length; i++) inverse[i] = 1 / sums[i]!;
}

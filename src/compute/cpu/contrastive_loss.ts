/**
 * Symmetric InfoNCE with its gradients, over tiles of the logits.
 * @module
 */
import { keepsLogits } from "../logits.ts";
import { add } from "./activations.ts";
import {
  type CpuContrastiveLoss,
  type CpuIndices,
  type CpuTensor,
  rowsFrom,
  zeros,
} from "./cpu_tensor.ts";
import { matrixMultiply } from "./matrix_multiply.ts";
import { normalizeRows, normalizeRowsBackward } from "./rows.ts";

/** What a loss is made of: the native device has the same loss of faster parts. */
export interface LossParts {
  /** Rows and columns of a tile of the logits. */
  readonly tile: number;
  /** Creates a tensor whose values are all written before they are read. */
  scratch(rows: number, columns: number): CpuTensor;
  /** Takes back tensors that were created so and are no longer read. */
  release(...tensors: readonly CpuTensor[]): void;
  /** As the operations of {@link Compute}. */
  readonly matrixMultiply: typeof matrixMultiply;
  readonly add: typeof add;
  readonly normalizeRows: typeof normalizeRows;
  readonly normalizeRowsBackward: typeof normalizeRowsBackward;
  /** Adds the exponentials of a tile to the batch's sums. */
  addExponentials(tile: Tile, batch: Batch): void;
  /**
   * Replaces a tile's cosines by their gradient; returns the targets' part of the loss and the tile's part of the
   * scale's gradient.
   */
  putGradient(tile: Tile, batch: Batch): { loss: number; logScaleGradient: number };
}

/** The parts in plain TypeScript. */
export const PLAIN_PARTS: LossParts = {
  // 1 MiB, four of the blocks that a product packs.
  tile: 528,
  scratch: zeros,
  // Memory is freed with its last reference.
  release: () => {},
  matrixMultiply,
  add,
  normalizeRows,
  normalizeRowsBackward,
  addExponentials,
  putGradient,
};

/** Implements {@link Compute.contrastiveLoss}. */
export function contrastiveLoss(operands: CpuContrastiveLoss): void {
  lossOf(PLAIN_PARTS, operands);
}

/**
 * Computes the loss and its gradients from these parts.
 *
 * A logit is at most the scale, so exp(logit - scale) cannot overflow, and one exponential serves the softmax of the
 * rows and that of the columns. In float64 it stays above zero up to scale 350.
 */
export function lossOf(parts: LossParts, operands: CpuContrastiveLoss): void {
  const { audio, text, logScale, targetIds } = operands;
  const n = audio.rows;
  const batch: Batch = {
    scale: Math.exp(logScale.values[0]!),
    classes: classesOf(n, targetIds),
    rowSums: new Float64Array(n),
    columnSums: new Float64Array(n),
  };
  const tiles = new Tiles(parts, audio, text, keepsLogits(operands));
  tiles.forEach((tile) => parts.addExponentials(tile, batch));
  let loss = 0;
  for (let i = 0; i < n; i++) {
    loss += (Math.log(batch.rowSums[i]!) + Math.log(batch.columnSums[i]!)) / 2;
  }
  let logScaleGradient = 0;
  tiles.forEach((tile) => {
    const sums = parts.putGradient(tile, batch);
    loss += sums.loss;
    logScaleGradient += sums.logScaleGradient;
    backward(parts, tile, operands);
  });
  operands.loss.values[operands.lossIndex] = loss / n;
  operands.logScaleGradient.values[0] = batch.scale * logScaleGradient / n;
}

/** Normalized rows of one side. */
export interface Piece {
  /** Number of the first row. */
  readonly first: number;
  /** The normalized rows. */
  readonly unit: CpuTensor;
  /** What they were divided by. */
  readonly norms: CpuTensor;
  /** Whether the side ends with it. */
  readonly isLast: boolean;
}

/** The cosines of some audio rows with some text rows; later, their gradient. */
export interface Tile {
  /** The audio rows. */
  readonly rows: Piece;
  /** The text rows. */
  readonly columns: Piece;
  /** rows × columns. */
  readonly cosines: CpuTensor;
}

/** All tiles, row by row. */
class Tiles {
  readonly #parts: LossParts;
  readonly #audio: CpuTensor;
  readonly #text: CpuTensor;
  readonly #kept: CpuTensor[] | undefined;

  constructor(parts: LossParts, audio: CpuTensor, text: CpuTensor, keepsLogits: boolean) {
    this.#parts = parts;
    this.#audio = audio;
    this.#text = text;
    this.#kept = keepsLogits ? [] : undefined;
  }

  forEach(visit: (tile: Tile) => void): void {
    const { rows: n } = this.#audio;
    const { tile, release } = this.#parts;
    for (let row = 0, index = 0; row < n; row += tile) {
      const rows = this.#pieceOf(this.#audio, row);
      for (let column = 0; column < n; column += tile, index++) {
        const columns = this.#pieceOf(this.#text, column);
        const cosines = this.#cosines(rows, columns, index);
        visit({ rows, columns, cosines });
        if (!this.#kept) release(cosines);
        release(columns.unit, columns.norms);
      }
      release(rows.unit, rows.norms);
    }
  }

  #cosines(rows: Piece, columns: Piece, index: number): CpuTensor {
    const kept = this.#kept?.[index];
    if (kept) return kept;
    const cosines = this.#parts.scratch(rows.unit.rows, columns.unit.rows);
    this.#parts.matrixMultiply(rows.unit, columns.unit, cosines, { transpose: "right" });
    this.#kept?.push(cosines);
    return cosines;
  }

  #pieceOf(side: CpuTensor, first: number): Piece {
    const { tile, scratch, normalizeRows } = this.#parts;
    const rows = Math.min(tile, side.rows - first);
    const unit = scratch(rows, side.columns), norms = scratch(rows, 1);
    normalizeRows(rowsFrom(side, first, rows), unit, norms);
    return { first, unit, norms, isLast: first + rows === side.rows };
  }
}

/** Values that all tiles share. */
export interface Batch {
  /** The logit scale. */
  readonly scale: number;
  /** Which items are targets of each other. */
  readonly classes: Classes;
  /** Σ exp(logit - scale) of each row. */
  readonly rowSums: Float64Array;
  /** The same of each column. */
  readonly columnSums: Float64Array;
}

/** Groups the batch items that share a target: the class of each, and the size of its class. */
export interface Classes {
  /** The class of each item. */
  readonly ids: ArrayLike<number>;
  /** The number of items by class. */
  readonly sizes: ReadonlyMap<number, number>;
}

function classesOf(n: number, targetIds?: { ids: CpuIndices; first: number }): Classes {
  const ids = targetIds
    ? targetIds.ids.values.subarray(targetIds.first, targetIds.first + n)
    : Uint32Array.from({ length: n }, (_, i) => i);
  const sizes = new Map<number, number>();
  for (const id of ids) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  return { ids, sizes };
}

function addExponentials({ rows, columns, cosines }: Tile, batch: Batch): void {
  const { scale, rowSums } = batch;
  const { values, columns: width } = cosines;
  const columnSums = batch.columnSums.subarray(columns.first, columns.first + width);
  for (let i = 0, at = 0; i < cosines.rows; i++) {
    let rowSum = 0;
    for (let j = 0; j < width; j++, at++) {
      const weight = Math.exp(scale * (values[at]! - 1));
      rowSum += weight;
      columnSums[j]! += weight;
    }
    rowSums[rows.first + i]! += rowSum;
  }
}

function putGradient(
  { rows, columns, cosines }: Tile,
  { scale, classes: { ids, sizes }, rowSums, columnSums }: Batch,
): { loss: number; logScaleGradient: number } {
  const { values, columns: width } = cosines;
  const inverseColumnSums = columnSums.subarray(columns.first, columns.first + width)
    .map((sum) => 1 / sum);
  const columnIds = Array.from({ length: width }, (_, j) => ids[columns.first + j]!);
  let loss = 0, logScaleGradient = 0;
  for (let i = 0, at = 0; i < cosines.rows; i++) {
    const inverseRowSum = 1 / rowSums[rows.first + i]!;
    const id = ids[rows.first + i]!;
    const target = 1 / sizes.get(id)!;
    for (let j = 0; j < width; j++, at++) {
      const cosine = values[at]!;
      const weight = Math.exp(scale * (cosine - 1));
      let gradient = weight * (inverseRowSum + inverseColumnSums[j]!) / 2;
      if (id === columnIds[j]) {
        gradient -= target;
        loss -= target * scale * (cosine - 1);
      }
      logScaleGradient += gradient * cosine;
      values[at] = scale * gradient / rowSums.length;
    }
  }
  return { loss, logScaleGradient };
}

/** Adds the gradients of both sides' raw rows that follow from the gradient of a tile's cosines. */
function backward(
  parts: LossParts,
  { rows, columns, cosines }: Tile,
  operands: CpuContrastiveLoss,
): void {
  const { normalizeRowsBackward } = parts;
  const forAudio = rowsFrom(operands.audioGradient, rows.first, rows.unit.rows);
  const forText = rowsFrom(operands.textGradient, columns.first, columns.unit.rows);
  addProduct(parts, cosines, columns.unit, forAudio, "none", columns.first === 0);
  addProduct(parts, cosines, rows.unit, forText, "left", rows.first === 0);
  if (columns.isLast) normalizeRowsBackward(rows.unit, rows.norms, forAudio, forAudio);
  if (rows.isLast) normalizeRowsBackward(columns.unit, columns.norms, forText, forText);
}

function addProduct(
  { scratch, release, matrixMultiply, add }: LossParts,
  left: CpuTensor,
  right: CpuTensor,
  sum: CpuTensor,
  transpose: "none" | "left",
  isFirst: boolean,
): void {
  const product = isFirst ? sum : scratch(sum.rows, sum.columns);
  matrixMultiply(left, right, product, { transpose });
  if (isFirst) return;
  add(sum, product, sum);
  release(product);
}

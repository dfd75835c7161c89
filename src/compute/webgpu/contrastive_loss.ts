/**
 * Symmetric InfoNCE with its gradients on the GPU device, as a sequence of kernels over tiles of the logits.
 * @module
 */
import type { ContrastiveLoss } from "../compute.ts";
import { keepsLogits } from "../logits.ts";
import type { AdapterClass } from "./adapter_class.ts";
import { ELEMENT_BYTES, GpuTensor, type OnGpu } from "./gpu_tensor.ts";
import { KERNELS, LOSS_KERNELS, VECTOR_KERNELS } from "./kernels.ts";
import type { MatrixMultiply } from "./matrix_multiply.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { elementGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { recordElements, recordRows, twin } from "./vectors.ts";

/**
 * Rows and columns of a tile of the logits: 4 MiB on software adapters, whose products copy a tile into a texture, and
 * 16 MiB on cards, where one tile's logits are 1,024 work groups of the product. On lavapipe a loss of 2,048 pairs of
 * width 512 takes the same time with tiles of either size.
 */
const TILE_SIZES = { software: 1024, hardware: 2048 } as const;
/** Logits of a line that one invocation processes: `PART` in kernels/contrastive_loss.wgsl. */
const PART = 64;
/** Numbers kept for a line: `Line` in kernels/contrastive_loss.wgsl. */
const LINE = 5;

type Side = "audio" | "text";

/** A tile of the logits: some audio rows with some text rows. */
interface Tile {
  readonly rows: Piece;
  readonly columns: Piece;
  readonly inFirstRow: boolean;
  readonly inFirstColumn: boolean;
  readonly inLastRow: boolean;
  readonly inLastColumn: boolean;
}

/** Records the loss and its gradients. */
export class ContrastiveLossRecorder {
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #products: MatrixMultiply;
  readonly #tileSize: number;

  /** Records with `recorder` and `products`; intermediate values go to `scratch`. */
  constructor(
    recorder: Recorder,
    scratch: Scratch,
    products: MatrixMultiply,
    adapterClass: AdapterClass,
  ) {
    this.#recorder = recorder;
    this.#scratch = scratch;
    this.#products = products;
    this.#tileSize = TILE_SIZES[adapterClass];
  }

  /** Records one loss. */
  record(operands: OnGpu<ContrastiveLoss>): void {
    const [recorder, scratch, products] = [this.#recorder, this.#scratch, this.#products];
    new LossInTiles(operands, recorder, scratch, products, this.#tileSize).record();
  }
}

/**
 * One loss while it is recorded.
 *
 * Rows are normalized a piece at a time, and again for each tile: products of the raw rows, scaled afterwards, would
 * leave the range of float32 where norms are far from 1.
 */
class LossInTiles {
  readonly #operands: OnGpu<ContrastiveLoss>;
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #products: MatrixMultiply;
  readonly #pieces: readonly Piece[];
  readonly #keepsLogits: boolean;
  /** The numbers of the n rows of the logits, then those of the n columns. */
  readonly #lines: GpuTensor;
  /** The piece of each side whose unit rows are currently in memory. */
  readonly #unitPieces: Partial<Record<Side, Piece>> = {};

  constructor(
    operands: OnGpu<ContrastiveLoss>,
    recorder: Recorder,
    scratch: Scratch,
    products: MatrixMultiply,
    tileSize: number,
  ) {
    const { rows: n, columns: width } = operands.audio;
    this.#operands = operands;
    this.#recorder = recorder;
    this.#scratch = scratch;
    this.#products = products;
    const widest = Math.max(width, Math.min(n, tileSize));
    const tileBytes = tileSize * tileSize * ELEMENT_BYTES;
    this.#pieces = piecesOf(n, widest, Math.min(tileBytes, recorder.bindingBytes));
    this.#keepsLogits = keepsLogits(operands);
    this.#lines = scratch.tensor("lines", 2 * n, LINE);
  }

  record(): void {
    const tiles = this.#tiles();
    for (const tile of tiles) {
      const cosines = this.#cosines(tile);
      this.#statistics(tile, cosines);
      this.#submitBetween();
    }
    const { loss, logScaleGradient } = this.#operands;
    const results = [this.#lines, loss, logScaleGradient];
    this.#recorder.dispatch(KERNELS.lossFinish, results, this.#parameters(tiles[0]!), [1]);
    for (const tile of tiles) {
      const cosines = this.#keepsLogits ? this.#cosineMemory(tile) : this.#cosines(tile);
      this.#gradient(tile, cosines);
      this.#backward(tile, cosines);
      this.#submitBetween();
    }
  }

  /** Row by row, so that the audio's unit rows serve a whole row of tiles. */
  #tiles(): Tile[] {
    const pieces = this.#pieces;
    return pieces.flatMap((rows) =>
      pieces.map((columns, j) => ({
        rows,
        columns,
        inFirstRow: rows === pieces[0],
        inFirstColumn: j === 0,
        inLastRow: rows === pieces.at(-1),
        inLastColumn: j === pieces.length - 1,
      }))
    );
  }

  /** Submits after each tile of such large batches, since drivers end command buffers that run for seconds. */
  #submitBetween(): void {
    if (!this.#keepsLogits) this.#recorder.submit();
  }

  #cosines(tile: Tile): GpuTensor {
    const cosines = this.#cosineMemory(tile);
    const audio = this.#unitRows("audio", tile.rows).unit;
    const text = this.#unitRows("text", tile.columns).unit;
    this.#multiply(audio, text, cosines, "right");
    return cosines;
  }

  /** The memory of a tile: all tiles share the first one, or, where logits are kept, they follow one another. */
  #cosineMemory({ rows, columns }: Tile): GpuTensor {
    if (!this.#keepsLogits) return this.#scratch.tensor("cosines", rows.rows, columns.rows);
    const { rows: n } = this.#operands.audio;
    const { memory } = this.#scratch.tensor("cosines", n, n);
    const offset = rows.first * n + columns.first * rows.rows;
    return new GpuTensor(memory, offset, rows.rows, columns.rows, "float32");
  }

  /** Adds a tile to the numbers of its rows and columns. */
  #statistics(tile: Tile, cosines: GpuTensor): void {
    const { rows: { rows }, columns: { rows: columns } } = tile;
    const { kernels, logScale, ids } = this.#targets();
    const rowParts = Math.ceil(columns / PART), columnParts = Math.ceil(rows / PART);
    const parts = this.#scratch.tensor("parts", rows * rowParts + columns * columnParts, LINE);
    const operands = [cosines, logScale, ids, parts];
    const parameters = this.#parameters(tile);
    const [kernel, vectors] = twin(kernels.lineParts, columns);
    const invocations = Math.ceil(rows * rowParts / 64) * 64 + vectors * columnParts;
    this.#recorder.dispatch(kernel, operands, parameters, elementGrid(invocations));
    const grid = elementGrid(rows + columns);
    this.#recorder.dispatch(KERNELS.lossMerge, [parts, this.#lines], parameters, grid);
  }

  /** Replaces the cosines by their gradient. */
  #gradient(tile: Tile, cosines: GpuTensor): void {
    const { kernels, logScale, ids } = this.#targets();
    const [kernel, vectors] = twin(kernels.gradient, cosines.columns);
    const operands = [logScale, ids, this.#lines, cosines];
    const grid = elementGrid(vectors * Math.ceil(cosines.rows / PART));
    this.#recorder.dispatch(kernel, operands, this.#parameters(tile), grid);
  }

  /** Adds the gradients of both sides' raw rows that follow from the gradient of a tile's cosines. */
  #backward(tile: Tile, cosineGradient: GpuTensor): void {
    const { audioGradient, textGradient } = this.#operands;
    const audio = this.#unitRows("audio", tile.rows);
    const text = this.#unitRows("text", tile.columns);
    const forAudio = audioGradient.part(tile.rows.first, tile.rows.rows);
    this.#addProduct(cosineGradient, text.unit, forAudio, "none", tile.inFirstColumn);
    if (tile.inLastColumn) this.#normalizeBackward(audio, forAudio);
    const forText = textGradient.part(tile.columns.first, tile.columns.rows);
    this.#addProduct(cosineGradient, audio.unit, forText, "left", tile.inFirstRow);
    if (tile.inLastRow) this.#normalizeBackward(text, forText);
  }

  #addProduct(
    left: GpuTensor,
    right: GpuTensor,
    sum: GpuTensor,
    transpose: "none" | "left",
    isFirst: boolean,
  ): void {
    if (isFirst) return this.#multiply(left, right, sum, transpose);
    const product = this.#scratch.tensor("unitGradient", sum.rows, sum.columns);
    this.#multiply(left, right, product, transpose);
    recordElements(this.#recorder, VECTOR_KERNELS.accumulate, sum.count, [product, sum]);
  }

  #normalizeBackward({ unit, norms }: UnitRows, gradient: GpuTensor): void {
    const operands = [unit, norms, gradient];
    recordRows(this.#recorder, VECTOR_KERNELS.normalizeRowsBackwardInPlace, unit, operands);
  }

  /** Returns the unit rows of a piece of one side, and their norms. */
  #unitRows(side: Side, piece: Piece): UnitRows {
    const raw = this.#operands[side].part(piece.first, piece.rows);
    const unit = this.#scratch.tensor(`${side} unit`, raw.rows, raw.columns);
    const norms = this.#scratch.tensor(`${side} norms`, raw.rows, 1);
    if (this.#unitPieces[side] !== piece) {
      recordRows(this.#recorder, VECTOR_KERNELS.normalizeRows, raw, [raw, unit, norms]);
      this.#unitPieces[side] = piece;
    }
    return { unit, norms };
  }

  #targets(): { kernels: typeof LOSS_KERNELS.pair; logScale: GpuTensor; ids: GpuTensor } {
    const { logScale, targetIds } = this.#operands;
    const kernels = targetIds ? LOSS_KERNELS.shared : LOSS_KERNELS.pair;
    return { kernels, logScale, ids: targetIds?.ids ?? logScale };
  }

  #multiply(
    left: GpuTensor,
    right: GpuTensor,
    product: GpuTensor,
    transpose: "none" | "left" | "right",
  ): void {
    this.#products.record({ left, right, product, transpose, bias: undefined });
  }

  #parameters({ rows, columns }: Tile): number[] {
    const { audio, targetIds, lossIndex } = this.#operands;
    const size = [rows.first, columns.first, rows.rows, columns.rows];
    return [audio.rows, ...size, targetIds?.first ?? 0, lossIndex];
  }
}

interface UnitRows {
  readonly unit: GpuTensor;
  readonly norms: GpuTensor;
}

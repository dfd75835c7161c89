/**
 * Sums of Euclidean distances by class on the GPU device, a block of pairs at a time.
 * @module
 */
import type { DistanceSums } from "../compute.ts";
import type { GpuTensor, OnGpu } from "./gpu_tensor.ts";
import { KERNELS, VECTOR_KERNELS } from "./kernels.ts";
import type { MatrixMultiply } from "./matrix_multiply.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { lineGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { twin } from "./vectors.ts";

/** Rows and columns of a block: large enough for products at full speed, and 4 MiB at most. */
const BLOCK = 1024;

/** A range of rows with the values that belong to them. */
interface Rows extends Piece {
  readonly x: GpuTensor;
  readonly squares: GpuTensor;
}

/** Rows that get sums. */
interface Summed extends Rows {
  readonly sums: GpuTensor;
}

/**
 * Records sums of distances. Among the rows themselves each block of pairs is computed once and serves its rows and its
 * columns.
 */
export class DistanceSumsRecorder {
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #products: MatrixMultiply;

  /** Records with `recorder` and `products`; blocks go to `scratch`. */
  constructor(recorder: Recorder, scratch: Scratch, products: MatrixMultiply) {
    this.#recorder = recorder;
    this.#scratch = scratch;
    this.#products = products;
  }

  /** Records and submits each block: together the blocks may run for longer than a driver allows one command buffer. */
  record({ x, starts, queries, sums }: OnGpu<DistanceSums>): void {
    const pieces = this.#pieces("squares", x, sums.columns);
    const lines = queries === undefined
      ? pieces
      : this.#pieces("squares of queries", queries, sums.columns);
    const summed = lines.map((piece): Summed => ({
      ...piece,
      sums: sums.part(piece.first, piece.rows),
    }));
    this.#recorder.clear(sums);
    summed.forEach((upper, i) => {
      for (const [j, lower] of pieces.entries()) {
        if (queries === undefined && j < i) continue;
        const block = this.#distances(upper, lower);
        this.#sums(block, [block.columns, 1], upper, lower, starts);
        if (queries === undefined && j > i) {
          this.#sums(block, [1, block.columns], summed[j]!, upper, starts);
        }
        this.#recorder.submit();
      }
    });
  }

  /** Divides rows into those of blocks, and computes their squares. */
  #pieces(name: string, x: GpuTensor, classes: number): Rows[] {
    const squares = this.#scratch.tensor(name, x.rows, 1);
    const widest = Math.max(BLOCK, x.columns, classes);
    const limit = Math.min(BLOCK * BLOCK * 4, this.#recorder.bindingBytes);
    const pieces = piecesOf(x.rows, widest, limit).map(({ first, rows }): Rows => ({
      first,
      rows,
      x: x.part(first, rows),
      squares: squares.part(first, rows),
    }));
    for (const piece of pieces) this.#squares(piece);
    return pieces;
  }

  #squares({ x, squares, rows }: Rows): void {
    const [kernel, width] = twin(VECTOR_KERNELS.squaresOfRows, x.columns);
    this.#recorder.dispatch(kernel, [x, squares], [rows, width], lineGrid(rows));
  }

  #distances(left: Rows, right: Rows): GpuTensor {
    const block = this.#scratch.tensor("distances", left.rows, right.rows);
    this.#products.record({
      left: left.x,
      right: right.x,
      product: block,
      transpose: "right",
      bias: undefined,
    });
    const [kernel, width] = twin(VECTOR_KERNELS.distances, left.x.columns);
    this.#recorder.dispatch(
      kernel,
      [left.x, right.x, left.squares, right.squares, block],
      [left.rows, width, right.rows],
      [Math.ceil(right.rows / 64), left.rows],
    );
    return block;
  }

  /** Adds, for each row of `lines`, its distances to the rows of `others`: the lines of the block by its strides. */
  #sums(
    block: GpuTensor,
    strides: readonly [number, number],
    lines: Summed,
    others: Rows,
    starts: GpuTensor,
  ): void {
    this.#recorder.dispatch(
      KERNELS.sumsOfDistances,
      [block, starts, lines.sums],
      [lines.rows, 0, others.rows, ...strides, others.first],
      lineGrid(lines.rows),
    );
  }
}

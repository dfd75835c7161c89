/**
 * Sums of Euclidean distances by class on the GPU device, a block of pairs at a time.
 * @module
 */
import type { DistanceSums } from "../compute.ts";
import type { GpuTensor, OnGpu } from "./gpu_tensor.ts";
import { VECTOR_KERNELS } from "./kernels.ts";
import type { MatrixMultiply } from "./matrix_multiply.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { lineGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { twin } from "./vectors.ts";
import { MOST_ROUNDS } from "./walks.ts";

/** Rows and columns of a block: large enough for products at full speed, and 4 MiB at most. */
const BLOCK = 1024;

/** Most rounds of loops for a number of a block, beside those along its rows: each may begin a class, which is searched. */
const ROUNDS_OF_NUMBER = 40;

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
        const block = this.#multiply(upper, lower);
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

  #multiply(left: Rows, right: Rows): GpuTensor {
    const product = this.#scratch.tensor("products of rows", left.rows, right.rows);
    const factors = { left: left.x, right: right.x } as const;
    this.#products.record({ ...factors, product, transpose: "right", bias: undefined });
    return product;
  }

  /** Adds, for each row of `lines`, its distances to the rows of `others`: the lines of the block by its strides. */
  #sums(
    block: GpuTensor,
    strides: readonly [number, number],
    lines: Summed,
    others: Rows,
    starts: GpuTensor,
  ): void {
    const [kernel, width] = twin(VECTOR_KERNELS.sumsOfDistances, lines.x.columns);
    const most = Math.max(1, Math.floor(MOST_ROUNDS / (width + ROUNDS_OF_NUMBER)));
    for (let begin = 0; begin < others.rows; begin += most) {
      this.#recorder.dispatch(
        kernel,
        [lines.x, others.x, lines.squares, others.squares, block, starts, lines.sums],
        [lines.rows, width, Math.min(most, others.rows - begin), begin, ...strides, others.first],
        lineGrid(Math.ceil(lines.rows / 4)),
      );
    }
  }
}

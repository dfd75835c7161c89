/**
 * Products of matrices that are larger than the device's largest binding, or deeper than a kernel can loop: they are
 * computed block by block.
 * @module
 */
import { recordActivation } from "./activation.ts";
import { ELEMENT_BYTES, GpuTensor } from "./gpu_tensor.ts";
import { KERNELS } from "./kernels.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { depthOf, type Product, toMultipleOf4 } from "./product.ts";
import { elementGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { MOST_STEPS } from "./walks.ts";

/** Ranges of the product's rows, of its columns, and of the inner dimension; every combination of them is a block. */
interface Ranges {
  readonly rows: readonly Piece[];
  readonly columns: readonly Piece[];
  readonly inner: readonly Piece[];
}

/** A block of a matrix: some rows and some columns. */
interface Block {
  readonly rows: Piece;
  readonly columns: Piece;
}

const whole = (size: number): Piece[] => [{ first: 0, rows: size }];

/** Records products of any size that fits in the device's memory. */
export class LargeMatrixMultiply {
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #products: { record(operands: Product): void };

  /** `products` records products that fit and those of blocks; blocks that are copied out go to `scratch`. */
  constructor(
    recorder: Recorder,
    scratch: Scratch,
    products: { record(operands: Product): void },
  ) {
    this.#recorder = recorder;
    this.#scratch = scratch;
    this.#products = products;
  }

  /** Records one product. */
  record(operands: Product): void {
    const ranges = rangesOf(operands, this.#recorder.bindingBytes);
    const blocks = ranges.rows.length * ranges.columns.length * ranges.inner.length;
    if (blocks === 1) return this.#products.record(operands);
    for (const rows of ranges.rows) {
      for (const columns of ranges.columns) {
        for (const [number, inner] of ranges.inner.entries()) {
          this.#block(operands, rows, columns, inner, number > 0);
          // A command buffer that runs for minutes would trigger a graphics card's watchdog.
          this.#recorder.submit();
        }
      }
    }
    this.#activate(operands);
  }

  #activate(operands: Product): void {
    const { product, activation } = operands;
    if (!activation) return;
    for (const { first, rows } of this.#bindable(product)) {
      const output = activation.output.part(first, rows);
      const part = { product: product.part(first, rows), activation: { ...activation, output } };
      recordActivation(this.#recorder, { ...operands, ...part });
    }
  }

  #block(
    { left, right, product, transpose, bias }: Product,
    rows: Piece,
    columns: Piece,
    inner: Piece,
    accumulate: boolean,
  ): void {
    const leftBlock = transpose === "left"
      ? { rows: inner, columns: rows }
      : { rows, columns: inner };
    const rightBlock = transpose === "right"
      ? { rows: columns, columns: inner }
      : { rows: inner, columns };
    const place = { rows, columns };
    const direct = !accumulate && spansColumns(product, place);
    const target = direct
      ? product.part(rows.first, rows.rows)
      : this.#scratch.tensor("block product", rows.rows, columns.rows);
    this.#products.record({
      left: this.#cut("block left", left, leftBlock),
      right: this.#cut("block right", right, rightBlock),
      product: target,
      transpose,
      bias: accumulate ? undefined : bias && partOfRow(bias, columns),
    });
    if (!direct) this.#place(target, product, place, accumulate);
  }

  /** Returns the block as a matrix of its own: in place if it spans all columns, else a copy. */
  #cut(purpose: string, source: GpuTensor, block: Block): GpuTensor {
    const { rows, columns } = block;
    const part = source.part(rows.first, rows.rows);
    if (spansColumns(source, block)) return part;
    const copy = this.#scratch.tensor(purpose, rows.rows, columns.rows);
    for (const { first, rows: count } of this.#bindable(part)) {
      const shape = [count, columns.rows];
      const from = [source.columns, 0, columns.first];
      const to = [copy.columns, first, 0];
      this.#dispatch(part.part(first, count), copy, [...shape, ...from, ...to, 0]);
    }
    return copy;
  }

  #place(source: GpuTensor, target: GpuTensor, { rows, columns }: Block, accumulate: boolean) {
    const part = target.part(rows.first, rows.rows);
    for (const { first, rows: count } of this.#bindable(part)) {
      const shape = [count, columns.rows];
      const from = [source.columns, first, 0];
      const to = [target.columns, 0, columns.first];
      const parameters = [...shape, ...from, ...to, Number(accumulate)];
      this.#dispatch(source, part.part(first, count), parameters);
    }
  }

  #bindable({ rows, columns }: GpuTensor): Piece[] {
    return piecesOf(rows, columns, this.#recorder.bindingBytes);
  }

  #dispatch(source: GpuTensor, target: GpuTensor, parameters: readonly number[]): void {
    const [rows, columns] = parameters as [number, number];
    const grid = elementGrid(rows * columns);
    this.#recorder.dispatch(KERNELS.placeBlock, [source, target], parameters, grid);
  }
}

/** Returns the ranges whose blocks can be bound. A dimension is cut only along rows of a matrix that is too large. */
function rangesOf(operands: Product, limit: number): Ranges {
  const { product: { rows, columns }, transpose } = operands;
  const inner = depthOf(operands);
  // Kernels repack factors to sizes that are multiples of 4.
  const [evenRows, evenColumns, evenInner] = [rows, columns, inner].map(toMultipleOf4) as Triple;
  const exceeds = (height: number, width: number) => height * width * ELEMENT_BYTES > limit;
  const leftExceeds = exceeds(evenRows, evenInner);
  const rightExceeds = exceeds(evenInner, evenColumns);
  const cutsRows = exceeds(evenRows, evenColumns) || (leftExceeds && transpose !== "left");
  const cutsColumns = rightExceeds && transpose === "right";
  const cutsInner = inner > MOST_STEPS || (leftExceeds && transpose === "left") ||
    (rightExceeds && transpose !== "right");
  const widest = Math.max(evenColumns, evenInner);
  const widestFactor = transpose === "left" ? Math.max(evenRows, evenColumns) : evenColumns;
  // Padding may add three rows to a piece.
  const cut = (size: number, width: number, most = Infinity) =>
    piecesOf(
      size,
      width,
      Math.min(limit - 3 * width * ELEMENT_BYTES, most * width * ELEMENT_BYTES),
    );
  return {
    rows: cutsRows ? cut(rows, widest) : whole(rows),
    columns: cutsColumns ? cut(columns, evenInner) : whole(columns),
    inner: cutsInner ? cut(inner, widestFactor, MOST_STEPS) : whole(inner),
  };
}

type Triple = [number, number, number];

function spansColumns({ columns: width }: GpuTensor, { columns }: Block): boolean {
  return columns.rows === width;
}

function partOfRow({ memory, offset, type }: GpuTensor, { first, rows: count }: Piece): GpuTensor {
  return new GpuTensor(memory, offset + first, 1, count, type);
}

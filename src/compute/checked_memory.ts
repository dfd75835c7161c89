/**
 * The checks on making, moving and releasing tensors, which every device shares.
 * @module
 */
import { expect, expectInteger, expectType, shapeOf, TensorLedger } from "./checks.ts";
import type { Compute, Tensor } from "./compute.ts";

/** Tensors of a device, with sizes, types, bounds and lifetimes checked. */
export abstract class CheckedMemory {
  /** The device itself. */
  protected readonly inner: Compute;
  /** Its living tensors. */
  protected readonly ledger: TensorLedger = new TensorLedger();

  /** Checks what is asked of `inner`. */
  constructor(inner: Compute) {
    this.inner = inner;
  }

  /** What this device is. */
  get device(): Compute["device"] {
    return this.inner.device;
  }

  /** As the device says. */
  get viewAlignment(): number {
    return this.inner.viewAlignment;
  }

  /** Checked: positive sizes, as many values as elements. */
  tensor(rows: number, columns: number, values?: Float32Array): Tensor {
    expectSizes("make a tensor", rows, columns, values ?? { length: rows * columns });
    return this.ledger.enter(this.inner.tensor(rows, columns, values));
  }

  /** Checked as {@link tensor}; what they hold is noted. */
  indices(rows: number, columns: number, values: Uint32Array): Tensor {
    expectSizes("make indices", rows, columns, values);
    const indices = this.ledger.enter(this.inner.indices(rows, columns, values));
    this.ledger.noteValues(indices, values);
    return indices;
  }

  /** Checked: a living float32 row, an aligned offset, an end within the row. */
  view(row: Tensor, offset: number, rows: number, columns: number): Tensor {
    const action = `view ${rows}×${columns} at ${offset} of ${shapeOf(row)}`;
    const root = this.ledger.rootOf(action, "the row", row);
    expectType(action, "the row", row, "float32");
    expect(row.rows === 1, action, "only a row can be viewed");
    expectInteger(action, "rows", rows, 1);
    expectInteger(action, "columns", columns, 1);
    expectInteger(action, "offset", offset, 0);
    const aligned = offset % this.viewAlignment === 0;
    expect(aligned, action, `offset is no multiple of ${this.viewAlignment}`);
    expect(offset + rows * columns <= row.columns, action, "it ends outside the row");
    return this.ledger.enter(this.inner.view(row, offset, rows, columns), root);
  }

  /** Checked: a living float32 tensor, as many values as elements. */
  write(tensor: Tensor, values: Float32Array): void {
    this.ledger.rootOf("write", "tensor", tensor);
    expectType("write", "tensor", tensor, "float32");
    expectSizes("write", tensor.rows, tensor.columns, values);
    this.inner.write(tensor, values);
  }

  /** Checked: a living float32 tensor. */
  async read(tensor: Tensor): Promise<Float32Array> {
    this.ledger.rootOf("read", "tensor", tensor);
    expectType("read", "tensor", tensor, "float32");
    return await this.inner.read(tensor);
  }

  /** Checked: a living uint32 tensor. */
  async readIndices(tensor: Tensor): Promise<Uint32Array> {
    this.ledger.rootOf("read indices", "tensor", tensor);
    expectType("read indices", "tensor", tensor, "uint32");
    return await this.inner.readIndices(tensor);
  }

  /** Checked: living tensors; views are left alone. */
  release(...tensors: readonly Tensor[]): void {
    for (const tensor of tensors) {
      if (this.ledger.rootOf("release", "tensor", tensor) !== tensor) continue;
      this.ledger.strike(tensor);
      this.inner.release(tensor);
    }
  }

  /** As the device does. */
  submit(): void {
    this.inner.submit();
  }

  /** As the device does; no tensor can be used after it. */
  close(): void {
    this.ledger.strikeAll();
    this.inner.close();
  }
}

function expectSizes(
  action: string,
  rows: number,
  columns: number,
  values: { readonly length: number },
): void {
  expectInteger(action, "rows", rows, 1);
  expectInteger(action, "columns", columns, 1);
  const found = `${values.length} values were given; expected ${rows}×${columns}`;
  expect(values.length === rows * columns, action, found);
}

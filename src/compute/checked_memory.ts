/**
 * Checks the creation, copying and release of tensors on every device.
 * @module
 */
import { expect, expectInteger, expectType, shapeOf, TensorLedger } from "./checks.ts";
import type { Compute, Tensor } from "./compute.ts";

/** The tensors of a device, with sizes, types, bounds and lifetimes checked. */
export abstract class CheckedMemory {
  /** The wrapped device. */
  protected readonly inner: Compute;
  /** Its live tensors. */
  protected readonly ledger: TensorLedger = new TensorLedger();

  /** Wraps `inner` in checks. */
  constructor(inner: Compute) {
    this.inner = inner;
  }

  /** Description of the device. */
  get device(): Compute["device"] {
    return this.inner.device;
  }

  /** Passes the device's value on. */
  get viewAlignment(): number {
    return this.inner.viewAlignment;
  }

  /** Checks that sizes are positive and that there is one value per element. */
  tensor(rows: number, columns: number, values?: Float32Array): Tensor {
    expectSizes("make a tensor", rows, columns, values ?? { length: rows * columns });
    return this.ledger.enter(this.inner.tensor(rows, columns, values));
  }

  /** Checks as {@link tensor} does, and records the range of the values. */
  indices(rows: number, columns: number, values: Uint32Array): Tensor {
    expectSizes("make indices", rows, columns, values);
    const indices = this.ledger.enter(this.inner.indices(rows, columns, values));
    this.ledger.noteValues(indices, values);
    return indices;
  }

  /** Checks that the row is a live float32 tensor, the offset is aligned, and the view ends within the row. */
  view(row: Tensor, offset: number, rows: number, columns: number): Tensor {
    const action = `view ${rows}×${columns} at ${offset} of ${shapeOf(row)}`;
    const root = this.ledger.rootOf(action, "the row", row);
    expectType(action, "the row", row, "float32");
    expect(row.rows === 1, action, "only a row can be viewed");
    expectInteger(action, "rows", rows, 1);
    expectInteger(action, "columns", columns, 1);
    expectInteger(action, "offset", offset, 0);
    const aligned = offset % this.viewAlignment === 0;
    expect(aligned, action, `offset is not a multiple of ${this.viewAlignment}`);
    expect(offset + rows * columns <= row.columns, action, "it ends outside the row");
    return this.ledger.enter(this.inner.view(row, offset, rows, columns), root);
  }

  /** Checks that the tensor is live and float32, and that there is one value per element. */
  write(tensor: Tensor, values: Float32Array): void {
    this.ledger.rootOf("write", "tensor", tensor);
    expectType("write", "tensor", tensor, "float32");
    expectSizes("write", tensor.rows, tensor.columns, values);
    this.inner.write(tensor, values);
  }

  /** Checks that the tensor is live and float32, and that `into` has one value per element. */
  async read(tensor: Tensor, into?: Float32Array): Promise<Float32Array> {
    this.ledger.rootOf("read", "tensor", tensor);
    expectType("read", "tensor", tensor, "float32");
    if (into) expectSizes("read into an array", tensor.rows, tensor.columns, into);
    return await this.inner.read(tensor, into);
  }

  /** Checks that the tensor is live and uint32. */
  async readIndices(tensor: Tensor): Promise<Uint32Array> {
    this.ledger.rootOf("read indices", "tensor", tensor);
    expectType("read indices", "tensor", tensor, "uint32");
    return await this.inner.readIndices(tensor);
  }

  /** Checks that the tensors are live; views are left alone. */
  release(...tensors: readonly Tensor[]): void {
    for (const tensor of tensors) {
      if (this.ledger.rootOf("release", "tensor", tensor) !== tensor) continue;
      this.ledger.strike(tensor);
      this.inner.release(tensor);
    }
  }

  /** Passes the call on. */
  submit(): void {
    this.inner.submit();
  }

  /** Passes the call on; no tensor can be used afterwards. */
  close(): void {
    this.ledger.strikeAll();
    this.inner.close();
  }

  /** Same as {@link CheckedMemory.close}. */
  [Symbol.dispose](): void {
    this.close();
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

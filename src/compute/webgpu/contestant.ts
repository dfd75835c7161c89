/**
 * One variant of the matrix product on its own device, so that a fault of it affects no other variant.
 * @module
 */
import { DeviceError } from "../../basics/errors.ts";
import type { Transpose } from "../compute.ts";
import { describeAdapter } from "./adapter.ts";
import { type Clock, clockFor } from "./clock.ts";
import { MatrixMultiply } from "./matrix_multiply.ts";
import type { Product } from "./product.ts";
import { Recorder } from "./recorder.ts";
import { Scratch } from "./scratch.ts";
import type { ProductShape, VariantName } from "./variants.ts";

/** A product with its answer: left is rows × depth, right depth × columns. */
export interface Task extends ProductShape {
  /** The left factor. */
  readonly left: Float32Array;
  /** The right factor. */
  readonly right: Float32Array;
  /** The expected product. */
  readonly expected: Float32Array;
}

/** The largest error of a product, as a share of its largest element. Rounding at depth 512 stays under 1e-5. */
const TOLERANCE = 1e-4;

/** A variant, ready for products. */
export class Contestant {
  readonly #device: GPUDevice;
  readonly #recorder: Recorder;
  readonly #products: MatrixMultiply;

  private constructor(device: GPUDevice, name: string, readonly variant: VariantName) {
    this.#device = device;
    this.#recorder = new Recorder(device, name, device.limits.maxStorageBufferBindingSize);
    const table = { vector: variant, small: variant, large: variant };
    this.#products = new MatrixMultiply(this.#recorder, new Scratch(this.#recorder), table);
  }

  /** Opens a fresh adapter for one variant. */
  static async open(adapter: GPUAdapter, variant: VariantName): Promise<Contestant> {
    const clock: GPUFeatureName = "timestamp-query";
    const requiredFeatures = adapter.features.has(clock) ? [clock] : [];
    const device = await adapter.requestDevice({ requiredFeatures });
    return new Contestant(device, describeAdapter(adapter).name, variant);
  }

  /**
   * Checks the variant on tasks, which also compiles the kernels that they use.
   *
   * @returns a clock for all tasks in all three transpositions, one after the other
   * @throws {DeviceError} when a product is wrong; any error of the device when it fails
   */
  async prove(tasks: readonly Task[]): Promise<Clock> {
    const all: Product[] = [];
    for (const task of tasks) {
      for (const operands of this.#productsOf(task)) {
        this.#products.record(operands);
        const found = new Float32Array(await this.#recorder.read(operands.product));
        expectClose(found, task.expected, operands.transpose);
        all.push(operands);
      }
    }
    const record = () => all.forEach((operands) => this.#products.record(operands));
    return clockFor(this.#device, this.#recorder, record, all[0]!.product);
  }

  /** Releases the device. */
  close(): void {
    this.#recorder.close();
  }

  /** The task with neither factor, the left one and the right one stored transposed. */
  #productsOf({ rows, columns, depth, left, right }: Task): Product[] {
    const upload = (height: number, width: number, values?: Float32Array) => {
      const tensor = this.#recorder.tensor(height, width, "float32");
      if (values) this.#recorder.write(tensor, values);
      return tensor;
    };
    const plainLeft = upload(rows, depth, left), plainRight = upload(depth, columns, right);
    const product = upload(rows, columns);
    const turnedLeft = upload(depth, rows, transposed(left, rows, depth));
    const turnedRight = upload(columns, depth, transposed(right, depth, columns));
    const rest = { product, bias: undefined };
    return [
      { left: plainLeft, right: plainRight, transpose: "none", ...rest },
      { left: turnedLeft, right: plainRight, transpose: "left", ...rest },
      { left: plainLeft, right: turnedRight, transpose: "right", ...rest },
    ];
  }
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
}

function expectClose(found: Float32Array, expected: Float32Array, transpose: Transpose): void {
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  // Not `difference > limit`: NaN is wrong too.
  const at = expected.findIndex((value, i) => !(Math.abs(found[i]! - value) <= TOLERANCE * scale));
  if (at < 0) return;
  throw new DeviceError(
    `element ${at} of a product (transpose: ${transpose}) is ${found[at]}; expected ${
      expected[at]
    }`,
  );
}

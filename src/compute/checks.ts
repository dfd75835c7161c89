/**
 * What every operation asks of its operands, in words that a caller can act on.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { ElementType, Tensor } from "./compute.ts";

/** An operand with the shape, and the type if not float32, that an operation expects of it. */
export type Operand = readonly [
  tensor: Tensor,
  rows: number,
  columns: number,
  type?: ElementType,
];

/** Operands by the name that they have in the operation's signature. */
export type Operands = Readonly<Record<string, Operand>>;

/** Any float32 tensor. */
export function like(tensor: Tensor): Operand {
  return [tensor, tensor.rows, tensor.columns];
}

/** A tensor's shape as errors write it, such as `3×4`. */
export function shapeOf(tensor: Tensor): string {
  return `${tensor.rows}×${tensor.columns}`;
}

/** Fails with one line unless what is expected holds. */
export function expect(holds: boolean, action: string, found: string): asserts holds {
  if (!holds) throw new InputError(`Cannot ${action}: ${found}`);
}

/** Fails unless a number is an integer from `low` to `high`. */
export function expectInteger(
  action: string,
  name: string,
  value: number,
  low: number,
  high = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  const range = high === Number.MAX_SAFE_INTEGER ? `at least ${low}` : `${low} to ${high}`;
  throw new InputError(`Cannot ${action}: ${name} is ${value}; expected an integer, ${range}`);
}

/** Fails unless a tensor has the shape and type expected. */
function expectShape(
  action: string,
  name: string,
  [tensor, rows, columns, type = "float32"]: Operand,
): void {
  if (tensor.rows !== rows || tensor.columns !== columns) {
    const found = `${name} is ${shapeOf(tensor)}; expected ${rows}×${columns}`;
    throw new InputError(`Cannot ${action}: ${found}`);
  }
  expectType(action, name, tensor, type);
}

/** Fails unless a tensor has the element type expected. */
export function expectType(action: string, name: string, tensor: Tensor, type: ElementType): void {
  if (tensor.type === type) return;
  throw new InputError(`Cannot ${action}: ${name} holds ${tensor.type}; expected ${type}`);
}

/** Knows which tensors of one device are alive, whose memory a view shares, and how large indices are. */
export class TensorLedger {
  #roots = new WeakMap<Tensor, Tensor>();
  #largest = new WeakMap<Tensor, number>();
  /** The first values of uint32 tensors in which none is less than the one before. */
  #risingFrom = new WeakMap<Tensor, number>();

  /** Enters a tensor that was made; for a view, with the row whose memory it shares. */
  enter(tensor: Tensor, root: Tensor = tensor): Tensor {
    this.#roots.set(tensor, root);
    return tensor;
  }

  /** Notes what a uint32 tensor holds. */
  noteValues(indices: Tensor, values: Uint32Array): void {
    this.noteLargest(indices, values.reduce((largest, value) => Math.max(largest, value)));
    const rises = values.every((value, at) => at === 0 || value >= values[at - 1]!);
    if (rises) this.#risingFrom.set(indices, values[0]!);
  }

  /** Notes the largest value that an operation may write to a uint32 tensor. */
  noteLargest(indices: Tensor, largest: number): void {
    this.#largest.set(indices, largest);
    this.#risingFrom.delete(indices);
  }

  /** Fails unless every index of a uint32 tensor is below `bound`. */
  expectBelow(action: string, indices: Tensor, bound: number): void {
    const largest = this.#largest.get(indices) ?? 0;
    if (largest < bound) return;
    throw new InputError(
      `Cannot ${action}: indices holds ${largest}; expected row numbers below ${bound}`,
    );
  }

  /** Fails unless the values of a uint32 tensor rise, or stay, from 0 to `last`. */
  expectRising(action: string, name: string, indices: Tensor, last: number): void {
    const first = this.#risingFrom.get(indices);
    const largest = this.#largest.get(indices);
    if (first === 0 && largest === last) return;
    const found = first === undefined ? "does not always rise" : `goes from ${first} to ${largest}`;
    throw new InputError(`Cannot ${action}: ${name} ${found}; expected to rise from 0 to ${last}`);
  }

  /** The tensor whose memory this one uses; fails when that was released or lies on another device. */
  rootOf(action: string, name: string, tensor: Tensor): Tensor {
    const root = this.#roots.get(tensor);
    if (root !== undefined && this.#roots.has(root)) return root;
    const problem = `${name} was released, or belongs to another device`;
    throw new InputError(`Cannot ${action}: ${problem}`);
  }

  /** Strikes a tensor out; what views it goes with it. */
  strike(tensor: Tensor): void {
    this.#roots.delete(tensor);
  }

  /** Strikes out every tensor. */
  strikeAll(): void {
    this.#roots = new WeakMap();
  }

  /**
   * Fails unless all operands are alive and shaped as expected, and nothing that is written shares memory with
   * something that is read: a GPU refuses that, so every device does.
   */
  expectOperands(action: string, reads: Operands, writes: Operands): void {
    for (const name in reads) expectShape(action, name, reads[name]!);
    for (const output in writes) {
      expectShape(action, output, writes[output]!);
      const root = this.rootOf(action, output, writes[output]![0]);
      for (const input in reads) {
        if (this.rootOf(action, input, reads[input]![0]) === root) {
          throw new InputError(`Cannot ${action}: ${output} shares the memory of ${input}`);
        }
      }
    }
  }
}

/**
 * The requirements of operations on their operands, with messages that a caller can act on.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { ElementType, Tensor } from "./compute.ts";

/** An operand with the shape that an operation expects, and the type if it is not float32. */
export type Operand = readonly [
  tensor: Tensor,
  rows: number,
  columns: number,
  type?: ElementType,
];

/** Operands by their name in the operation's signature. */
export type Operands = Readonly<Record<string, Operand>>;

/** Any float32 tensor. */
export function like(tensor: Tensor): Operand {
  return [tensor, tensor.rows, tensor.columns];
}

/** Formats a tensor's shape for errors, such as `3×4`. */
export function shapeOf(tensor: Tensor): string {
  return `${tensor.rows}×${tensor.columns}`;
}

/** Throws a one-line error unless the condition holds. */
export function expect(holds: boolean, action: string, found: string): asserts holds {
  if (!holds) throw new InputError(`Cannot ${action}: ${found}`);
}

/** Throws unless a number is an integer from `low` to `high`. */
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

/** Throws unless a tensor has the expected shape and type. */
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

/** Throws unless a tensor has the expected element type. */
export function expectType(action: string, name: string, tensor: Tensor, type: ElementType): void {
  if (tensor.type === type) return;
  throw new InputError(`Cannot ${action}: ${name} holds ${tensor.type}; expected ${type}`);
}

/** Tracks the live tensors of one device, which memory a view shares, and the largest values of index tensors. */
export class TensorLedger {
  #roots = new WeakMap<Tensor, Tensor>();
  #largest = new WeakMap<Tensor, number>();
  /** The first values of uint32 tensors whose values never fall. */
  #risingFrom = new WeakMap<Tensor, number>();

  /** Registers a new tensor; for a view, with the row whose memory it shares. */
  enter(tensor: Tensor, root: Tensor = tensor): Tensor {
    this.#roots.set(tensor, root);
    return tensor;
  }

  /** Records the range of a uint32 tensor's values. */
  noteValues(indices: Tensor, values: Uint32Array): void {
    this.noteLargest(indices, values.reduce((largest, value) => Math.max(largest, value)));
    const rises = values.every((value, at) => at === 0 || value >= values[at - 1]!);
    if (rises) this.#risingFrom.set(indices, values[0]!);
  }

  /** Records the largest value that an operation may write to a uint32 tensor. */
  noteLargest(indices: Tensor, largest: number): void {
    this.#largest.set(indices, largest);
    this.#risingFrom.delete(indices);
  }

  /** Throws unless every index in a uint32 tensor is below `bound`. */
  expectBelow(action: string, indices: Tensor, bound: number): void {
    const largest = this.#largest.get(indices) ?? 0;
    if (largest < bound) return;
    throw new InputError(
      `Cannot ${action}: indices holds ${largest}; expected row numbers below ${bound}`,
    );
  }

  /** Throws unless the values of a uint32 tensor never fall and run from 0 to `last`. */
  expectRising(action: string, name: string, indices: Tensor, last: number): void {
    const first = this.#risingFrom.get(indices);
    const largest = this.#largest.get(indices);
    if (first === 0 && largest === last) return;
    const found = first === undefined ? "does not always rise" : `goes from ${first} to ${largest}`;
    throw new InputError(`Cannot ${action}: ${name} ${found}; expected to rise from 0 to ${last}`);
  }

  /** Returns the tensor whose memory this one uses; throws if it was released or belongs to another device. */
  rootOf(action: string, name: string, tensor: Tensor): Tensor {
    const root = this.#roots.get(tensor);
    if (root !== undefined && this.#roots.has(root)) return root;
    const problem = `${name} was released, or belongs to another device`;
    throw new InputError(`Cannot ${action}: ${problem}`);
  }

  /** Removes a tensor, and with it its views. */
  strike(tensor: Tensor): void {
    this.#roots.delete(tensor);
  }

  /** Removes every tensor. */
  strikeAll(): void {
    this.#roots = new WeakMap();
  }

  /**
   * Throws unless all operands are live and have the expected shapes, and no written operand shares memory with one
   * that is read: a GPU refuses that, so every device does.
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

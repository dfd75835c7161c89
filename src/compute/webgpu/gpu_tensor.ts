/**
 * A tensor of the GPU device: a part of a GPU buffer.
 * @module
 */
import type { ElementType, Tensor } from "../compute.ts";

/** Bytes of an element; both element types have 32 bits. */
export const ELEMENT_BYTES = 4;

/** A GPU buffer or texture with a number by which caches know it. */
export interface Memory<Held extends GPUBuffer | GPUTexture = GPUBuffer | GPUTexture> {
  /** Unique among the memories of one device. */
  readonly id: number;
  /** The buffer or texture. */
  readonly held: Held;
  /** Its size. */
  readonly bytes: number;
}

/** Operands whose tensors, also those further inside, are this device's. */
export type OnGpu<Operand> = Operand extends Tensor ? GpuTensor
  : Operand extends object ? { readonly [Name in keyof Operand]: OnGpu<Operand[Name]> }
  : Operand;

/** A matrix that lies in a GPU buffer. */
export class GpuTensor implements Tensor {
  /** What can be bound to a kernel. */
  readonly binding: Required<GPUBufferBinding>;
  /** Names the memory in the keys of caches; two views of one place have the same. */
  readonly key: string;

  /** A matrix at a place in memory. */
  constructor(
    /** Where it lies. */
    readonly memory: Memory<GPUBuffer>,
    /** Index of its first element there. */
    readonly offset: number,
    /** As {@link Tensor} has it. */
    readonly rows: number,
    /** As {@link Tensor} has it. */
    readonly columns: number,
    /** As {@link Tensor} has it. */
    readonly type: ElementType,
  ) {
    const size = rows * columns * ELEMENT_BYTES;
    this.binding = { buffer: memory.held, offset: offset * ELEMENT_BYTES, size };
    this.key = `${memory.id}:${offset}:${rows * columns}`;
  }

  /**
   * Some of its rows, as a tensor on the same memory.
   * @param first a row whose first element lies at a multiple of the device's alignment; multiples of 64 always do
   */
  part(first: number, rows: number): GpuTensor {
    const offset = this.offset + first * this.columns;
    return new GpuTensor(this.memory, offset, rows, this.columns, this.type);
  }

  /** Number of elements. */
  get count(): number {
    return this.rows * this.columns;
  }
}

/**
 * A tensor of the GPU device: a part of a GPU buffer.
 * @module
 */
import type { ElementType, Tensor } from "../compute.ts";

/** Bytes of an element; both element types have 32 bits. */
export const ELEMENT_BYTES = 4;

/** A GPU buffer or texture with a number that identifies it in caches. */
export interface Memory<Held extends GPUBuffer | GPUTexture = GPUBuffer | GPUTexture> {
  /** Unique among the memories of one device. */
  readonly id: number;
  /** The buffer or texture. */
  readonly held: Held;
  /** Its size. */
  readonly bytes: number;
}

/** Operands whose tensors, including nested ones, belong to this device. */
export type OnGpu<Operand> = Operand extends Tensor ? GpuTensor
  : Operand extends Float32Array ? Operand
  : Operand extends object ? { readonly [Name in keyof Operand]: OnGpu<Operand[Name]> }
  : Operand;

/** A matrix that lies in a GPU buffer. */
export class GpuTensor implements Tensor {
  /** A resource that a kernel can bind. */
  readonly binding: Required<GPUBufferBinding>;
  /** Identifies the memory in the keys of caches; two views of the same memory have the same number. */
  readonly key: string;

  /** A matrix at an offset in a buffer. */
  constructor(
    /** The memory that holds it. */
    readonly memory: Memory<GPUBuffer>,
    /** Index of its first element in that memory. */
    readonly offset: number,
    /** As in {@link Tensor}. */
    readonly rows: number,
    /** As in {@link Tensor}. */
    readonly columns: number,
    /** As in {@link Tensor}. */
    readonly type: ElementType,
  ) {
    const size = rows * columns * ELEMENT_BYTES;
    this.binding = { buffer: memory.held, offset: offset * ELEMENT_BYTES, size };
    this.key = `${memory.id}:${offset}:${rows * columns}`;
  }

  /**
   * Returns some of its rows as a tensor on the same memory.
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

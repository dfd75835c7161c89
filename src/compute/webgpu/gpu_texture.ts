/**
 * A texture of the GPU device: a copy of a matrix that kernels read four elements at a time.
 * @module
 */
import type { Memory } from "./gpu_tensor.ts";

/** A texture of 32-bit floats, four a texel. */
export class GpuTexture {
  /** A resource that a kernel can bind. */
  readonly binding: GPUTextureView;
  /** Identifies the memory in the keys of caches. */
  readonly key: string;

  /** A whole texture. */
  constructor(
    /** The memory that holds it. */
    readonly memory: Memory<GPUTexture>,
  ) {
    this.binding = memory.held.createView();
    this.key = String(memory.id);
  }

  /** Texels in a row. */
  get width(): number {
    return this.memory.held.width;
  }

  /** Number of rows of texels. */
  get height(): number {
    return this.memory.held.height;
  }
}

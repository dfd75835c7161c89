/**
 * A texture of the GPU device: a copy of a matrix that kernels read four elements at a time.
 * @module
 */
import type { Memory } from "./gpu_tensor.ts";

/** A texture of 32-bit floats, four a texel. */
export class GpuTexture {
  /** What can be bound to a kernel. */
  readonly binding: GPUTextureView;
  /** Names the memory in the keys of caches. */
  readonly key: string;

  /** All of a texture. */
  constructor(
    /** Where it lies. */
    readonly memory: Memory<GPUTexture>,
  ) {
    this.binding = memory.held.createView();
    this.key = String(memory.id);
  }

  /** Texels of a row. */
  get width(): number {
    return this.memory.held.width;
  }

  /** Rows of texels. */
  get height(): number {
    return this.memory.held.height;
  }
}

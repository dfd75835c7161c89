/**
 * Memory for values between the dispatches of one operation.
 * @module
 */
import { GpuTensor } from "./gpu_tensor.ts";
import type { GpuTexture } from "./gpu_texture.ts";
import type { Recorder } from "./recorder.ts";

/** Tensors and textures known by what they are for, each kept at the largest size that was asked for. */
export class Scratch {
  readonly #recorder: Recorder;
  readonly #tensors = new Map<string, GpuTensor>();
  readonly #textures = new Map<string, GpuTexture>();

  /** Takes its memory from this device. */
  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** The tensor for one purpose; asking again for it ends the use of the last. */
  tensor(purpose: string, rows: number, columns: number): GpuTensor {
    const known = this.#tensors.get(purpose);
    if (known && known.count >= rows * columns) {
      return new GpuTensor(known.memory, 0, rows, columns, "float32");
    }
    const tensor = this.#recorder.tensor(rows, columns, "float32");
    if (known) this.#recorder.release(known);
    this.#tensors.set(purpose, tensor);
    return tensor;
  }

  /** The texture for one purpose and width, of at least that height; asking again for it ends the use of the last. */
  texture(purpose: string, width: number, height: number): GpuTexture {
    const key = `${purpose} ${width}`;
    const known = this.#textures.get(key);
    if (known && known.height >= height) return known;
    const texture = this.#recorder.texture(width, height);
    if (known) this.#recorder.release(known);
    this.#textures.set(key, texture);
    return texture;
  }
}

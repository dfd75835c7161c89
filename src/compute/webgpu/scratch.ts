/**
 * Memory for values between the dispatches of one operation.
 * @module
 */
import { GpuTensor } from "./gpu_tensor.ts";
import type { GpuTexture } from "./gpu_texture.ts";
import { type Recorder, TEXEL_BYTES } from "./recorder.ts";

/**
 * Bytes of the textures for one purpose that are kept for later. Making one costs what clearing it does, which next to
 * products of small factors is much: a few sizes that take turns, as in a step of training, are kept. Next to products
 * of larger factors it is little.
 */
const KEPT_BYTES = 16 * 2 ** 20;

/** Tensors by what they are for, each kept at the largest size that was asked for, and textures. */
export class Scratch {
  readonly #recorder: Recorder;
  readonly #tensors = new Map<string, GpuTensor>();
  /** Those for one purpose, the last one used first. */
  readonly #textures = new Map<string, readonly GpuTexture[]>();

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

  /** A texture for one purpose, of at least that size; asking again for it ends the use of the last. */
  texture(purpose: string, width: number, height: number): GpuTexture {
    const known = this.#textures.get(purpose) ?? [];
    const found = known.find((texture) => serves(texture, width, height));
    let bytes = found?.memory.bytes ?? width * height * TEXEL_BYTES;
    const kept: GpuTexture[] = [];
    for (const other of known) {
      if (other === found) continue;
      bytes += other.memory.bytes;
      if (bytes <= KEPT_BYTES) kept.push(other);
      else this.#recorder.release(other);
    }
    const texture = found ?? this.#recorder.texture(width, height);
    this.#textures.set(purpose, [texture, ...kept]);
    return texture;
  }
}

/** Whether a texture does for a size. One that is too large to keep does for its own only, so that another ends it. */
function serves(texture: GpuTexture, width: number, height: number): boolean {
  if (texture.memory.bytes > KEPT_BYTES) {
    return texture.width === width && texture.height === height;
  }
  return texture.width >= width && texture.height >= height;
}

/**
 * Memory for intermediate values between the dispatches of one operation.
 * @module
 */
import { GpuTensor } from "./gpu_tensor.ts";
import type { GpuTexture } from "./gpu_texture.ts";
import { type Recorder, TEXEL_BYTES } from "./recorder.ts";

/**
 * Most bytes of the textures for one purpose that are kept for reuse. Creating a texture costs as much as clearing it,
 * which is much compared with products of small factors: a few sizes that alternate, as in a training step, are kept.
 * Compared with products of larger factors it is little.
 */
const KEPT_BYTES = 16 * 2 ** 20;

/** Tensors by purpose, each kept at the largest size requested so far, and textures. */
export class Scratch {
  readonly #recorder: Recorder;
  readonly #tensors = new Map<string, GpuTensor>();
  /** Textures for one purpose, the most recently used first. */
  readonly #textures = new Map<string, readonly GpuTexture[]>();

  /** Takes its memory from this device. */
  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** Returns the tensor for one purpose; the next call for the same purpose may reuse its memory. */
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

  /** Returns a texture for one purpose, of at least that size; the next call for the same purpose may reuse it. */
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

/**
 * Whether a texture can serve a size. One that is too large to keep serves only its own size, so that another size
 * replaces it.
 */
function serves(texture: GpuTexture, width: number, height: number): boolean {
  if (texture.memory.bytes > KEPT_BYTES) {
    return texture.width === width && texture.height === height;
  }
  return texture.width >= width && texture.height >= height;
}

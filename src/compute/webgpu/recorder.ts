/**
 * Records dispatches and hands them to the device as one command buffer.
 * @module
 */
import { DeviceError, SurroundingsError } from "../../basics/errors.ts";
import type { ElementType } from "../compute.ts";
import { bounded } from "./bounded.ts";
import { BindGroups, type Operand, PARAMETER_BYTES } from "./bind_groups.ts";
import { Faults } from "./faults.ts";
import { ELEMENT_BYTES, GpuTensor, type Memory } from "./gpu_tensor.ts";
import { GpuTexture } from "./gpu_texture.ts";
import type { Kernel } from "./kernels.ts";

/** Dispatches that fit in one command buffer; the next one starts a new one. */
const CAPACITY = 512;
/** Most bytes of uploads that may wait in staging memory, which only a submission frees. */
const STAGED_AT_MOST = 64 * 2 ** 20;
/** Most bytes of released memory that may wait for recorded work; beyond it the work is submitted. */
const RELEASED_AT_MOST = 64 * 2 ** 20;
/** Most work groups in each direction of a grid. */
const GRID_AT_MOST = 65_535;

/** Most texels of a texture in each direction: WebGPU's default limit. */
export const TEXELS_AT_MOST = 8192;
/** Bytes of a texel: four floats. */
export const TEXEL_BYTES = 4 * ELEMENT_BYTES;

/** Work groups of a dispatch in x, y and z. */
export type Grid = readonly [x: number, y?: number, z?: number];

/** Returns the grid of kernels with an invocation for each element, in work groups of 64. */
export function elementGrid(elements: number): Grid {
  return groupGrid(Math.ceil(elements / 64));
}

/** Returns the grid of kernels with an invocation for each row or column, in work groups of 8. */
export function lineGrid(lines: number): Grid {
  return groupGrid(Math.ceil(lines / 8));
}

/** Arranges a number of work groups, in two dimensions where one is too short. */
export function groupGrid(groups: number): Grid {
  return groups <= GRID_AT_MOST ? [groups] : [GRID_AT_MOST, Math.ceil(groups / GRID_AT_MOST)];
}

const word = new DataView(new ArrayBuffer(4));

/** Returns the bits of a 32-bit float, as kernel parameters hold it. */
export function float32Bits(value: number): number {
  word.setFloat32(0, value);
  return word.getUint32(0);
}

/** The buffers of one device, and the work recorded on them. */
export class Recorder {
  readonly #device: GPUDevice;
  readonly #name: string;
  readonly #faults: Faults;
  readonly #bindGroups: BindGroups;
  readonly #slotBytes: number;
  readonly #parameters: Uint32Array<ArrayBuffer>;
  readonly #parameterBuffer: GPUBuffer;
  readonly #memories = new Set<Memory>();
  #nextMemory = 0;
  #dispatches = 0;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  #released: Memory[] = [];
  #releasedBytes = 0;
  #staged = 0;
  #heldBytes = 0;
  #mostHeldBytes = 0;

  /**
   * Takes ownership of a device.
   * @param name name of the device in messages
   * @param bindingBytes most bytes of one tensor that a dispatch can bind; a tensor may be larger, see `pieces.ts`
   */
  constructor(device: GPUDevice, name: string, readonly bindingBytes: number) {
    this.#device = device;
    this.#name = name;
    this.#faults = new Faults(device, name);
    this.#slotBytes = Math.max(PARAMETER_BYTES, device.limits.minUniformBufferOffsetAlignment);
    this.#parameters = new Uint32Array(CAPACITY * this.#slotBytes / ELEMENT_BYTES);
    this.#parameterBuffer = device.createBuffer({
      label: "parameters",
      size: this.#parameters.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.#bindGroups = new BindGroups(device, this.#faults, this.#parameterBuffer);
  }

  /**
   * Creates a tensor of zeros in a new buffer.
   * @throws {DeviceError} when it is larger than the device's largest buffer
   */
  tensor(rows: number, columns: number, type: ElementType): GpuTensor {
    const size = rows * columns * ELEMENT_BYTES;
    const limit = this.#device.limits.maxBufferSize;
    if (size > limit) {
      throw new DeviceError(
        `Cannot make a ${rows}×${columns} tensor on ${this.#name}: it takes ${size} bytes, ` +
          `its largest buffer holds ${limit}; use fewer rows at a time, or --device cpu`,
      );
    }
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = this.#device.createBuffer({ size, usage });
    return new GpuTensor(this.#remember(buffer, size), 0, rows, columns, type);
  }

  /** Creates a texture of zeros, `width` × `height` texels of four floats, each at most {@link TEXELS_AT_MOST}. */
  texture(width: number, height: number): GpuTexture {
    const usage = GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_DST;
    const size = [width, height];
    const texture = this.#device.createTexture({ size, format: "rgba32float", usage });
    return new GpuTexture(this.#remember(texture, width * height * TEXEL_BYTES));
  }

  /** Records that a tensor of any size is set to zeros. */
  clear(tensor: GpuTensor): void {
    const { buffer, offset, size } = tensor.binding;
    this.#outsidePass().clearBuffer(buffer, offset, size);
  }

  /**
   * Records a copy of a tensor into the rows of a texture, row by row; the last row may be incomplete.
   * @param width texels of each row that are written, a multiple of 16
   */
  copyToTexture(tensor: GpuTensor, texture: GpuTexture, width: number): void {
    const { buffer, offset } = tensor.binding;
    const to = texture.memory.held;
    const texels = tensor.count / 4;
    const rows = Math.floor(texels / width);
    const rest = texels % width;
    const bytesPerRow = width * TEXEL_BYTES;
    const encoder = this.#outsidePass();
    if (rows > 0) {
      encoder.copyBufferToTexture({ buffer, offset, bytesPerRow }, { texture: to }, [width, rows]);
    }
    if (rest > 0) {
      const from = { buffer, offset: offset + rows * bytesPerRow };
      encoder.copyBufferToTexture(from, { texture: to, origin: [0, rows] }, [rest, 1]);
    }
  }

  /** The most bytes that tensors and textures have taken at one time. */
  get mostHeldBytes(): number {
    return this.#mostHeldBytes;
  }

  /** Replaces a tensor's values after the work recorded before and before any recorded later. */
  write(tensor: GpuTensor, values: Float32Array | Uint32Array): void {
    this.submit();
    const { buffer, offset } = tensor.binding;
    this.#device.queue.writeBuffer(buffer, offset, values as BufferSource);
    this.#staged += values.byteLength;
    if (this.#staged > STAGED_AT_MOST) this.#flushUploads();
  }

  /**
   * Records one dispatch; `parameters` are the words of the kernel's uniform structure.
   * @throws {DeviceError} when an operand is larger than the device can bind
   */
  dispatch(
    kernel: Kernel,
    operands: readonly Operand[],
    parameters: readonly number[],
    grid: Grid,
  ): void {
    for (const operand of operands) this.#expectBindable(kernel, operand);
    if (this.#dispatches === CAPACITY) this.submit();
    const built = this.#bindGroups.kernel(kernel);
    const group = this.#bindGroups.group(built, operands);
    const start = this.#dispatches++ * this.#slotBytes;
    this.#parameters.set(parameters, start / ELEMENT_BYTES);
    this.#encoder ??= this.#device.createCommandEncoder();
    this.#pass ??= this.#encoder.beginComputePass();
    this.#pass.setPipeline(built.pipeline);
    this.#pass.setBindGroup(0, group, [start]);
    this.#pass.dispatchWorkgroups(...grid);
  }

  /** Hands the recorded work to the device. */
  submit(): void {
    this.#faults.throwKnown();
    if (!this.#encoder) return;
    this.#pass?.end();
    const used = this.#dispatches * this.#slotBytes / ELEMENT_BYTES;
    this.#device.queue.writeBuffer(this.#parameterBuffer, 0, this.#parameters, 0, used);
    this.#device.queue.submit([this.#encoder.finish()]);
    this.#encoder = undefined;
    this.#pass = undefined;
    this.#dispatches = 0;
    this.#staged = 0;
    for (const memory of this.#released) this.#destroy(memory);
    this.#released = [];
    this.#releasedBytes = 0;
  }

  /** Submits the recorded work, waits for it, and returns a tensor's bytes. */
  read(tensor: GpuTensor): Promise<ArrayBuffer> {
    return this.#read(tensor, (bytes) => bytes.slice(0));
  }

  /** Reads a tensor of floats, into an array of as many where one is given. */
  async readFloats(tensor: GpuTensor, into?: Float32Array): Promise<Float32Array> {
    if (!into) return new Float32Array(await this.read(tensor));
    await this.#read(tensor, (bytes) => into.set(new Float32Array(bytes)));
    return into;
  }

  /** @param copy is given the bytes, which are gone when it returns */
  async #read<Copy>(tensor: GpuTensor, copy: (bytes: ArrayBuffer) => Copy): Promise<Copy> {
    const { buffer, offset, size } = tensor.binding;
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.#device.createBuffer({ size, usage });
    this.#outsidePass().copyBufferToBuffer(buffer, offset, staging, 0, size);
    try {
      this.submit();
      await bounded(staging.mapAsync(GPUMapMode.READ), this.#name);
      await this.#faults.throwAny();
      return copy(staging.getMappedRange());
    } catch (thrown) {
      await this.#faults.throwCause();
      if (thrown instanceof SurroundingsError) throw thrown;
      throw new SurroundingsError(`Cannot read from ${this.#name}: ${thrown}`);
    } finally {
      staging.destroy();
    }
  }

  /** Frees a tensor or texture once the recorded work has run. */
  release({ memory }: Operand): void {
    this.#bindGroups.forget(memory);
    this.#memories.delete(memory);
    if (!this.#encoder) return this.#destroy(memory);
    this.#released.push(memory);
    this.#releasedBytes += memory.bytes;
    if (this.#releasedBytes > RELEASED_AT_MOST) this.submit();
  }

  /** Frees everything; recorded work does not run. */
  close(): void {
    this.#faults.expectClose();
    for (const memory of [...this.#memories, ...this.#released]) memory.held.destroy();
    this.#parameterBuffer.destroy();
    this.#device.destroy();
  }

  #expectBindable(kernel: Kernel, operand: Operand): void {
    if (!(operand instanceof GpuTensor)) return;
    const { rows, columns, count } = operand;
    const limit = this.bindingBytes;
    if (count * ELEMENT_BYTES <= limit) return;
    throw new DeviceError(
      `Cannot bind a ${rows}×${columns} tensor to kernels/${kernel.file} on ${this.#name}: it takes ` +
        `${count * ELEMENT_BYTES} bytes, the device binds at most ${limit}; use fewer rows at a ` +
        "time, or --device cpu",
    );
  }

  #remember<Held extends GPUBuffer | GPUTexture>(held: Held, bytes: number): Memory<Held> {
    const memory = { id: this.#nextMemory++, held, bytes };
    this.#memories.add(memory);
    this.#heldBytes += bytes;
    this.#mostHeldBytes = Math.max(this.#mostHeldBytes, this.#heldBytes);
    return memory;
  }

  #destroy({ held, bytes }: Memory): void {
    this.#heldBytes -= bytes;
    held.destroy();
  }

  /** Returns the encoder for copies, which need the compute pass to be ended. */
  #outsidePass(): GPUCommandEncoder {
    this.#encoder ??= this.#device.createCommandEncoder();
    this.#pass?.end();
    this.#pass = undefined;
    return this.#encoder;
  }

  #flushUploads(): void {
    this.#device.queue.submit([]);
    this.#staged = 0;
  }
}

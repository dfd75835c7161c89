/**
 * Records dispatches and hands them to the device as one command buffer.
 * @module
 */
import { DeviceError, SurroundingsError } from "../../basics/errors.ts";
import type { ElementType } from "../compute.ts";
import { BindGroups, PARAMETER_BYTES } from "./bind_groups.ts";
import { Faults } from "./faults.ts";
import { ELEMENT_BYTES, GpuTensor, type Memory } from "./gpu_tensor.ts";
import type { Kernel } from "./kernels.ts";

/** Dispatches that fit in one command buffer; the next one starts another. */
const CAPACITY = 512;
/** Bytes of uploads that may wait in staging memory, which only a submission frees. */
const STAGED_AT_MOST = 64 * 2 ** 20;
/** Work groups in each direction of a grid. */
const GRID_AT_MOST = 65_535;

/** Work groups of a dispatch in x, y and z. */
export type Grid = readonly [x: number, y?: number, z?: number];

/** The grid of kernels with an invocation for each element, in work groups of 64. */
export function elementGrid(elements: number): Grid {
  return groupGrid(Math.ceil(elements / 64));
}

/** The grid of kernels with an invocation for each row or column, in work groups of 8. */
export function lineGrid(lines: number): Grid {
  return groupGrid(Math.ceil(lines / 8));
}

/** A number of work groups, in two dimensions where one is too short. */
export function groupGrid(groups: number): Grid {
  return groups <= GRID_AT_MOST ? [groups] : [GRID_AT_MOST, Math.ceil(groups / GRID_AT_MOST)];
}

const word = new DataView(new ArrayBuffer(4));

/** The bits of a 32-bit float, as parameters of a kernel hold it. */
export function float32Bits(value: number): number {
  word.setFloat32(0, value);
  return word.getUint32(0);
}

/** Buffers of one device, and what is recorded to run on them. */
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
  #staged = 0;
  #heldBytes = 0;
  #mostHeldBytes = 0;

  /**
   * Takes over a device.
   * @param name what messages call it
   * @param bindingBytes bytes that a dispatch can bind of one tensor; a tensor may be larger, see `pieces.ts`
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
   * A tensor in a new buffer, of zeros.
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
    const memory = { id: this.#nextMemory++, buffer };
    this.#memories.add(memory);
    this.#heldBytes += size;
    this.#mostHeldBytes = Math.max(this.#mostHeldBytes, this.#heldBytes);
    return new GpuTensor(memory, 0, rows, columns, type);
  }

  /** The most bytes that tensors took at one time. */
  get mostHeldBytes(): number {
    return this.#mostHeldBytes;
  }

  /** Replaces a tensor's values before anything recorded later, and after all recorded before. */
  write(tensor: GpuTensor, values: Float32Array | Uint32Array): void {
    this.submit();
    const { buffer, offset } = tensor.binding;
    this.#device.queue.writeBuffer(buffer, offset!, values as BufferSource);
    this.#staged += values.byteLength;
    if (this.#staged > STAGED_AT_MOST) this.#flushUploads();
  }

  /**
   * Records one dispatch; `parameters` are the words of the kernel's uniform structure.
   * @throws {DeviceError} when an operand is larger than what the device can bind
   */
  dispatch(
    kernel: Kernel,
    operands: readonly GpuTensor[],
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

  /** Hands what is recorded to the device. */
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
  }

  /** Submits what is recorded, waits for it, and gives a tensor's bytes. */
  async read(tensor: GpuTensor): Promise<ArrayBuffer> {
    const { buffer, offset, size } = tensor.binding;
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.#device.createBuffer({ size: size!, usage });
    this.#encoder ??= this.#device.createCommandEncoder();
    this.#pass?.end();
    this.#pass = undefined;
    this.#encoder.copyBufferToBuffer(buffer, offset!, staging, 0, size!);
    try {
      this.submit();
      await staging.mapAsync(GPUMapMode.READ);
      await this.#faults.throwAny();
      return staging.getMappedRange().slice(0);
    } catch (thrown) {
      await this.#faults.throwCause();
      throw new SurroundingsError(`Cannot read from ${this.#name}: ${thrown}`);
    } finally {
      staging.destroy();
    }
  }

  /** Gives a tensor's buffer back once what is recorded has run. */
  release(tensor: GpuTensor): void {
    this.#bindGroups.forget(tensor.memory);
    this.#memories.delete(tensor.memory);
    if (this.#encoder) this.#released.push(tensor.memory);
    else this.#destroy(tensor.memory);
  }

  /** Gives back everything; what is recorded does not run. */
  close(): void {
    this.#faults.expectClose();
    for (const memory of [...this.#memories, ...this.#released]) memory.buffer.destroy();
    this.#parameterBuffer.destroy();
    this.#device.destroy();
  }

  #expectBindable(kernel: Kernel, { rows, columns, count }: GpuTensor): void {
    const limit = this.bindingBytes;
    if (count * ELEMENT_BYTES <= limit) return;
    throw new DeviceError(
      `Cannot bind a ${rows}×${columns} tensor to kernels/${kernel.file} on ${this.#name}: it takes ` +
        `${count * ELEMENT_BYTES} bytes, the device binds at most ${limit}; use fewer rows at a ` +
        "time, or --device cpu",
    );
  }

  #destroy({ buffer }: Memory): void {
    this.#heldBytes -= buffer.size;
    buffer.destroy();
  }

  #flushUploads(): void {
    this.#device.queue.submit([]);
    this.#staged = 0;
  }
}

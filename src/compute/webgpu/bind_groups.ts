/**
 * Kernels that are compiled for one device, and their bind groups: created once and kept until one of their buffers is
 * released.
 * @module
 */
import type { Faults } from "./faults.ts";
import type { GpuTensor, Memory } from "./gpu_tensor.ts";
import type { GpuTexture } from "./gpu_texture.ts";
import type { Kernel } from "./kernels.ts";

/** Bytes of the parameters of one dispatch: 16 words. */
export const PARAMETER_BYTES = 64;

/** A resource that a kernel binds besides its parameters. */
export type Operand = GpuTensor | GpuTexture;

/** A kernel ready to run. */
export interface BuiltKernel {
  /** Unique among the kernels of one device. */
  readonly id: number;
  /** The pipeline. */
  readonly pipeline: GPUComputePipeline;
  /** Binding number of each operand; parameters are at 0. */
  readonly slots: readonly number[];
  /** The layout of its bind groups. */
  readonly layout: GPUBindGroupLayout;
}

interface Entry {
  readonly group: GPUBindGroup;
  readonly memories: readonly Memory[];
}

/** The pipelines and bind groups of one device. */
export class BindGroups {
  readonly #device: GPUDevice;
  readonly #faults: Faults;
  readonly #parameters: GPUBuffer;
  readonly #kernels = new Map<Kernel, BuiltKernel>();
  readonly #entries = new Map<string, Entry>();
  readonly #keys = new Map<Memory, Set<string>>();

  /**
   * Starts without any.
   * @param parameters the uniform buffer in which each dispatch has a slot
   */
  constructor(device: GPUDevice, faults: Faults, parameters: GPUBuffer) {
    this.#device = device;
    this.#faults = faults;
    this.#parameters = parameters;
  }

  /**
   * Returns the kernel, which is built on first use. A command uses a few kernels, and drivers compile some of them
   * (the software adapter all) only when they first run, so building all in advance would save nothing.
   */
  kernel(kernel: Kernel): BuiltKernel {
    const known = this.#kernels.get(kernel);
    if (known) return known;
    const built = this.#build(kernel);
    this.#kernels.set(kernel, built);
    return built;
  }

  /** Returns the bind group of a kernel with these operands. */
  group(kernel: BuiltKernel, operands: readonly Operand[]): GPUBindGroup {
    let key = String(kernel.id);
    for (const operand of operands) key += `|${operand.key}`;
    const known = this.#entries.get(key);
    if (known) return known.group;
    const entries = operands.map((operand, index) => ({
      binding: kernel.slots[index]!,
      resource: operand.binding,
    }));
    const parameters = { buffer: this.#parameters, size: PARAMETER_BYTES };
    const group = this.#device.createBindGroup({
      layout: kernel.layout,
      entries: [{ binding: 0, resource: parameters }, ...entries],
    });
    this.#remember(key, { group, memories: operands.map((operand) => operand.memory) });
    return group;
  }

  /** Drops every bind group that contains a buffer. */
  forget(memory: Memory): void {
    for (const key of this.#keys.get(memory) ?? []) {
      const { memories } = this.#entries.get(key)!;
      this.#entries.delete(key);
      for (const other of memories) this.#keys.get(other)?.delete(key);
    }
    this.#keys.delete(memory);
  }

  #remember(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    for (const memory of entry.memories) {
      const keys = this.#keys.get(memory);
      if (keys) keys.add(key);
      else this.#keys.set(memory, new Set([key]));
    }
  }

  #build(kernel: Kernel): BuiltKernel {
    const device = this.#device;
    const operands = kernel.operands.map((name) => declaration(kernel, name));
    const layout = device.createBindGroupLayout({
      entries: [
        {
          binding: 0,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: "uniform", hasDynamicOffset: true, minBindingSize: PARAMETER_BYTES },
        },
        ...operands,
      ],
    });
    let pipeline: GPUComputePipeline;
    this.#faults.watchBuild(device, kernel, () => {
      const module = device.createShaderModule({ label: kernel.file, code: kernel.code });
      pipeline = device.createComputePipeline({
        label: `${kernel.file} ${kernel.entry}`,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: kernel.entry, constants: { ...kernel.constants } },
      });
      return module;
    });
    const slots = operands.map(({ binding }) => binding);
    return { id: this.#kernels.size, pipeline: pipeline!, slots, layout };
  }
}

/** Returns the layout of one storage variable of a WGSL file: a buffer, or a texture that is read. */
function declaration(kernel: Kernel, name: string): GPUBindGroupLayoutEntry {
  const pattern = new RegExp(
    `@binding\\((\\d+)\\) var(?:<storage, (read|read_write)>)? ${name}: (texture_storage_2d<rgba32float, read>)?`,
  );
  const found = kernel.code.match(pattern);
  if (!found) throw new TypeError(`kernels/${kernel.file} declares no storage variable ${name}`);
  const [, binding, access, texture] = found;
  const place = { binding: Number(binding), visibility: GPUShaderStage.COMPUTE };
  return texture
    ? { ...place, storageTexture: { access: "read-only", format: "rgba32float" } }
    : { ...place, buffer: { type: access === "read" ? "read-only-storage" : "storage" } };
}

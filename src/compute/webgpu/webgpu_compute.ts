/**
 * The operations of {@link Compute} on a WebGPU adapter.
 * @module
 */
import { DeviceError, messageOf } from "../../basics/errors.ts";
import { checked } from "../checked.ts";
import type {
  AdamWStep,
  Compute,
  ContrastiveLoss,
  DeviceDescription,
  DropoutKey,
  MatrixMultiplyOptions,
  Tensor,
} from "../compute.ts";
import { classOf, describe } from "./adapter.ts";
import { ContrastiveLossRecorder } from "./contrastive_loss.ts";
import { ELEMENT_BYTES, GpuTensor } from "./gpu_tensor.ts";
import { type Kernel, KERNELS, VECTOR_KERNELS, type VectorKernel } from "./kernels.ts";
import { MatrixMultiply } from "./matrix_multiply.ts";
import { elementGrid, float32Bits, type Grid, lineGrid, Recorder } from "./recorder.ts";
import { Scratch } from "./scratch.ts";
import { SHIPPED_VARIANTS, type VariantTable } from "./variants.ts";
import { recordColumns, recordElements, recordRows, twin } from "./vectors.ts";

/**
 * Opens a WebGPU adapter as a {@link Compute}.
 *
 * @param adapter a fresh one: an adapter opens one device only
 * @param variants which kernels compute matrix products
 * @throws {DeviceError} when the adapter gives no device
 */
export async function openWebGpu(
  adapter: GPUAdapter,
  variants: VariantTable = SHIPPED_VARIANTS[classOf(adapter)],
): Promise<Compute> {
  const { limits } = adapter;
  const requiredLimits = {
    maxBufferSize: limits.maxBufferSize,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    minStorageBufferOffsetAlignment: limits.minStorageBufferOffsetAlignment,
    minUniformBufferOffsetAlignment: limits.minUniformBufferOffsetAlignment,
  };
  const description = describe(adapter);
  try {
    const device = await adapter.requestDevice({ requiredLimits });
    return checked(new WebGpuCompute(device, description, variants));
  } catch (thrown) {
    throw new DeviceError(
      `Cannot open ${description.name}: ${messageOf(thrown)}; try --device cpu`,
    );
  }
}

/** Partial sums of a global norm, as `PARTIALS` in kernels/global_norm.wgsl. */
const NORM_PARTIALS = 1024;

/** A tensor of this device; others were refused before. */
const own = (tensor: Tensor) => tensor as GpuTensor;

class WebGpuCompute implements Compute {
  readonly device: DeviceDescription;
  readonly viewAlignment: number;
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #products: MatrixMultiply;
  readonly #loss: ContrastiveLossRecorder;

  constructor(device: GPUDevice, description: DeviceDescription, variants: VariantTable) {
    this.device = description;
    this.viewAlignment = device.limits.minStorageBufferOffsetAlignment / ELEMENT_BYTES;
    this.#recorder = new Recorder(device, description.name);
    this.#scratch = new Scratch(this.#recorder);
    this.#products = new MatrixMultiply(this.#recorder, this.#scratch, variants);
    this.#loss = new ContrastiveLossRecorder(this.#recorder, this.#scratch, this.#products);
  }

  tensor(rows: number, columns: number, values?: Float32Array): Tensor {
    const tensor = this.#recorder.tensor(rows, columns, "float32");
    if (values) this.#recorder.write(tensor, values);
    return tensor;
  }

  indices(rows: number, columns: number, values: Uint32Array): Tensor {
    const tensor = this.#recorder.tensor(rows, columns, "uint32");
    this.#recorder.write(tensor, values);
    return tensor;
  }

  view(row: Tensor, offset: number, rows: number, columns: number): Tensor {
    const { memory, offset: start } = own(row);
    return new GpuTensor(memory, start + offset, rows, columns, "float32");
  }

  write(tensor: Tensor, values: Float32Array): void {
    this.#recorder.write(own(tensor), values);
  }

  async read(tensor: Tensor): Promise<Float32Array> {
    return new Float32Array(await this.#recorder.read(own(tensor)));
  }

  async readIndices(tensor: Tensor): Promise<Uint32Array> {
    return new Uint32Array(await this.#recorder.read(own(tensor)));
  }

  release(...tensors: readonly Tensor[]): void {
    for (const tensor of tensors) this.#recorder.release(own(tensor));
  }

  submit(): void {
    this.#recorder.submit();
  }

  close(): void {
    this.#recorder.close();
  }

  matrixMultiply(
    left: Tensor,
    right: Tensor,
    product: Tensor,
    { transpose = "none", bias }: MatrixMultiplyOptions = {},
  ): void {
    this.#products.record({
      left: own(left),
      right: own(right),
      product: own(product),
      transpose,
      bias: bias && own(bias),
    });
  }

  columnSums(x: Tensor, sums: Tensor): void {
    this.#columns(VECTOR_KERNELS.columnSums, x, [x, sums]);
  }

  add(a: Tensor, b: Tensor, y: Tensor): void {
    this.#elements(VECTOR_KERNELS.add, [a, b, y]);
  }

  relu(x: Tensor, y: Tensor): void {
    this.#elements(VECTOR_KERNELS.relu, [x, y]);
  }

  reluBackward(x: Tensor, yGradient: Tensor, xGradient: Tensor): void {
    this.#elements(VECTOR_KERNELS.reluBackward, [x, yGradient, xGradient]);
  }

  gelu(x: Tensor, y: Tensor): void {
    this.#elements(VECTOR_KERNELS.gelu, [x, y]);
  }

  geluBackward(x: Tensor, yGradient: Tensor, xGradient: Tensor): void {
    this.#elements(VECTOR_KERNELS.geluBackward, [x, yGradient, xGradient]);
  }

  dropout(x: Tensor, y: Tensor, rate: number, key: DropoutKey): void {
    const threshold = Math.round(rate * 2 ** 32);
    const scale = float32Bits(1 / (1 - rate));
    this.#elements(VECTOR_KERNELS.dropout, [x, y], [
      threshold,
      key.seed,
      key.layer,
      key.step,
      scale,
    ]);
  }

  layerNorm(x: Tensor, gain: Tensor, shift: Tensor, y: Tensor, statistics: Tensor): void {
    this.#rows(VECTOR_KERNELS.layerNorm, x, [x, gain, shift, y, statistics]);
  }

  layerNormBackward(
    x: Tensor,
    gain: Tensor,
    statistics: Tensor,
    yGradient: Tensor,
    xGradient: Tensor,
    gainGradient: Tensor,
    shiftGradient: Tensor,
  ): void {
    const operands = [x, gain, statistics, yGradient, xGradient];
    this.#rows(VECTOR_KERNELS.layerNormBackward, x, operands);
    const sums = [x, statistics, yGradient, gainGradient, shiftGradient];
    this.#columns(VECTOR_KERNELS.layerNormBackwardParameters, x, sums);
  }

  normalizeRows(x: Tensor, y: Tensor, norms: Tensor): void {
    this.#rows(VECTOR_KERNELS.normalizeRows, x, [x, y, norms]);
  }

  normalizeRowsBackward(y: Tensor, norms: Tensor, yGradient: Tensor, xGradient: Tensor): void {
    this.#rows(VECTOR_KERNELS.normalizeRowsBackward, y, [y, norms, yGradient, xGradient]);
  }

  gatherRows(source: Tensor, indices: Tensor, first: number, rows: Tensor): void {
    this.#gather(VECTOR_KERNELS.gatherRows, [source, indices, rows], first, rows.rows);
  }

  gatherRowsBackward(
    rowsGradient: Tensor,
    indices: Tensor,
    first: number,
    sourceGradient: Tensor,
  ): void {
    const operands = [rowsGradient, indices, sourceGradient] as const;
    this.#gather(VECTOR_KERNELS.gatherRowsBackward, operands, first, rowsGradient.rows);
  }

  contrastiveLoss(operands: ContrastiveLoss): void {
    const { textIds } = operands;
    this.#loss.record({
      lossIndex: operands.lossIndex,
      audio: own(operands.audio),
      text: own(operands.text),
      logScale: own(operands.logScale),
      loss: own(operands.loss),
      audioGradient: own(operands.audioGradient),
      textGradient: own(operands.textGradient),
      logScaleGradient: own(operands.logScaleGradient),
      ...(textIds && { textIds: { ids: own(textIds.ids), first: textIds.first } }),
    });
  }

  globalNorm(x: Tensor, norm: Tensor): void {
    const partials = this.#scratch.tensor("partials", 1, NORM_PARTIALS);
    const [squares, vectors] = twin(VECTOR_KERNELS.squares, own(x).count);
    this.#run(squares, [x, partials], [vectors], elementGrid(NORM_PARTIALS));
    this.#run(KERNELS.root, [partials, norm], [], [1]);
  }

  adamW(step: AdamWStep): void {
    const { betas: [beta1, beta2], clamp, learningRate } = step;
    const floats = [
      clamp.low,
      clamp.high,
      step.clipNorm,
      1 - learningRate * step.weightDecay,
      1 - beta1,
      beta2,
      1 - beta2,
      learningRate / (1 - beta1 ** step.step),
      Math.sqrt(1 - beta2 ** step.step),
      step.epsilon,
    ];
    const { gradients, firstMoment, secondMoment, gradientNorm } = step;
    const operands = [step.parameters, gradients, firstMoment, secondMoment, gradientNorm];
    this.#elements(VECTOR_KERNELS.adamW, operands, [clamp.index, ...floats.map(float32Bits)]);
  }

  topK(scores: Tensor, values: Tensor, columns: Tensor): void {
    const parameters = [scores.rows, scores.columns, values.columns];
    this.#run(KERNELS.topK, [scores, values, columns], parameters, lineGrid(scores.rows));
  }

  #elements(
    kernels: VectorKernel,
    operands: readonly Tensor[],
    parameters?: readonly number[],
  ): void {
    const { count } = own(operands[0]!);
    recordElements(this.#recorder, kernels, count, operands.map(own), parameters);
  }

  #rows(kernels: VectorKernel, x: Tensor, operands: readonly Tensor[]): void {
    recordRows(this.#recorder, kernels, own(x), operands.map(own));
  }

  #columns(kernels: VectorKernel, x: Tensor, operands: readonly Tensor[]): void {
    recordColumns(this.#recorder, kernels, own(x), operands.map(own));
  }

  #gather(kernels: VectorKernel, operands: readonly Tensor[], first: number, count: number): void {
    const { rows, columns } = operands.at(-1)!;
    const [kernel, vectors] = twin(kernels, columns);
    this.#run(kernel, operands, [rows, vectors, first, count], elementGrid(rows * vectors));
  }

  #run(
    kernel: Kernel,
    operands: readonly Tensor[],
    parameters: readonly number[],
    grid: Grid,
  ): void {
    this.#recorder.dispatch(kernel, operands.map(own), parameters, grid);
  }
}

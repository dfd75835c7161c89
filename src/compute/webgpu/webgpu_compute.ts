/**
 * The operations of {@link Compute} on a WebGPU adapter.
 * @module
 */
import type {
  AdamWStep,
  Compute,
  ContrastiveLoss,
  DeviceDescription,
  DistanceSums,
  DropoutKey,
  MatrixMultiplyOptions,
  NearestRows,
  Tensor,
  TsneDivergence,
  TsneGradient,
  TsneUpdate,
} from "../compute.ts";
import type { AdapterDescription } from "./adapter.ts";
import { ContrastiveLossRecorder } from "./contrastive_loss.ts";
import { recordGatherRows, recordGatherRowsBackward } from "./gather_rows.ts";
import { DistanceSumsRecorder } from "./distance_sums.ts";
import { ELEMENT_BYTES, GpuTensor, type OnGpu } from "./gpu_tensor.ts";
import { type Kernel, KERNELS, VECTOR_KERNELS, type VectorKernel } from "./kernels.ts";
import { LargeMatrixMultiply } from "./large_matrix_multiply.ts";
import { MatrixMultiply } from "./matrix_multiply.ts";
import { NearestRowsRecorder } from "./nearest_rows.ts";
import { float32Bits, type Grid, lineGrid, Recorder } from "./recorder.ts";
import { Scratch } from "./scratch.ts";
import type { WebGpuOptions } from "./webgpu_options.ts";
import { TsneRecorder } from "./tsne.ts";
import { expectWalk, walksOf } from "./walks.ts";
import { recordColumnSums, recordElements, recordRows, twin } from "./vectors.ts";

/** Partial sums of a global norm: `PARTIALS` in kernels/global_norm.wgsl. */
const NORM_PARTIALS = 1024;

/** A tensor of this device; the checks have refused all others. */
const own = (tensor: Tensor) => tensor as GpuTensor;

/** Parameters of a dropout kernel after the count. */
function maskParameters(rate: number, { seed, layer, step }: DropoutKey): number[] {
  return [Math.round(rate * 2 ** 32), seed, layer, step, float32Bits(1 / (1 - rate))];
}

/** The operations on one adapter, unchecked; `open_webgpu.ts` wraps them in the checks. */
export class WebGpuCompute implements Compute {
  readonly device: DeviceDescription;
  readonly viewAlignment: number;
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #products: LargeMatrixMultiply;
  readonly #loss: ContrastiveLossRecorder;
  readonly #nearest: NearestRowsRecorder;
  readonly #distances: DistanceSumsRecorder;
  readonly #tsne: TsneRecorder;

  /** Takes ownership of a device of the described adapter. */
  constructor(
    device: GPUDevice,
    description: AdapterDescription,
    { deviceClass, variants, bindingBytes }: Required<WebGpuOptions>,
  ) {
    this.device = { ...description, variants };
    this.viewAlignment = device.limits.minStorageBufferOffsetAlignment / ELEMENT_BYTES;
    this.#recorder = new Recorder(device, description.name, bindingBytes);
    this.#scratch = new Scratch(this.#recorder);
    const products = new MatrixMultiply(this.#recorder, this.#scratch, variants);
    this.#products = new LargeMatrixMultiply(this.#recorder, this.#scratch, products);
    this.#loss = new ContrastiveLossRecorder(
      this.#recorder,
      this.#scratch,
      products,
      deviceClass,
    );
    this.#nearest = new NearestRowsRecorder(
      this.#recorder,
      this.#scratch,
      products,
      deviceClass,
    );
    this.#distances = new DistanceSumsRecorder(this.#recorder, this.#scratch, products);
    this.#tsne = new TsneRecorder(this.#recorder, this.#scratch);
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

  async read(tensor: Tensor, into?: Float32Array): Promise<Float32Array> {
    return await this.#recorder.readFloats(own(tensor), into);
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

  [Symbol.dispose](): void {
    this.close();
  }

  matrixMultiply(
    left: Tensor,
    right: Tensor,
    product: Tensor,
    { transpose = "none", bias, activation }: MatrixMultiplyOptions = {},
  ): void {
    this.#products.record({
      left: own(left),
      right: own(right),
      product: own(product),
      transpose,
      bias: bias && own(bias),
      ...(activation && { activation: { kind: activation.kind, output: own(activation.output) } }),
    });
  }

  columnSums(x: Tensor, sums: Tensor): void {
    recordColumnSums(this.#recorder, own(x), own(sums));
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

  geluBackward(x: Tensor, yGradient: Tensor, xGradient: Tensor, otherGradient?: Tensor): void {
    if (!otherGradient) this.#elements(VECTOR_KERNELS.geluBackward, [x, yGradient, xGradient]);
    else {
      const operands = [x, yGradient, otherGradient, xGradient];
      this.#elements(VECTOR_KERNELS.geluBackwardAdd, operands);
    }
  }

  dropout(x: Tensor, y: Tensor, rate: number, key: DropoutKey): void {
    this.#elements(VECTOR_KERNELS.dropout, [x, y], maskParameters(rate, key));
  }

  dropoutAdd(x: Tensor, residual: Tensor, y: Tensor, rate: number, key: DropoutKey): void {
    this.#elements(VECTOR_KERNELS.dropoutAdd, [x, residual, y], maskParameters(rate, key));
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
    const [kernel, vectors] = twin(VECTOR_KERNELS.layerNormBackward, x.columns);
    expectWalk(kernel, x, 2 * vectors);
    for (const { first, rows } of walksOf(x.rows)) {
      const part = (tensor: Tensor) => own(tensor).part(first, rows);
      const operands = [part(x), gain, part(statistics), part(yGradient), part(xGradient)];
      const lines = Math.ceil(rows / 8) * 8 + vectors;
      const parameters = [rows, vectors, Number(first > 0)];
      this.#run(kernel, [...operands, gainGradient, shiftGradient], parameters, lineGrid(lines));
    }
  }

  normalizeRows(x: Tensor, y: Tensor, norms: Tensor): void {
    this.#rows(VECTOR_KERNELS.normalizeRows, x, [x, y, norms]);
  }

  normalizeRowsBackward(y: Tensor, norms: Tensor, yGradient: Tensor, xGradient: Tensor): void {
    this.#rows(VECTOR_KERNELS.normalizeRowsBackward, y, [y, norms, yGradient, xGradient]);
  }

  gatherRows(source: Tensor, indices: Tensor, first: number, rows: Tensor): void {
    recordGatherRows(this.#recorder, own(source), own(indices), first, own(rows));
  }

  gatherRowsBackward(
    rowsGradient: Tensor,
    indices: Tensor,
    first: number,
    sourceGradient: Tensor,
  ): void {
    const [gradient, result] = [own(rowsGradient), own(sourceGradient)];
    recordGatherRowsBackward(this.#recorder, gradient, own(indices), first, result);
  }

  contrastiveLoss(operands: ContrastiveLoss): void {
    this.#loss.record(operands as OnGpu<ContrastiveLoss>);
  }

  globalNorm(x: Tensor, norm: Tensor): void {
    const partials = this.#scratch.tensor("partials", 1, NORM_PARTIALS);
    const [squares, vectors] = twin(VECTOR_KERNELS.squares, own(x).count);
    this.#run(squares, [x, partials], [vectors], lineGrid(NORM_PARTIALS));
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

  nearestRows(operands: NearestRows): void {
    this.#nearest.record(operands as OnGpu<NearestRows>);
  }

  distanceSums(operands: DistanceSums): void {
    this.#distances.record(operands as OnGpu<DistanceSums>);
  }

  tsneGradient(operands: TsneGradient): void {
    this.#tsne.gradient(operands as OnGpu<TsneGradient>);
  }

  tsneDivergence(operands: TsneDivergence): void {
    this.#tsne.divergence(operands as OnGpu<TsneDivergence>);
  }

  tsneUpdate(operands: TsneUpdate): void {
    this.#tsne.update(operands as OnGpu<TsneUpdate>);
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

  #run(
    kernel: Kernel,
    operands: readonly Tensor[],
    parameters: readonly number[],
    grid: Grid,
  ): void {
    this.#recorder.dispatch(kernel, operands.map(own), parameters, grid);
  }
}

/**
 * Iterations of exact t-SNE on the GPU device.
 * @module
 */
import type { TsneDivergence, TsneGradient, TsneUpdate } from "../compute.ts";
import type { GpuTensor, OnGpu } from "./gpu_tensor.ts";
import { KERNELS, VECTOR_KERNELS, type VectorKernel } from "./kernels.ts";
import { piecesOf } from "./pieces.ts";
import { elementGrid, float32Bits, lineGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { recordElements, twin } from "./vectors.ts";
import { expectWalk } from "./walks.ts";

/** Items that an invocation of `forces` in kernels/tsne.wgsl processes. */
const ITEMS = 4;

/** Records gradients, updates and divergences; the probabilities are bound a range of rows at a time. */
export class TsneRecorder {
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;

  /** Records with `recorder`; intermediate values go to `scratch`. */
  constructor(recorder: Recorder, scratch: Scratch) {
    this.#recorder = recorder;
    this.#scratch = scratch;
  }

  /** Records one gradient. */
  gradient({ probabilities, map, exaggeration, gradient }: OnGpu<TsneGradient>): void {
    const { forces, weight } = this.#forces(probabilities, map);
    const [kernel, vectors] = twin(VECTOR_KERNELS.tsneGradient, map.columns);
    this.#recorder.dispatch(
      kernel,
      [forces, weight, gradient],
      [vectors, 0, 0, float32Bits(exaggeration)],
      elementGrid(2 * vectors),
    );
  }

  /** Records one divergence. */
  divergence({ probabilities, map, divergence }: OnGpu<TsneDivergence>): void {
    const { weight } = this.#forces(probabilities, map);
    const parts = this.#scratch.tensor("divergences", 1, map.columns);
    const operands = [map, map, weight, parts];
    this.#walk(VECTOR_KERNELS.tsneDivergences, 1, probabilities, operands);
    this.#total(parts, divergence);
  }

  /** Records one update. */
  update({ map, gradient, velocity, gains, momentum, learningRate }: OnGpu<TsneUpdate>): void {
    const parameters = [0, 0, 0, float32Bits(momentum), float32Bits(learningRate)];
    const operands = [gradient, map, velocity, gains];
    recordElements(this.#recorder, VECTOR_KERNELS.tsneUpdate, map.count, operands, parameters);
  }

  #forces(probabilities: GpuTensor, map: GpuTensor): { forces: GpuTensor; weight: GpuTensor } {
    const forces = this.#scratch.tensor("forces", 4, map.columns);
    const weights = this.#scratch.tensor("weights", 1, map.columns);
    const weight = this.#scratch.tensor("weight", 1, 1);
    this.#walk(VECTOR_KERNELS.tsneForces, ITEMS, probabilities, [map, map, forces, weights]);
    this.#total(weights, weight);
    return { forces, weight };
  }

  /** Runs a kernel that has an invocation for each `items` items and loops over the probabilities. */
  #walk(
    kernels: VectorKernel,
    items: number,
    probabilities: GpuTensor,
    operands: readonly GpuTensor[],
  ): void {
    const { rows: n } = probabilities;
    const [kernel, vectors] = twin(kernels, n);
    expectWalk(kernel, probabilities, vectors);
    for (const { first, rows } of piecesOf(n, n, this.#recorder.bindingBytes)) {
      this.#recorder.dispatch(
        kernel,
        [probabilities.part(first, rows), ...operands],
        [vectors, first, rows],
        lineGrid(Math.ceil(rows / items)),
      );
    }
  }

  #total(terms: GpuTensor, sum: GpuTensor): void {
    this.#recorder.dispatch(KERNELS.tsneTotal, [terms, sum], [], [1]);
  }
}

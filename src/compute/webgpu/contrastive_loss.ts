/**
 * Symmetric InfoNCE with its gradients on the GPU device, as a sequence of kernels.
 * @module
 */
import type { ContrastiveLoss, Tensor } from "../compute.ts";
import type { GpuTensor } from "./gpu_tensor.ts";
import { type Kernel, KERNELS, VECTOR_KERNELS } from "./kernels.ts";
import type { MatrixMultiply } from "./matrix_multiply.ts";
import { lineGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { recordRows } from "./vectors.ts";

/** A tensor of this device in an operand's place. */
type Own<Operand> = Operand extends Tensor ? GpuTensor
  : Operand extends object ? { readonly [Name in keyof Operand]: Own<Operand[Name]> }
  : Operand;

/** Records the loss and its gradients; the logits are kept as one n × n matrix. */
export class ContrastiveLossRecorder {
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #products: MatrixMultiply;

  /** Records with `recorder` and `products`; what lies between goes to `scratch`. */
  constructor(recorder: Recorder, scratch: Scratch, products: MatrixMultiply) {
    this.#recorder = recorder;
    this.#scratch = scratch;
    this.#products = products;
  }

  /** Records one loss. */
  record(operands: Own<ContrastiveLoss>): void {
    const { audio, text, logScale, textIds } = operands;
    const { rows: n } = audio;
    const scratch = this.#scratch;
    const a = this.#normalize("audio", audio);
    const t = this.#normalize("text", text);
    const cosines = scratch.tensor("cosines", n, n);
    const cosineGradient = scratch.tensor("cosineGradient", n, n);
    const lines = scratch.tensor("lines", 2 * n, 4);
    const partials = scratch.tensor("partials", 1, n);

    this.#multiply(a.unit, t.unit, cosines, "right");
    const [linesKernel, gradientKernel] = textIds
      ? [KERNELS.sameTextLines, KERNELS.sameTextGradient]
      : [KERNELS.pairLines, KERNELS.pairGradient];
    const parameters = [n, textIds?.first ?? 0, operands.lossIndex];
    const inputs = [cosines, logScale, textIds?.ids ?? cosines];
    this.#lines(linesKernel, 2 * n, [...inputs, lines], parameters);
    this.#lines(gradientKernel, n, [...inputs, lines, cosineGradient, partials], parameters);
    const results = [operands.loss, operands.logScaleGradient];
    this.#recorder.dispatch(KERNELS.lossFinish, [lines, partials, ...results], parameters, [1]);
    this.#backward(a, cosineGradient, t.unit, "none", operands.audioGradient);
    this.#backward(t, cosineGradient, a.unit, "left", operands.textGradient);
  }

  #normalize(side: string, raw: GpuTensor): NormalizedRows {
    const { rows, columns } = raw;
    const unit = this.#scratch.tensor(`${side} unit`, rows, columns);
    const norms = this.#scratch.tensor(`${side} norms`, rows, 1);
    recordRows(this.#recorder, VECTOR_KERNELS.normalizeRows, raw, [raw, unit, norms]);
    return { unit, norms };
  }

  /** From the gradient of the cosines to that of one side's raw rows. */
  #backward(
    { unit, norms }: NormalizedRows,
    cosineGradient: GpuTensor,
    otherUnit: GpuTensor,
    transpose: "none" | "left",
    gradient: GpuTensor,
  ): void {
    const { rows, columns } = unit;
    const unitGradient = this.#scratch.tensor("unitGradient", rows, columns);
    this.#multiply(cosineGradient, otherUnit, unitGradient, transpose);
    const operands = [unit, norms, unitGradient, gradient];
    recordRows(this.#recorder, VECTOR_KERNELS.normalizeRowsBackward, unit, operands);
  }

  #multiply(
    left: GpuTensor,
    right: GpuTensor,
    product: GpuTensor,
    transpose: "none" | "left" | "right",
  ): void {
    this.#products.record({ left, right, product, transpose, bias: undefined });
  }

  #lines(kernel: Kernel, lines: number, operands: GpuTensor[], parameters: number[]): void {
    this.#recorder.dispatch(kernel, operands, parameters, lineGrid(lines));
  }
}

interface NormalizedRows {
  readonly unit: GpuTensor;
  readonly norms: GpuTensor;
}

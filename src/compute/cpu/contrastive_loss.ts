/**
 * Symmetric InfoNCE with its gradients.
 * @module
 */
import { type CpuContrastiveLoss, type CpuIndices, type CpuTensor, zeros } from "./cpu_tensor.ts";
import { matrixMultiply } from "./matrix_multiply.ts";
import { normalizeRows, normalizeRowsBackward } from "./rows.ts";

/**
 * As {@link Compute.contrastiveLoss}.
 *
 * A logit is at most the scale, so exp(logit - scale) cannot overflow, and one exponential serves the softmax of the
 * rows and that of the columns. In float64 it stays above zero up to scale 350.
 */
export function contrastiveLoss(operands: CpuContrastiveLoss): void {
  const { audio, text, logScale, textIds } = operands;
  const { rows: n, columns: width } = audio;
  const audioUnit = zeros(n, width), audioNorms = zeros(n, 1);
  const textUnit = zeros(n, width), textNorms = zeros(n, 1);
  const cosines = zeros(n, n);
  normalizeRows(audio, audioUnit, audioNorms);
  normalizeRows(text, textUnit, textNorms);
  matrixMultiply(audioUnit, textUnit, cosines, { transpose: "right" });

  const scale = Math.exp(logScale.values[0]!);
  const { loss, logScaleGradient } = lossOfCosines(cosines, scale, classesOf(n, textIds));
  operands.loss.values[operands.lossIndex] = loss;
  operands.logScaleGradient.values[0] = logScaleGradient;

  // From here `cosines` holds the gradient with respect to the cosines.
  const unitGradient = zeros(n, width);
  matrixMultiply(cosines, textUnit, unitGradient);
  normalizeRowsBackward(audioUnit, audioNorms, unitGradient, operands.audioGradient);
  matrixMultiply(cosines, audioUnit, unitGradient, { transpose: "left" });
  normalizeRowsBackward(textUnit, textNorms, unitGradient, operands.textGradient);
}

/** Which batch items share a target: the class of each, and the size of its class. */
interface Classes {
  readonly ids: ArrayLike<number>;
  readonly sizes: ReadonlyMap<number, number>;
}

function classesOf(n: number, textIds?: { ids: CpuIndices; first: number }): Classes {
  const ids = textIds
    ? textIds.ids.values.subarray(textIds.first, textIds.first + n)
    : Uint32Array.from({ length: n }, (_, i) => i);
  const sizes = new Map<number, number>();
  for (const id of ids) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  return { ids, sizes };
}

/** The loss and its gradients; the gradient with respect to the cosines replaces them. */
function lossOfCosines(
  { rows: n, values }: CpuTensor,
  scale: number,
  { ids, sizes }: Classes,
): { loss: number; logScaleGradient: number } {
  const weights = new Float64Array(n * n);
  const rowSums = new Float64Array(n), columnSums = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    let rowSum = 0;
    for (let j = 0; j < n; j++, at++) {
      const weight = Math.exp(scale * (values[at]! - 1));
      weights[at] = weight;
      rowSum += weight;
      columnSums[j]! += weight;
    }
    rowSums[i] = rowSum;
  }
  let loss = 0;
  for (let i = 0; i < n; i++) loss += (Math.log(rowSums[i]!) + Math.log(columnSums[i]!)) / 2;
  const inverseColumnSums = columnSums.map((sum) => 1 / sum);
  let logScaleGradient = 0;
  for (let i = 0, at = 0; i < n; i++) {
    const inverseRowSum = 1 / rowSums[i]!;
    const target = 1 / sizes.get(ids[i]!)!;
    for (let j = 0; j < n; j++, at++) {
      const cosine = values[at]!;
      let gradient = weights[at]! * (inverseRowSum + inverseColumnSums[j]!) / 2;
      if (ids[i] === ids[j]) {
        gradient -= target;
        loss -= target * scale * (cosine - 1);
      }
      logScaleGradient += gradient * cosine;
      values[at] = scale * gradient / n;
    }
  }
  return { loss: loss / n, logScaleGradient: scale * logScaleGradient / n };
}

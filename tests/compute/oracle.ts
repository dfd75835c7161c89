/**
 * Defines the operations of a device in float64, as plainly as possible and independently of every device. Gradients
 * come from finite differences of these.
 * @module
 */

/** Rows of numbers. */
export type Matrix = number[][];

/** Creates a matrix from a function of row and column. */
export function build(rows: number, columns: number, of: (i: number, j: number) => number): Matrix {
  return Array.from(
    { length: rows },
    (_, i) => Array.from({ length: columns }, (_, j) => of(i, j)),
  );
}

/** Maps each element of a matrix. */
export function map(a: Matrix, f: (value: number, i: number, j: number) => number): Matrix {
  return a.map((row, i) => row.map((value, j) => f(value, i, j)));
}

export function transposed(a: Matrix): Matrix {
  return build(a[0]!.length, a.length, (i, j) => a[j]![i]!);
}

export function product(a: Matrix, b: Matrix): Matrix {
  const columns = transposed(b);
  return build(a.length, columns.length, (i, j) => dot(a[i]!, columns[j]!));
}

export function dot(a: number[], b: number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}

export function columnSums(a: Matrix): Matrix {
  return [transposed(a).map((column) => column.reduce((sum, value) => sum + value, 0))];
}

/** erf(z) = 2/√π exp(-z²) Σ 2ⁿ z²ⁿ⁺¹ / (2n + 1)!! (Abramowitz and Stegun 7.1.6): no two terms cancel. */
function erf(z: number): number {
  let sum = 0;
  for (let n = 0, term = z; n < 200; n++, term *= 2 * z * z / (2 * n + 1)) sum += term;
  return 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum;
}

export function gelu(a: Matrix): Matrix {
  return map(a, (value) => value * (1 + erf(value / Math.SQRT2)) / 2);
}

export function layerNorm(x: Matrix, gain: Matrix, shift: Matrix): Matrix {
  const statistics = layerNormStatistics(x);
  return map(x, (value, i, j) => {
    const [mean, inverse] = statistics[i]!;
    return (value - mean!) * inverse! * gain[0]![j]! + shift[0]![j]!;
  });
}

export function layerNormStatistics(x: Matrix): Matrix {
  return x.map((row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
    return [mean, 1 / Math.sqrt(variance + 1e-5)];
  });
}

export function norms(x: Matrix): Matrix {
  return x.map((row) => [Math.max(Math.sqrt(dot(row, row)), 1e-12)]);
}

export function normalizeRows(x: Matrix): Matrix {
  const lengths = norms(x);
  return map(x, (value, i) => value / lengths[i]![0]!);
}

/** Symmetric InfoNCE; items that share an id share a target. */
export function contrastiveLoss(
  audio: Matrix,
  text: Matrix,
  logScale: number,
  ids: readonly number[] = audio.map((_, i) => i),
): number {
  const cosines = product(normalizeRows(audio), transposed(normalizeRows(text)));
  const logits = map(cosines, (cosine) => Math.exp(logScale) * cosine);
  return (crossEntropy(logits, ids) + crossEntropy(transposed(logits), ids)) / 2;
}

/** Computes {@link contrastiveLoss} with its gradients in closed form, fast enough for batches of thousands. */
export function contrastiveLossGradients(
  audio: Matrix,
  text: Matrix,
  logScale: number,
  ids: readonly number[] = audio.map((_, i) => i),
): { loss: number; audio: Matrix; text: Matrix; logScale: number } {
  const scale = Math.exp(logScale);
  const audioUnit = normalizeRows(audio), textUnit = normalizeRows(text);
  const rows = logitLines(audioUnit, textUnit, scale, ids);
  const columns = logitLines(textUnit, audioUnit, scale, ids);
  const n = audio.length;
  const audioUnitGradient = map(audio, () => 0), textUnitGradient = map(text, () => 0);
  let logScaleGradient = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const logit = scale * dot(audioUnit[i]!, textUnit[j]!);
      const share = ids[i] === ids[j] ? 1 / rows[i]!.targets : 0;
      const softmaxes = Math.exp(logit - rows[i]!.logSum) + Math.exp(logit - columns[j]!.logSum);
      const logitGradient = (softmaxes - 2 * share) / (2 * n);
      logScaleGradient += logitGradient * logit;
      for (let k = 0; k < audio[0]!.length; k++) {
        audioUnitGradient[i]![k]! += scale * logitGradient * textUnit[j]![k]!;
        textUnitGradient[j]![k]! += scale * logitGradient * audioUnit[i]![k]!;
      }
    }
  }
  const losses = [...rows, ...columns].map(({ logSum, target }) => logSum - target);
  return {
    loss: losses.reduce((sum, loss) => sum + loss, 0) / (2 * n),
    audio: normalizeRowsGradient(audio, audioUnitGradient),
    text: normalizeRowsGradient(text, textUnitGradient),
    logScale: logScaleGradient,
  };
}

/** For each row of logits: the logarithm of Σ exp, the number of targets, and their mean. */
function logitLines(
  units: Matrix,
  others: Matrix,
  scale: number,
  ids: readonly number[],
): { logSum: number; targets: number; target: number }[] {
  return units.map((unit, i) => {
    const logits = others.map((other) => scale * dot(unit, other));
    const largest = Math.max(...logits);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    const own = logits.filter((_, j) => ids[j] === ids[i]);
    const target = own.reduce((total, logit) => total + logit, 0) / own.length;
    return { logSum: largest + Math.log(sum), targets: own.length, target };
  });
}

function normalizeRowsGradient(x: Matrix, unitGradient: Matrix): Matrix {
  const units = normalizeRows(x), lengths = norms(x);
  return units.map((unit, i) => {
    const along = dot(unit, unitGradient[i]!);
    return unit.map((value, j) => (unitGradient[i]![j]! - value * along) / lengths[i]![0]!);
  });
}

function crossEntropy(logits: Matrix, ids: readonly number[]): number {
  const losses = logits.map((row, i) => {
    const largest = Math.max(...row);
    const sum = row.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    const targets = row.filter((_, j) => ids[j] === ids[i]);
    const target = targets.reduce((total, logit) => total + logit, 0) / targets.length;
    return Math.log(sum) + largest - target;
  });
  return losses.reduce((total, loss) => total + loss, 0) / losses.length;
}

/** Computes the gradient of a scalar with respect to x, by central differences. */
export function gradient(f: (x: Matrix) => number, x: Matrix, step = 1e-5): Matrix {
  const at = (i: number, j: number, change: number) =>
    f(map(x, (value, r, c) => r === i && c === j ? value + change : value));
  return map(x, (_, i, j) => (at(i, j, step) - at(i, j, -step)) / (2 * step));
}

/** Σ aᵢⱼ bᵢⱼ: turns a matrix of outputs into a scalar whose gradient is a backward pass of b. */
export function weighted(a: Matrix, b: Matrix): number {
  return a.reduce((sum, row, i) => sum + dot(row, b[i]!), 0);
}

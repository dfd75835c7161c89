/**
 * The one interface that everything numeric above this folder is written against.
 *
 * A device keeps {@link Tensor}s and records operations on them in order; {@link Compute.submit} hands what was
 * recorded to the device as one command buffer. The CPU device runs each operation at once, so `submit` does
 * nothing there. Operations write into tensors that the caller made, return nothing and wait for nothing; only
 * {@link Compute.read} waits. Shapes are checked when an operation is recorded.
 * What an operation writes is never what it reads: a GPU cannot bind one buffer both ways. Only `adamW` and
 * `tsneUpdate` work in place.
 * @module
 */
import type {
  DistanceSums,
  NearestRows,
  TsneDivergence,
  TsneGradient,
  TsneUpdate,
} from "./measures.ts";

import type { DeviceDescription } from "./device.ts";
import type { Tensor } from "./tensor.ts";

export * from "./device.ts";
export * from "./measures.ts";
export * from "./tensor.ts";

/** Which operand of a product is used transposed. */
export type Transpose = "none" | "left" | "right";

/** An activation: {@link Compute.relu}, or {@link Compute.gelu}. */
export type Activation = "relu" | "gelu";

/** Options of {@link Compute.matrixMultiply}. */
export interface MatrixMultiplyOptions {
  /** `none`: A·B; `left`: Aᵀ·B; `right`: A·Bᵀ. Default `none`. */
  readonly transpose?: Transpose;
  /** A row (1 × columns of the product) added to every row of the product. */
  readonly bias?: Tensor;
  /** `output`, of the product's shape, receives the activation of the product, for less than in an operation of its own. */
  readonly activation?: { readonly kind: Activation; readonly output: Tensor };
}

/** The key of one dropout mask. The same key gives the same mask on every device. */
export interface DropoutKey {
  /** Seed of the training. */
  readonly seed: number;
  /** Which layer, so that layers have masks of their own. */
  readonly layer: number;
  /** Which training step. */
  readonly step: number;
}

/** Operands of {@link Compute.contrastiveLoss}; n pairs, width d. */
export interface ContrastiveLoss {
  /** Raw audio projector outputs, n × d; the loss normalises the rows itself. */
  readonly audio: Tensor;
  /** Raw text projector outputs, n × d. */
  readonly text: Tensor;
  /** s, the logarithm of the logit scale, 1 × 1. */
  readonly logScale: Tensor;
  /**
   * For `same-text` targets: row i's text id is `ids[first + i]` of a 1 × m uint32 tensor.
   * Without it the targets are `pair`.
   */
  readonly textIds?: { readonly ids: Tensor; readonly first: number };
  /**
   * Whether the n × n logits are kept from the loss to its gradients, or computed again a tile at a time, which takes
   * a third more arithmetic, and besides the operands memory in proportion to n. Default: kept up to n = 4,096.
   */
  readonly logits?: "kept" | "recomputed";
  /** Where the loss goes: a 1 × m row of which element `lossIndex` is written. */
  readonly loss: Tensor;
  /** Which element of `loss` is written. */
  readonly lossIndex: number;
  /** Gradient with respect to `audio`, n × d, written. */
  readonly audioGradient: Tensor;
  /** Gradient with respect to `text`, n × d, written. */
  readonly textGradient: Tensor;
  /** Gradient with respect to s, 1 × 1, written. */
  readonly logScaleGradient: Tensor;
}

/** Operands of {@link Compute.adamW}. All parameters of a model lie in one 1 × p row. */
export interface AdamWStep {
  /** Parameters, 1 × p, updated in place. */
  readonly parameters: Tensor;
  /** Gradients, 1 × p, before clipping. */
  readonly gradients: Tensor;
  /** First moment, 1 × p, updated in place. */
  readonly firstMoment: Tensor;
  /** Second moment, 1 × p, updated in place. */
  readonly secondMoment: Tensor;
  /** The global gradient norm, 1 × 1, as {@link Compute.globalNorm} gives it. */
  readonly gradientNorm: Tensor;
  /** Gradients are scaled by min(1, clipNorm / (norm + 1e-6)), as PyTorch's clip_grad_norm_ does. */
  readonly clipNorm: number;
  /** The step's number, from 1, for the bias correction. */
  readonly step: number;
  /** Learning rate of this step. */
  readonly learningRate: number;
  /** Decay rates of the two moments. */
  readonly betas: readonly [number, number];
  /** Added to the root of the second moment. */
  readonly epsilon: number;
  /** Decoupled weight decay, on every parameter. */
  readonly weightDecay: number;
  /** One parameter that is clamped to [low, high] after the update: the log scale. */
  readonly clamp: { readonly index: number; readonly low: number; readonly high: number };
}

/** A device with tensors and the operations that projectors, losses and measures need. */
export interface Compute {
  /** What this device is. */
  readonly device: DeviceDescription;

  /** A new tensor of zeros, or with the row-major values given. */
  tensor(rows: number, columns: number, values?: Float32Array): Tensor;
  /** A new uint32 tensor with the values given. */
  indices(rows: number, columns: number, values: Uint32Array): Tensor;
  /**
   * A part of a 1 × n float32 tensor seen as a matrix; it shares the memory.
   * @param offset index of its first element, a multiple of {@link viewAlignment}
   */
  view(row: Tensor, offset: number, rows: number, columns: number): Tensor;
  /** Offsets of views are multiples of this number of elements. */
  readonly viewAlignment: number;
  /** Replaces a float32 tensor's values, before anything recorded later. */
  write(tensor: Tensor, values: Float32Array): void;
  /** Submits what is recorded, waits for it, and gives a float32 tensor's values, row by row. */
  read(tensor: Tensor): Promise<Float32Array>;
  /** As {@link read}, for a uint32 tensor. */
  readIndices(tensor: Tensor): Promise<Uint32Array>;
  /** Gives tensors' memory back once what was recorded has run. Views are not released. */
  release(...tensors: readonly Tensor[]): void;
  /** Hands what was recorded to the device as one command buffer. */
  submit(): void;
  /** Gives back everything that the device holds. */
  close(): void;

  /** product = left · right in the transposition asked for, plus the bias row. */
  matrixMultiply(
    left: Tensor,
    right: Tensor,
    product: Tensor,
    options?: MatrixMultiplyOptions,
  ): void;
  /** sums (1 × columns) = the sum of each column of x: the gradient of a bias. */
  columnSums(x: Tensor, sums: Tensor): void;
  /** y = a + b, element by element. */
  add(a: Tensor, b: Tensor, y: Tensor): void;
  /** y = max(x, 0). */
  relu(x: Tensor, y: Tensor): void;
  /** xGradient = yGradient where x > 0, else 0. */
  reluBackward(x: Tensor, yGradient: Tensor, xGradient: Tensor): void;
  /** y = x · Φ(x), the exact (erf) form: Hendrycks and Gimpel, arXiv 1606.08415. */
  gelu(x: Tensor, y: Tensor): void;
  /**
   * xGradient = yGradient · (Φ(x) + x φ(x)), plus `otherGradient` where x also goes elsewhere.
   */
  geluBackward(x: Tensor, yGradient: Tensor, xGradient: Tensor, otherGradient?: Tensor): void;
  /**
   * y = x · mask / (1 - rate), the mask drawn by Threefry-2x32-20 with key (seed, layer) and counter
   * (element index, step): an element is kept where the first word is at least round(rate · 2³²).
   * Applied to a gradient with the same key it is its own backward pass.
   */
  dropout(x: Tensor, y: Tensor, rate: number, key: DropoutKey): void;
  /** y = residual + dropout(x), the mask as {@link dropout} draws it: the end of a residual branch. */
  dropoutAdd(x: Tensor, residual: Tensor, y: Tensor, rate: number, key: DropoutKey): void;
  /**
   * Each row to mean 0 and variance 1 (epsilon 1e-5), times gain plus shift (1 × columns each):
   * Ba et al., arXiv 1607.06450. `statistics` (rows × 2) receives each row's mean and 1/deviation.
   */
  layerNorm(x: Tensor, gain: Tensor, shift: Tensor, y: Tensor, statistics: Tensor): void;
  /** Gradients of {@link layerNorm} with respect to x, gain and shift; all three are written. */
  layerNormBackward(
    x: Tensor,
    gain: Tensor,
    statistics: Tensor,
    yGradient: Tensor,
    xGradient: Tensor,
    gainGradient: Tensor,
    shiftGradient: Tensor,
  ): void;
  /** y = x / max(‖x‖, 1e-12) row by row, as PyTorch's F.normalize; `norms` (rows × 1) receives the divisor. */
  normalizeRows(x: Tensor, y: Tensor, norms: Tensor): void;
  /** Gradient of {@link normalizeRows} with respect to x, from its outputs y and norms. */
  normalizeRowsBackward(y: Tensor, norms: Tensor, yGradient: Tensor, xGradient: Tensor): void;
  /** rows[i] = source[indices[first + i]] for each row of `rows`; indices is 1 × m, uint32. */
  gatherRows(source: Tensor, indices: Tensor, first: number, rows: Tensor): void;
  /** sourceGradient[r] = sum of rowsGradient[i] over the i with indices[first + i] = r, in order of i. */
  gatherRowsBackward(
    rowsGradient: Tensor,
    indices: Tensor,
    first: number,
    sourceGradient: Tensor,
  ): void;
  /**
   * Symmetric InfoNCE with its gradients: Radford et al., arXiv 2103.00020, figure 3.
   * logits = exp(s) · Â T̂ᵀ; loss = (CE of rows + CE of columns) / 2, the mean over the batch. With text ids
   * the target of row i is uniform over the j with the same text id (columns likewise).
   */
  contrastiveLoss(operands: ContrastiveLoss): void;
  /** norm (1 × 1) = the square root of the sum of squares of x, in a fixed order. */
  globalNorm(x: Tensor, norm: Tensor): void;
  /** One AdamW update (Loshchilov and Hutter, arXiv 1711.05101; PyTorch's order of operations) with clipping. */
  adamW(step: AdamWStep): void;
  /**
   * The k nearest database rows of each query, exactly: of all rows, in order, equally near ones by the lower row.
   * Products and cosines are those of float32 sums, distances are right to 1e-5 of themselves: rows nearer to each other
   * than that may change places. Rows that are equal have equal scores. Cosines are right for rows of lengths from 1e-30
   * to 1e30, and 0 for a row of zeros. NaN ranks last, after distances that are infinite. Where fewer than k rows may be
   * named, the rest is row {@link NO_ROW} with score -Infinity, or distance Infinity.
   * @throws {DeviceError} on GPU devices when rows have more than 32,767 columns
   */
  nearestRows(operands: NearestRows): void;
  /**
   * sums[i, c] = the sum of the Euclidean distances of row i to the rows of class c. Takes n² d multiplications, and
   * memory for x, the sums and a block of pairs. `x` and `sums` may be larger than what a device binds at once.
   */
  distanceSums(operands: DistanceSums): void;
  /**
   * The gradient of t-SNE: with w = 1 / (1 + |y_i - y_j|²) of each pair and q = w / Σ w,
   * gradient_i = 4 Σ_j (exaggeration · p_ij - q_ij) w_ij (y_i - y_j): van der Maaten and Hinton (2008), equation 5.
   * The probabilities may be larger than what a device binds at once.
   */
  tsneGradient(operands: TsneGradient): void;
  /** divergence = Σ p log(p / q), that of Kullback and Leibler: van der Maaten and Hinton (2008), equation 2. */
  tsneDivergence(operands: TsneDivergence): void;
  /**
   * One descent with momentum, and gains as Jacobs (1988) has them: a gain grows by 0.2 where gradient and velocity
   * differ in sign, else falls by a fifth, to 0.01 at least; velocity = momentum · velocity - learningRate · gain ·
   * gradient; map += velocity.
   */
  tsneUpdate(operands: TsneUpdate): void;
}

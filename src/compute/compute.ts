/**
 * The interface that all numeric code above this folder uses.
 *
 * A device keeps {@link Tensor}s and records operations on them in order; {@link Compute.submit} hands the recorded
 * operations to the device as one command buffer. The CPU device runs each operation immediately, so `submit` does
 * nothing there. Operations write into tensors that the caller created, return nothing and do not wait; only {@link
 * Compute.read} waits. Shapes are checked when an operation is recorded. An operation never writes a tensor that it
 * reads, since a GPU cannot bind one buffer both ways. Only `adamW` and `tsneUpdate` work in place.
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

/** Which operand of a product is transposed. */
export type Transpose = "none" | "left" | "right";

/** An activation: {@link Compute.relu}, or {@link Compute.gelu}. */
export type Activation = "relu" | "gelu";

/** Options of {@link Compute.matrixMultiply}. */
export interface MatrixMultiplyOptions {
  /** `none`: A·B; `left`: Aᵀ·B; `right`: A·Bᵀ. Default `none`. */
  readonly transpose?: Transpose;
  /** A row (1 × columns of the product) that is added to every row of the product. */
  readonly bias?: Tensor;
  /**
   * `output`, of the product's shape, receives the activation of the product; this is faster than a separate operation.
   */
  readonly activation?: { readonly kind: Activation; readonly output: Tensor };
}

/** The key of one dropout mask. The same key gives the same mask on every device. */
export interface DropoutKey {
  /** Seed of the training. */
  readonly seed: number;
  /** Number of the layer, so that each layer has its own masks. */
  readonly layer: number;
  /** Number of the training step. */
  readonly step: number;
}

/** Operands of {@link Compute.contrastiveLoss}: n pairs of width d. */
export interface ContrastiveLoss {
  /** Raw audio projector outputs, n × d; the loss normalizes the rows itself. */
  readonly audio: Tensor;
  /** Raw text projector outputs, n × d. */
  readonly text: Tensor;
  /** s, the logarithm of the logit scale, 1 × 1. */
  readonly logScale: Tensor;
  /**
   * For `same-text` and `same-sound` targets: the id of row i's text or sound is `ids[first + i]` of a 1 × m uint32
   * tensor; rows with one id are targets of each other. Without it the targets are `pair`.
   */
  readonly targetIds?: { readonly ids: Tensor; readonly first: number };
  /**
   * Whether the n × n logits are kept from the loss to its gradients, or computed twice, a tile at a time. The latter
   * takes a third more arithmetic, and memory in proportion to n besides the operands. Default: kept up to n = 4,096.
   */
  readonly logits?: "kept" | "recomputed";
  /** Receives the loss: element `lossIndex` of this 1 × m row is written. */
  readonly loss: Tensor;
  /** Index of the element of `loss` that is written. */
  readonly lossIndex: number;
  /** Gradient with respect to `audio`, n × d, written. */
  readonly audioGradient: Tensor;
  /** Gradient with respect to `text`, n × d, written. */
  readonly textGradient: Tensor;
  /** Gradient with respect to s, 1 × 1, written. */
  readonly logScaleGradient: Tensor;
}

/** Operands of {@link Compute.adamW}. All parameters of a model form one 1 × p row. */
export interface AdamWStep {
  /** Parameters, 1 × p, updated in place. */
  readonly parameters: Tensor;
  /** Gradients, 1 × p, before clipping. */
  readonly gradients: Tensor;
  /** First moment, 1 × p, updated in place. */
  readonly firstMoment: Tensor;
  /** Second moment, 1 × p, updated in place. */
  readonly secondMoment: Tensor;
  /** The global gradient norm, 1 × 1, from {@link Compute.globalNorm}. */
  readonly gradientNorm: Tensor;
  /** Gradients are scaled by min(1, clipNorm / (norm + 1e-6)), as in PyTorch's clip_grad_norm_. */
  readonly clipNorm: number;
  /** Number of the step, from 1, for the bias correction. */
  readonly step: number;
  /** Learning rate of this step. */
  readonly learningRate: number;
  /** Decay rates of the two moments. */
  readonly betas: readonly [number, number];
  /** Added to the square root of the second moment. */
  readonly epsilon: number;
  /** Decoupled weight decay of every parameter. */
  readonly weightDecay: number;
  /** One parameter, the log scale, that is clamped to [low, high] after the update. */
  readonly clamp: { readonly index: number; readonly low: number; readonly high: number };
}

/** A device with tensors and the operations that projectors, losses and measures need. */
export interface Compute extends Disposable {
  /** Description of the device. */
  readonly device: DeviceDescription;

  /** Creates a tensor of zeros, or with the given row-major values. */
  tensor(rows: number, columns: number, values?: Float32Array): Tensor;
  /** Creates a uint32 tensor with the given values. */
  indices(rows: number, columns: number, values: Uint32Array): Tensor;
  /**
   * Views a part of a 1 × n float32 tensor as a matrix that shares its memory.
   * @param offset index of its first element, a multiple of {@link viewAlignment}
   */
  view(row: Tensor, offset: number, rows: number, columns: number): Tensor;
  /** Offsets of views are multiples of this number of elements. */
  readonly viewAlignment: number;
  /** Replaces a float32 tensor's values, before any operation that is recorded later. */
  write(tensor: Tensor, values: Float32Array): void;
  /**
   * Submits the recorded operations, waits for them, and returns a float32 tensor's values, row by row. They are the
   * caller's: later operations do not change them, and changing them changes no tensor.
   * @param into receives the values and is returned, in place of a new array: a large one costs more than the copy, since
   * the system finds memory for it page by page
   */
  read(tensor: Tensor, into?: Float32Array): Promise<Float32Array>;
  /** Reads a uint32 tensor as {@link read} does a float32 one. */
  readIndices(tensor: Tensor): Promise<Uint32Array>;
  /** Frees tensors once the recorded operations have run. Views are not released. */
  release(...tensors: readonly Tensor[]): void;
  /** Hands the recorded operations to the device as one command buffer. */
  submit(): void;
  /** Frees everything that the device holds, as leaving the scope of a `using` does. */
  close(): void;

  /** product = left · right in the given transposition, plus the bias row. */
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
   * xGradient = yGradient · (Φ(x) + x φ(x)), plus `otherGradient` where x has another use.
   */
  geluBackward(x: Tensor, yGradient: Tensor, xGradient: Tensor, otherGradient?: Tensor): void;
  /**
   * y = x · mask / (1 - rate). The mask is drawn by Threefry-2x32-20 with key (seed, layer) and counter (element index,
   * step): an element is kept where the first word is at least round(rate · 2³²). Applied to a gradient with the same
   * key, it is its own backward pass.
   */
  dropout(x: Tensor, y: Tensor, rate: number, key: DropoutKey): void;
  /** y = residual + dropout(x), with the mask of {@link dropout}: the end of a residual branch. */
  dropoutAdd(x: Tensor, residual: Tensor, y: Tensor, rate: number, key: DropoutKey): void;
  /**
   * Normalizes each row to mean 0 and variance 1 (epsilon 1e-5), then multiplies by gain and adds shift (1 × columns
   * each): Ba et al., arXiv 1607.06450. `statistics` (rows × 2) receives each row's mean and 1/deviation.
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
  /** y = x / max(‖x‖, 1e-12) row by row, as PyTorch's F.normalize; `norms` (rows × 1) receives the divisors. */
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
   * Symmetric InfoNCE with its gradients: Radford et al., arXiv 2103.00020, figure 3. logits = exp(s) · Â T̂ᵀ; loss =
   * (CE of rows + CE of columns) / 2, the mean over the batch. With text ids the target of row i is uniform over the j
   * with the same text id (columns likewise).
   */
  contrastiveLoss(operands: ContrastiveLoss): void;
  /** norm (1 × 1) = the square root of the sum of squares of x, in a fixed order. */
  globalNorm(x: Tensor, norm: Tensor): void;
  /** One AdamW update (Loshchilov and Hutter, arXiv 1711.05101; PyTorch's order of operations) with clipping. */
  adamW(step: AdamWStep): void;
  /**
   * Finds the k nearest database rows of each query exactly, in order; of equally near rows the lower one comes first.
   * Products and cosines are float32 sums, and distances have a relative error of at most 1e-5, so rows whose distances
   * differ by less may swap places. Equal rows have equal scores. Cosines are right for rows of lengths from 1e-30 to
   * 1e30, and 0 for a row of zeros. NaN ranks last, after infinite distances. Where fewer than k rows are allowed, the
   * remaining entries are row {@link NO_ROW} with score -Infinity, or distance Infinity.
   * @throws {DeviceError} on GPU devices when rows have more than 32,767 columns
   */
  nearestRows(operands: NearestRows): void;
  /**
   * sums[i, c] = the sum of the Euclidean distances of row i, or of query i, to the rows of class c. It takes n² d or
   * q n d multiplications, and memory for x, the sums and a block of pairs. `x`, `queries` and `sums` may be larger than
   * the device's largest binding.
   */
  distanceSums(operands: DistanceSums): void;
  /**
   * The gradient of t-SNE: with w = 1 / (1 + |y_i - y_j|²) of each pair and q = w / Σ w, gradient_i = 4 Σ_j
   * (exaggeration · p_ij - q_ij) w_ij (y_i - y_j): van der Maaten and Hinton (2008), equation 5. The probabilities may
   * be larger than the device's largest binding.
   */
  tsneGradient(operands: TsneGradient): void;
  /** divergence = Σ p log(p / q), the Kullback-Leibler divergence: van der Maaten and Hinton (2008), equation 2. */
  tsneDivergence(operands: TsneDivergence): void;
  /**
   * One descent step with momentum and the gains of Jacobs (1988): a gain grows by 0.2 where gradient and velocity
   * differ in sign, else it falls by a fifth, to at least 0.01. velocity = momentum · velocity - learningRate · gain ·
   * gradient; map += velocity.
   */
  tsneUpdate(operands: TsneUpdate): void;
}

/**
 * The configuration of a training: projector, optimizer, targets.
 * @module
 */

/** The kinds of projector; each modality has a projector of its own. */
export const PROJECTOR_KINDS = ["residual", "mlp", "linear"] as const;
/** One of {@link PROJECTOR_KINDS}. */
export type ProjectorKind = typeof PROJECTOR_KINDS[number];

/** The projectors of both modalities. */
export interface ProjectorConfiguration {
  /**
   * `residual`: LayerNorm(e + dropout(W2 gelu(e) + b2)) with e = W1 x + b1;
   * `mlp`: W2 relu(W1 x + b1) + b2; `linear`: W1 x + b1.
   */
  readonly kind: ProjectorKind;
  /** Width of the shared space, and of the hidden layer. */
  readonly dim: number;
  /** Share of elements dropped, in [0, 1); only `residual` has dropout. */
  readonly dropout: number;
}

/**
 * Which texts are targets of a batch item: its own only (the diagonal), those of every item with the same text, which is
 * right where captions are class names, or those of every item with the same sound, which is right where a sound has
 * several captions.
 */
export const TARGETS = ["same-text", "same-sound", "pair"] as const;
/** One of {@link TARGETS}. */
export type Targets = typeof TARGETS[number];

/** AdamW and its schedule. */
export interface OptimizerConfiguration {
  /** Number of training steps. */
  readonly steps: number;
  /** Number of pairs in a step, each of another sound; a pool of fewer sounds takes as many as it has. */
  readonly batch: number;
  /** Peak learning rate, reached after the warm-up. */
  readonly learningRate: number;
  /** Decoupled weight decay, on every parameter. */
  readonly weightDecay: number;
  /** Targets of the contrastive loss. */
  readonly targets: Targets;
  /** Steps over which the learning rate rises linearly; it then falls to 0 along a cosine. */
  readonly warmupSteps: number;
  /** Highest global gradient norm. */
  readonly clipNorm: number;
  /** Decay rates of AdamW's moments. */
  readonly betas: readonly [number, number];
  /** Largest number of pairs of one class in a batch: class-aware batches (see `drawBatches`). Default: unlimited. */
  readonly perClass?: number | undefined;
}

/** Whether pairs are held out to decide when to stop. */
export const VALIDATIONS = ["none", "early-stopping"] as const;
/** One of {@link VALIDATIONS}. */
export type Validating = typeof VALIDATIONS[number];

/** Early stopping by the loss on held-out pairs. */
export interface EarlyStoppingConfiguration {
  /** Steps between two measurements; the loss is always measured after the last step. */
  readonly every: number;
  /** Number of consecutive measurements without a lower loss after which training ends. */
  readonly patience: number;
}

/** The projectors that an audit trains by default. */
export const DEFAULT_PROJECTOR: ProjectorConfiguration = {
  kind: "residual",
  dim: 128,
  dropout: 0.2,
};

/** The optimizer that an audit uses by default. */
export const DEFAULT_OPTIMIZER: OptimizerConfiguration = {
  steps: 300,
  batch: 128,
  learningRate: 0.001,
  weightDecay: 0.05,
  targets: "same-text",
  warmupSteps: 20,
  clipNorm: 1,
  betas: [0.9, 0.999],
};

/**
 * Returns the learning rate of a step: a linear rise over the warm-up, then a half cosine to zero (Loshchilov and
 * Hutter, arXiv 1608.03983, equation 5, without restarts).
 *
 * @param step the step's number, from 1 to `steps`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(learningRateAt(DEFAULT_OPTIMIZER, 10), 0.0005);
 * assert.equal(learningRateAt(DEFAULT_OPTIMIZER, 20), 0.001);
 * assert.ok(learningRateAt(DEFAULT_OPTIMIZER, 300) < 1e-7);
 * ```
 */
export function learningRateAt(optimizer: OptimizerConfiguration, step: number): number {
  const { steps, warmupSteps, learningRate } = optimizer;
  if (step <= warmupSteps) return learningRate * step / warmupSteps;
  const progress = (step - warmupSteps) / Math.max(1, steps - warmupSteps);
  return learningRate * 0.5 * (1 + Math.cos(Math.PI * progress));
}

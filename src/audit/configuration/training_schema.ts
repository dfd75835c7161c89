/**
 * The schemas of projectors and of how they are trained.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import {
  DEFAULT_OPTIMIZER,
  DEFAULT_PROJECTOR,
  PROJECTOR_KINDS,
  TARGETS,
  VALIDATIONS,
} from "../../projector/configuration.ts";
import { described } from "../../basics/described.ts";

const positive = z.int().min(1);
const rate = z.number().min(0).lt(1);

/** The schema of a configuration's `projector`. */
export const projectorSchema = z.strictObject({
  kind: described(
    z.enum(PROJECTOR_KINDS).default(DEFAULT_PROJECTOR.kind),
    "`residual`, a layer and a residual block with layer normalization; `mlp`, two layers; `linear`, " +
      "one.",
  ),
  dim: described(
    positive.max(8192).default(DEFAULT_PROJECTOR.dim),
    "Width of the shared space, and of the hidden layer.",
  ),
  dropout: described(
    rate.default(DEFAULT_PROJECTOR.dropout),
    "Share of elements dropped; only `residual` has dropout.",
  ),
}).prefault({});

/** The schema of a configuration's `optimizer`. */
export const optimizerSchema = z.strictObject({
  steps: described(positive.default(DEFAULT_OPTIMIZER.steps), "Number of training steps."),
  batch: described(
    z.int().min(2).default(DEFAULT_OPTIMIZER.batch),
    "Number of pairs in a step, each of another sound; at most as many as the pool has sounds.",
  ),
  learningRate: described(
    z.number().positive().default(DEFAULT_OPTIMIZER.learningRate),
    "Peak learning rate, reached after the warm-up.",
  ),
  weightDecay: described(
    z.number().min(0).default(DEFAULT_OPTIMIZER.weightDecay),
    "Decoupled weight decay, on every parameter.",
  ),
  targets: described(
    z.enum(TARGETS).default(DEFAULT_OPTIMIZER.targets),
    "Which texts of a batch are right for a sound: all that read the same (`same-text`), all of the " +
      "same sound (`same-sound`), or its own alone (`pair`).",
  ),
  warmupSteps: described(
    z.int().min(0).default(DEFAULT_OPTIMIZER.warmupSteps),
    "Steps over which the learning rate rises; it then falls to 0 along a cosine.",
  ),
  clipNorm: described(
    z.number().positive().default(DEFAULT_OPTIMIZER.clipNorm),
    "Highest global gradient norm.",
  ),
  betas: described(
    z.tuple([rate, rate]).default([...DEFAULT_OPTIMIZER.betas]),
    "Decay rates of AdamW's moments.",
  ),
  perClass: described(
    positive.optional(),
    "Largest number of pairs of one class in a batch.",
    "any",
  ),
  validation: described(
    z.union([
      z.enum(VALIDATIONS),
      z.strictObject({
        random: described(
          z.number().gt(0).lt(1),
          "Share of the unflagged sounds that is held out at random.",
        ),
      }),
    ]).default("none"),
    "`none` keeps the last step. `early-stopping` keeps the one with the lowest loss on unflagged " +
      'training classes that are held out, `{ "random": 0.2 }` on that share of the unflagged sounds.',
  ),
  validationShare: described(
    z.number().gt(0).lt(1).default(0.1),
    "Share of the clean pool that `early-stopping` holds out, in whole classes where possible.",
  ),
  validateEvery: described(positive.default(10), "Number of steps between two validations."),
  patience: described(
    positive.default(10),
    "Number of validations without a lower loss after which a training ends.",
  ),
}).prefault({});

/**
 * The training of projectors on the pairs of a pool: what `train` and `audit` have in common.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import {
  type Matrix,
  measureStandardization,
  type Standardization,
  standardize,
} from "../../basics/matrix.ts";
import type { Compute } from "../../compute/compute.ts";
import { placeMatrix } from "../../compute/place_matrix.ts";
import {
  type CheckpointOptions,
  type Looks,
  type TrainedProjectors,
  type TrainingConfiguration,
  type TrainingData,
  trainProjectors,
} from "../training.ts";
import type { PoolRows } from "./pool_rows.ts";

/** The embeddings of a pool on the device, and how its sounds were standardized. */
export interface PlacedPool {
  /** What projectors are trained on. */
  readonly data: TrainingData;
  /** Mean and deviation of the sounds that are trained on. */
  readonly standardization: Standardization;
}

/** How projectors are trained, beside their configuration. */
export interface HowTrained {
  /** What a user calls the learning rate, for the message of a training that diverged. */
  readonly learningRate: string;
  /** Called with the number of finished steps now and then, with the loss of the last one where it is known. */
  readonly onStep?: (step: number, loss?: number) => void;
  /** Where the state of the training is kept. */
  readonly checkpoint?: CheckpointOptions;
  /** Looks at the projectors on the way. */
  readonly looks?: Looks;
  /** Removes what is kept of a training that diverged: no training continues from it. */
  readonly onDiverged?: () => Promise<void>;
}

/**
 * Puts the embeddings of a pool on the device; the caller releases `audio` and `text`.
 *
 * @param sounds as the backbone gives them; they are standardized by those that are trained on
 * @param texts rows of length one
 * @param stopsEarly whether the pairs that are held out are needed
 */
export function placePool(
  compute: Compute,
  sounds: Matrix,
  texts: Matrix,
  { training, validation, classes }: PoolRows,
  stopsEarly: boolean,
): PlacedPool {
  const standardization = measureStandardization(sounds, training.audioRows);
  const data = {
    audio: placeMatrix(compute, standardize(sounds, standardization)),
    text: placeMatrix(compute, texts),
    ...training,
    classes,
    ...(stopsEarly ? { validation } : {}),
  };
  return { data, standardization };
}

/**
 * Trains projectors, and refuses those that diverged.
 *
 * @throws {InputError} when the loss becomes infinite, and as {@link trainProjectors}
 */
export async function trainRows(
  compute: Compute,
  data: TrainingData,
  configuration: TrainingConfiguration,
  { learningRate, onStep, checkpoint, looks, onDiverged }: HowTrained,
): Promise<TrainedProjectors> {
  const trained = await trainProjectors(compute, data, configuration, onStep, checkpoint, looks);
  const { losses } = trained;
  const diverged = losses.findIndex((loss) => !Number.isFinite(loss));
  if (diverged < 0) return trained;
  trained.release();
  await onDiverged?.();
  throw new InputError(
    `Training diverged: the loss is ${losses[diverged]} at step ${diverged + 1}; ` +
      `lower ${learningRate}`,
  );
}

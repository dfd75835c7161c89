/**
 * Trains projectors on the pairs of a pool: the part that `train` and `audit` share.
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
import { numberRows } from "../../basics/row_numbers.ts";
import { moveMatrix, placeMatrix } from "../../compute/place_matrix.ts";
import type { DrawnPairs } from "../batches.ts";
import {
  type CheckpointOptions,
  type Looks,
  type TrainedProjectors,
  type TrainingConfiguration,
  type TrainingData,
  trainProjectors,
} from "../training.ts";
import type { PairRows } from "../training_step.ts";
import type { PoolRows } from "./pool_rows.ts";

/** The embeddings of a pool on the device, and the standardization of its sounds. */
export interface PlacedPool {
  /** The data that projectors are trained on. */
  readonly data: TrainingData;
  /** Mean and deviation of the sounds of the training pairs. */
  readonly standardization: Standardization;
}

/** Options of a training, besides the configuration. */
export interface HowTrained {
  /** The learning rate's name for the user, for the message about a training that diverged. */
  readonly learningRate: string;
  /** Called from time to time with the number of finished steps, and with the loss of the last one if it is known. */
  readonly onStep?: (step: number, loss?: number) => void;
  /** Where to save the state of the training. */
  readonly checkpoint?: CheckpointOptions;
  /** Inspects the projectors during training. */
  readonly looks?: Looks | undefined;
  /** Ends the training, with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Removes the saved state of a training that diverged, which cannot be continued. */
  readonly onDiverged?: () => Promise<void>;
}

/**
 * Puts the embeddings of a pool on the device; the caller releases `audio` and `text`.
 *
 * @param sounds embeddings as the backbone returns them; they are standardized by those of the training pairs
 * @param texts rows of length one
 * @param stopsEarly whether the held-out pairs are needed
 * @param drawn the pairs that steps draw, where these are known: the embeddings of other sounds then stay where they
 * are, and what is drawn does not change
 */
export function placePool(
  compute: Compute,
  sounds: Matrix,
  texts: Matrix,
  { training, validation, classes }: PoolRows,
  stopsEarly: boolean,
  drawn?: DrawnPairs,
): PlacedPool {
  // A sound counts once, whatever the number of its captions.
  const standardization = measureStandardization(sounds, numberRows(training.audioRows).distinct);
  const asked = { training, validation: stopsEarly ? validation : undefined };
  const placed = drawn === undefined ? { ...asked, chosen: undefined } : numberDrawn(asked, drawn);
  const data = {
    audio: moveMatrix(compute, standardize(sounds, standardization, placed.chosen)),
    text: placeMatrix(compute, texts),
    ...placed.training,
    classes,
    ...(placed.validation ? { validation: placed.validation } : {}),
  };
  return { data, standardization };
}

/** The pairs that a training may need. */
interface NeededPairs {
  readonly training: PairRows;
  readonly validation: PairRows | undefined;
}

/**
 * Chooses the sounds of drawn and of held-out pairs, and numbers them as rows. The others get numbers of rows that are
 * not there: which pairs are drawn depends on which of them are of one sound, but their sounds are never read.
 */
function numberDrawn(
  { training, validation }: NeededPairs,
  { pairs }: DrawnPairs,
): NeededPairs & { readonly chosen: Uint32Array } {
  const held = validation?.audioRows ?? new Uint32Array();
  const needed = pairs.length + held.length;
  const rows = new Uint32Array(needed + training.audioRows.length);
  rows.set(pairs.map((pair) => training.audioRows[pair]!));
  rows.set(held, pairs.length);
  rows.set(training.audioRows, needed);
  const { numbers, distinct } = numberRows(rows);
  const placed = (rows: PairRows, from: number) => ({
    ...rows,
    audioRows: numbers.slice(from, from + rows.audioRows.length),
  });
  return {
    chosen: distinct.subarray(0, numberRows(rows.subarray(0, needed)).distinct.length),
    training: placed(training, needed),
    validation: validation && placed(validation, pairs.length),
  };
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
  { learningRate, onStep, checkpoint, looks, signal, onDiverged }: HowTrained,
): Promise<TrainedProjectors> {
  const trained = await trainProjectors(compute, data, {
    ...configuration,
    onStep,
    checkpoint,
    looks,
    signal,
  });
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

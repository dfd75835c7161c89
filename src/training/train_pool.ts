/**
 * Trains projectors on a pool of two embedding sets into a projector file; killed at any moment, it goes on and ends in
 * the same bytes.
 * @module
 */
import { type Matrix, measureStandardization } from "../audit/matrix.ts";
import { InputError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import type { OnProgress } from "../basics/progress.ts";
import type { Compute, Tensor } from "../compute/compute.ts";
import type { EmbeddingSet } from "../embeddings/embedding_set.ts";
import { poolOf } from "../leakage/pools/conditions.ts";
import type { PoolsFile } from "../leakage/pools/pools_file.ts";
import { checkIdentity, identityOf, type TrainingIdentity } from "../projector/checkpoint.ts";
import { decodeProjectors, encodeProjectors } from "../projector/stored_projectors.ts";
import {
  type TrainedProjectors,
  type TrainingConfiguration,
  type TrainingData,
  trainProjectors,
} from "../projector/training.ts";
import { projectorInput } from "./inputs.ts";
import { checkMetadata, metadataOf } from "./metadata.ts";
import { joinPool, type NamedEmbeddings, type PairColumns, type PoolRows } from "./pairing.ts";
import type { TrainingPlaces } from "./places.ts";
import { requireManifest, requireModality } from "./provenance.ts";

/** What to train. */
export interface PoolTraining {
  /** Embeddings of the sounds. */
  readonly audio: NamedEmbeddings;
  /** Embeddings of the texts. */
  readonly text: NamedEmbeddings;
  /** The pools, their file's name and hash. */
  readonly pools: { readonly name: string; readonly sha256: string; readonly file: PoolsFile };
  /** The pool: one of `conditionsOf`. */
  readonly condition: string;
  /** Which columns of the audio set tell of pairs. */
  readonly columns?: PairColumns;
  /**
   * SHA-256 of files by name: the set that tells the pairs' texts must be made from one of them, where it tells from
   * which it was. Absent: from any.
   */
  readonly manifests?: Readonly<Record<string, string>> | undefined;
  /** Projectors, optimizer, seed, early stopping. */
  readonly configuration: TrainingConfiguration;
}

/** Where to, and whom to tell. */
export interface PoolTrainingOptions {
  /** The files to write. */
  readonly places: TrainingPlaces;
  /** Told after some steps, with the loss. */
  readonly onProgress?: OnProgress;
  /** Told what a user should know, a line each. */
  readonly onNote?: (note: string) => void;
}

/** What was trained. */
export interface PoolTrainingSummary {
  /** The pool. */
  readonly condition: string;
  /** Number of pairs trained on. */
  readonly pairs: number;
  /** Number of their distinct texts. */
  readonly texts: number;
  /** Number of pairs held out. */
  readonly heldOut: number;
  /** Ids of pairs without a row, since their items could not be read. */
  readonly leftOut: readonly string[];
  /** Number of steps taken. */
  readonly steps: number;
  /** The step whose parameters were kept. */
  readonly keptStep: number;
  /** Loss of the last step, in nats. */
  readonly finalLoss: number;
  /** Lowest loss on held-out pairs, in nats, with early stopping. */
  readonly validationLoss?: number;
}

/** Steps between two checkpoints: some seconds on the slowest device. */
const STEPS_BETWEEN_CHECKPOINTS = 50;

/**
 * Trains on a pool.
 *
 * @throws {InputError} when there is no such condition, a pair has no row, the sets are of other manifests, the file
 * exists, what is gone on from is another training, or the loss becomes infinite
 * @throws {SurroundingsError} when the device fails, or the file cannot be written
 */
export async function trainOnPool(
  compute: Compute,
  training: PoolTraining,
  options: PoolTrainingOptions,
): Promise<PoolTrainingSummary> {
  const { audio, text, pools, condition, configuration } = training;
  const { places } = options;
  const rows = joinPool(poolOf(pools.file, condition), audio, text, training.columns);
  checkTraining(training, rows, options);
  const sounds = matrixOf(audio.set);
  const standardization = measureStandardization(sounds, rows.training.audioRows);
  const data: TrainingData = {
    audio: upload(compute, projectorInput("audio", sounds, standardization)),
    text: upload(compute, projectorInput("text", matrixOf(text.set), standardization)),
    ...rows.training,
    classes: rows.classes,
    ...(configuration.earlyStopping ? { validation: rows.validation } : {}),
  };
  try {
    const identity = {
      ...await identityOf(compute, data, configuration),
      condition,
      "pools.sha256": pools.sha256,
    };
    const metadata = metadataOf(compute.device, training, rows, standardization, identity);
    checkMetadata(metadata);
    await places.begin();
    const outcome = places.found === "file"
      ? await finished(compute, places.file, identity)
      : await trainInto(compute, data, configuration, metadata, options);
    return summarize(condition, rows, outcome);
  } finally {
    compute.release(data.audio, data.text);
  }
}

/** Trains, from the checkpoint if there is one, and writes the file. */
async function trainInto(
  compute: Compute,
  data: TrainingData,
  configuration: TrainingConfiguration,
  metadata: TrainingIdentity,
  { places, onProgress, onNote }: PoolTrainingOptions,
): Promise<Outcome> {
  const total = configuration.optimizer.steps;
  const onStep = (done: number, loss?: number) => {
    const note = loss === undefined ? {} : { note: `loss ${loss.toFixed(3)}` };
    onProgress?.({ stage: "training", done, total, ...note });
  };
  const trained = await trainProjectors(compute, data, configuration, onStep, {
    path: places.checkpoint,
    every: STEPS_BETWEEN_CHECKPOINTS,
    ...(onNote ? { onNote } : {}),
  });
  try {
    await requireConvergence(trained.losses, places);
    const values = await compute.read(trained.parameters.values);
    const { shapes } = trained.parameters;
    await places.write(encodeProjectors({ ...trained, values, shapes }, metadata));
  } finally {
    trained.release();
  }
  await places.removeCheckpoint();
  return trained;
}

/** Refuses sets and pools that do not go together, and notes what early stopping can tell. */
function checkTraining(
  { audio, text, pools, manifests, configuration }: PoolTraining,
  { textsFrom, validation }: PoolRows,
  { onNote }: PoolTrainingOptions,
): void {
  requireModality(audio, "audio");
  requireModality(text, "text");
  if (manifests) requireManifest(textsFrom === "text" ? text : audio, pools.name, manifests);
  if (configuration.earlyStopping === undefined) return;
  if (validation.audioRows.length < 2) {
    throw new InputError(
      `"${pools.name}" holds out ${validation.audioRows.length} pairs, so nothing tells when to ` +
        "stop; make pools with split --validation",
    );
  }
  if (pools.file.validation?.by === "source") {
    onNote?.(
      "the held-out pairs are whole recordings, since not every pair has a label: how well they " +
        "do says little about unseen classes",
    );
  }
}

type Outcome = Pick<TrainedProjectors, "losses" | "chosen">;

function summarize(
  condition: string,
  { training, validation, leftOut }: PoolRows,
  { losses, chosen }: Outcome,
): PoolTrainingSummary {
  return {
    condition,
    pairs: training.audioRows.length,
    texts: new Set(training.textRows).size,
    heldOut: validation.audioRows.length,
    leftOut,
    steps: losses.length,
    keptStep: chosen?.step ?? losses.length,
    finalLoss: losses.at(-1)!,
    ...(chosen ? { validationLoss: Math.min(...chosen.losses) } : {}),
  };
}

/** What an earlier process finished, if it was the same training. */
async function finished(
  compute: Compute,
  file: string,
  identity: TrainingIdentity,
): Promise<Outcome> {
  const bytes = await readInputFile(file);
  const stored = decodeProjectors(bytes, file, compute.viewAlignment);
  checkIdentity(stored.metadata, file, identity, compute.device);
  return stored;
}

/** Nobody goes on from a training that diverged. */
async function requireConvergence(losses: Float32Array, places: TrainingPlaces): Promise<void> {
  const step = losses.findIndex((loss) => !Number.isFinite(loss));
  if (step < 0) return;
  await places.removeCheckpoint();
  throw new InputError(
    `Training diverged: the loss is ${losses[step]} at step ${step + 1}; lower the learning rate`,
  );
}

function matrixOf({ rows, dim, values }: EmbeddingSet): Matrix {
  return { rows, columns: dim, values };
}

function upload(compute: Compute, { rows, columns, values }: Matrix): Tensor {
  return compute.tensor(rows, columns, values);
}

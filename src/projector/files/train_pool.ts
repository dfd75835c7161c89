/**
 * Trains projectors on a pool of two embedding sets into a projector file; a run that is killed at any moment can be
 * resumed and ends with the same bytes.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import type { OnProgress } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import { codeOf, otherCodeNotes } from "../../embeddings/made_by.ts";
import { formatCondition } from "../../leakage/pools/conditions.ts";
import { poolOf } from "../../leakage/pools/pool_of.ts";
import { storedPools } from "../../leakage/pools/stored_pools.ts";
import { checkSameTraining, identityOf, type TrainingIdentity } from "../checkpoint.ts";
import { decodeProjectors, encodeProjectors } from "../stored_projectors.ts";
import type { TrainedProjectors, TrainingConfiguration, TrainingData } from "../training.ts";
import { ofUnitLength } from "./inputs.ts";
import { checkMetadata, metadataOf } from "./metadata.ts";
import { type JoinedPool, joinPool } from "./pairing.ts";
import type { TrainingPlaces } from "./places.ts";
import type { PoolTraining } from "./pool_training.ts";
import { requireManifest, requireModality } from "./provenance.ts";
import { placePool, trainRows } from "./train_rows.ts";

/** Where a training writes, and its callbacks. */
export interface PoolTrainingOptions {
  /** The files to write. */
  readonly places: TrainingPlaces;
  /** Called after some steps, with the loss. */
  readonly onProgress?: OnProgress;
  /** Called with notes for the user, one line each. */
  readonly onNote?: (note: string) => void;
  /** Ends the training, with its reason; its checkpoint stays, and the same training continues from it. */
  readonly signal?: AbortSignal | undefined;
}

/** A summary of the training. */
export interface PoolTrainingSummary {
  /** The pool. */
  readonly condition: string;
  /** Number of pairs trained on. */
  readonly pairs: number;
  /** Number of their distinct texts. */
  readonly texts: number;
  /** Number of pairs held out. */
  readonly heldOut: number;
  /** Ids of pairs without a row, because their items could not be read. */
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

/** Implements {@link trainOnPool}, which `doors/projector/train_pool.ts` documents. */
export async function trainOnPool(
  compute: Compute,
  training: PoolTraining,
  options: PoolTrainingOptions,
): Promise<PoolTrainingSummary> {
  const { audio, text, pools, configuration } = training;
  const { places } = options;
  const condition = formatCondition(training.condition);
  const pool = poolOf(storedPools(pools.file), training.condition);
  const rows = joinPool(pool, audio, text, training.columns);
  checkTraining(training, rows, options);
  const sets = [audio, text].map(({ name, set }) => ({ name, code: codeOf(set.identity) }));
  const made = [...sets, { name: pools.name, code: pools.file.code ?? {} }];
  (await otherCodeNotes(made)).forEach((note) => options.onNote?.(note));
  const stopsEarly = configuration.earlyStopping !== undefined;
  const texts = ofUnitLength(text.set);
  const placed = placePool(compute, audio.set, texts, rows, stopsEarly);
  const { data, standardization } = placed;
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
    return trainingSummary(condition, rows, outcome);
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
  { places, onProgress, onNote, signal }: PoolTrainingOptions,
): Promise<Outcome> {
  const total = configuration.optimizer.steps;
  const onStep = (done: number, loss?: number) => {
    const note = loss === undefined ? {} : { note: `loss ${loss.toFixed(3)}` };
    onProgress?.({ stage: "training", done, total, ...note });
  };
  const trained = await trainRows(compute, data, configuration, {
    learningRate: "the learning rate",
    onStep,
    signal,
    checkpoint: {
      path: places.checkpoint,
      every: STEPS_BETWEEN_CHECKPOINTS,
      onKept: () => places.adoptCheckpoint(),
      ...(onNote ? { onNote } : {}),
    },
    onDiverged: () => places.removeCheckpoint(),
  });
  try {
    const values = await compute.read(trained.parameters.values);
    const { shapes } = trained.parameters;
    await places.write(encodeProjectors({ ...trained, values, shapes }, metadata));
  } finally {
    trained.release();
  }
  await places.end();
  return trained;
}

/** Refuses sets and pools that do not match, and notes the limits of early stopping. */
function checkTraining(
  { audio, text, pools, manifests, configuration }: PoolTraining,
  { textsFrom, validation }: JoinedPool,
  { onNote }: PoolTrainingOptions,
): void {
  requireModality(audio, "audio");
  requireModality(text, "text");
  if (manifests) requireManifest(textsFrom === "text" ? text : audio, pools.name, manifests);
  if (configuration.earlyStopping === undefined) return;
  if (validation.audioRows.length < 2) {
    throw new InputError(
      `"${pools.name}" holds out ${validation.audioRows.length} pairs, so early stopping cannot ` +
        "work; make pools with split --validation",
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

function trainingSummary(
  condition: string,
  { training, validation, leftOut }: JoinedPool,
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

/** Reads what an earlier process finished, if it was the same training. */
async function finished(
  compute: Compute,
  file: string,
  identity: TrainingIdentity,
): Promise<Outcome> {
  const bytes = await readInputFile(file);
  const stored = decodeProjectors(bytes, file, compute.viewAlignment);
  checkSameTraining(stored.metadata, file, identity, compute.device);
  return stored;
}

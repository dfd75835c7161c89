/**
 * Trains projectors: batches are drawn by seed, a step is one command buffer, no step reads back.
 * @module
 */
import { DeviceLostError, InputError, SurroundingsError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import { later } from "../basics/later.ts";
import { breathe } from "../basics/progress.ts";
import type { Compute, Tensor } from "../compute/compute.ts";
import { type ClassLimit, type DrawnPairs, drawPairs } from "./batches.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { learningRateAt, type OptimizerConfiguration } from "./configuration.ts";
import { EarlyStopping } from "./early_stopping.ts";
import { Parameters, type ParameterSetting, type Side } from "./parameters.ts";
import { makeProjector } from "./projector.ts";
import { decodeProjectors, type StoredProjectors } from "./stored_projectors.ts";
import type { TrainedProjectors, TrainingOptions } from "./training_options.ts";
import { type TrainingConfiguration, type TrainingData, TrainingStep } from "./training_step.ts";

export type { CheckpointOptions } from "./checkpoints.ts";
export type { Looks, TrainedProjectors, TrainingOptions } from "./training_options.ts";
export type { TrainingConfiguration, TrainingData } from "./training_step.ts";

/** Rows to project. */
export interface RowsToProject {
  /** The projectors. */
  readonly projectors: Pick<TrainedProjectors, "projector" | "parameters">;
  /** The rows' modality. */
  readonly side: Side;
  /** rows × inputs. */
  readonly embeddings: Tensor;
}

// Files are Deno's; a training without checkpoints runs in a browser.
const checkpointing = later<typeof import("./checkpoints.ts")>(
  new URL("./checkpoints.ts", import.meta.url),
);

/** Steps between two waits for the device, so that the queue of recorded work stays short. */
const STEPS_BETWEEN_WAITS = 100;
/** If steps are slow, progress is reported and signals are handled after this time anyway. */
const MOST_SILENCE_MS = 5000;

/**
 * Trains projectors on a pool of pairs.
 *
 * @param data the embeddings, and the pairs as rows of them
 * @param options what is trained, and how the training is followed, kept and ended
 * @throws {InputError} when the numbers of audio and text rows differ, or the file is not a checkpoint, or is one of
 * another training: the message names what differs
 * @throws {SurroundingsError} when the device is lost or fails, or the checkpoint cannot be written, which is tried
 * before the first step: the message says how many steps are known to be finished and what is saved
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../compute/cpu/cpu_compute.ts";
 * import { DEFAULT_OPTIMIZER } from "./configuration.ts";
 * const compute = openCpu();
 * const data = {
 *   audio: compute.tensor(2, 3, Float32Array.of(1, 0, 0, 0, 1, 0)),
 *   text: compute.tensor(2, 2, Float32Array.of(1, 0, 0, 1)),
 *   audioRows: Uint32Array.of(0, 1),
 *   textRows: Uint32Array.of(0, 1),
 * };
 * const projector = { kind: "linear", dim: 4, dropout: 0 } as const;
 * const optimizer = { ...DEFAULT_OPTIMIZER, steps: 50, learningRate: 0.1 };
 * const trained = await trainProjectors(compute, data, { projector, optimizer, seed: 0 });
 * assert.ok(trained.losses.at(-1)! < trained.losses[0]!);
 * trained.release();
 * ```
 */
export async function trainProjectors(
  compute: Compute,
  data: TrainingData,
  { onStep = () => {}, checkpoint, looks, signal, ...configuration }: TrainingOptions,
): Promise<TrainedProjectors> {
  const { projector, optimizer, seed } = configuration;
  signal?.throwIfAborted();
  const pairs = data.audioRows.length;
  if (data.textRows.length !== pairs) {
    const found = `${pairs} rows of audio and ${data.textRows.length} of text`;
    throw new InputError(`Cannot train on ${found}; expected one of each for every pair`);
  }
  const inputs = { audio: data.audio.columns, text: data.text.columns };
  const drawn = drawOf(data, configuration);
  const parameters = new Parameters(compute, { projector, inputs, seed });
  const step = new TrainingStep(compute, parameters, data, configuration, drawn);
  let stopping: EarlyStopping | undefined;
  try {
    if (configuration.earlyStopping) {
      const settings = configuration.earlyStopping;
      stopping = new EarlyStopping(compute, parameters, data, configuration, settings);
    }
    const checkpoints = checkpoint &&
      new (await checkpointing()).Checkpoints(
        compute,
        checkpoint,
        step,
        data,
        configuration,
        stopping,
      );
    const due = new Set(looks?.after);
    const look = async (step: number) => {
      if (due.has(step)) await looks?.look(step, { projector, parameters });
    };
    const losses = await runSteps(compute, step, optimizer, {
      onStep,
      checkpoints,
      stopping,
      look,
      signal,
    });
    return onDevice(compute, parameters, { projector, losses, chosen: stopping?.choose() });
  } catch (thrown) {
    releaseParameters(compute, parameters);
    throw thrown;
  } finally {
    stopping?.release();
    step.release();
  }
}

/**
 * Draws the pairs of a training's steps.
 *
 * @throws {InputError} when the limit of a class is no whole number from 1
 */
export function drawOf(
  data: Pick<TrainingData, "audioRows" | "textRows" | "classes">,
  { optimizer, seed }: Pick<TrainingConfiguration, "optimizer" | "seed">,
): DrawnPairs {
  return drawPairs(data.audioRows, optimizer, seed, limitOf(data, optimizer));
}

function limitOf(
  { classes, textRows }: Pick<TrainingData, "textRows" | "classes">,
  { perClass }: OptimizerConfiguration,
): ClassLimit | undefined {
  if (perClass === undefined) return undefined;
  if (Number.isInteger(perClass) && perClass >= 1) {
    return { classes: classes ?? textRows, most: perClass };
  }
  throw new InputError(`Cannot draw ${perClass} pairs a class; expected a whole number from 1`);
}

/** The work after a step, if it is due. */
interface Watchers {
  readonly onStep: (step: number, loss?: number) => void;
  readonly checkpoints: Checkpoints | undefined;
  readonly stopping: EarlyStopping | undefined;
  readonly look: (step: number) => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

/** @returns the loss of each step */
async function runSteps(
  compute: Compute,
  step: TrainingStep,
  optimizer: OptimizerConfiguration,
  { onStep, checkpoints, stopping, look, signal }: Watchers,
): Promise<Float32Array> {
  let recorded = await checkpoints?.restore() ?? 0;
  // This step is known to be finished: its results came back, and the device works in order.
  let finished = recorded;
  let known: { step: number; losses: Float32Array } = { step: 0, losses: new Float32Array() };
  if (finished > 0) onStep(finished);
  let reported = performance.now();
  try {
    while (recorded < optimizer.steps && !stopping?.isOver) {
      step.run(++recorded, learningRateAt(optimizer, recorded));
      await stopping?.judge(recorded);
      await look(recorded);
      const state = await checkpoints?.readIfDue(recorded);
      if (state) {
        finished = state.step;
        await checkpoints?.keep(state);
      }
      if (recorded % STEPS_BETWEEN_WAITS === 0 || performance.now() - reported > MOST_SILENCE_MS) {
        known = { step: recorded, losses: await compute.read(step.losses) };
        finished = recorded;
        await breathe();
        onStep(finished, known.losses[finished - 1]);
        signal?.throwIfAborted();
        reported = performance.now();
      }
    }
    // They are known where the last step was waited for.
    const losses = known.step === recorded ? known.losses : await compute.read(step.losses);
    return losses.subarray(0, recorded);
  } catch (thrown) {
    if (!(thrown instanceof SurroundingsError)) throw thrown;
    const kept = checkpoints?.kept ?? "and no checkpoint was requested";
    const known = `${finished} of ${optimizer.steps} steps are known to be finished, ${kept}`;
    const ErrorClass = thrown instanceof DeviceLostError ? DeviceLostError : SurroundingsError;
    throw new ErrorClass(`${thrown.message}; ${known}`, { cause: thrown });
  }
}

/** Projectors at initialization: the `untrained` condition. */
export function untrainedProjectors(
  compute: Compute,
  setting: ParameterSetting,
): TrainedProjectors {
  const parameters = new Parameters(compute, setting);
  const { projector } = setting;
  return onDevice(compute, parameters, { projector, losses: new Float32Array() });
}

/**
 * Reads trained projectors from the checkpoint of a training, finished or not, or from a projector file, without the
 * training's data.
 *
 * @param path a file that {@link trainProjectors} or `train` wrote
 * @returns projectors with the losses of the steps so far; the same bits on every device
 * @throws {InputError} when the file does not exist, or is not such a file
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../compute/cpu/cpu_compute.ts";
 * import { DEFAULT_OPTIMIZER } from "./configuration.ts";
 * const compute = openCpu();
 * const data = {
 *   audio: compute.tensor(2, 3, Float32Array.of(1, 0, 0, 0, 1, 0)),
 *   text: compute.tensor(2, 2, Float32Array.of(1, 0, 0, 1)),
 *   audioRows: Uint32Array.of(0, 1),
 *   textRows: Uint32Array.of(0, 1),
 * };
 * const projector = { kind: "linear", dim: 4, dropout: 0 } as const;
 * const optimizer = { ...DEFAULT_OPTIMIZER, steps: 50 };
 * const folder = await Deno.makeTempDir();
 * const path = `${folder}/projectors.safetensors`;
 * const checkpoint = { path, every: 50 };
 * const trained = await trainProjectors(compute, data, { projector, optimizer, seed: 0, checkpoint });
 * const read = await readProjectors(compute, path);
 * const project = (projectors: TrainedProjectors) =>
 *   compute.read(projectRows(compute, { projectors, side: "audio", embeddings: data.audio }));
 * assert.deepEqual(await project(read), await project(trained));
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function readProjectors(compute: Compute, path: string): Promise<TrainedProjectors> {
  const bytes = await readInputFile(path);
  return placeProjectors(compute, decodeProjectors(bytes, path, compute.viewAlignment));
}

/**
 * Puts stored projectors on the device.
 *
 * @param stored laid out with the device's alignment
 */
export function placeProjectors(
  compute: Compute,
  { projector, inputs, values, losses }: StoredProjectors,
): TrainedProjectors {
  const parameters = new Parameters(compute, { projector, inputs, seed: 0 });
  compute.write(parameters.values, values);
  return onDevice(compute, parameters, { projector, losses });
}

function onDevice(
  compute: Compute,
  parameters: Parameters,
  trained: Pick<TrainedProjectors, "projector" | "losses" | "chosen">,
): TrainedProjectors {
  let isReleased = false;
  const release = () => {
    if (!isReleased) releaseParameters(compute, parameters);
    isReleased = true;
  };
  return { ...trained, parameters, release, [Symbol.dispose]: release };
}

function releaseParameters(compute: Compute, parameters: Parameters): void {
  compute.release(parameters.values, parameters.gradients);
}

/**
 * Projects embeddings of one modality into the shared space, without dropout.
 *
 * @param input the projectors and the rows to project
 * @returns rows × dim, raw projector outputs (not of length 1); the caller releases it
 */
export function projectRows(
  compute: Compute,
  { projectors, side, embeddings }: RowsToProject,
): Tensor {
  const { projector: configuration, parameters } = projectors;
  const projected = compute.tensor(embeddings.rows, configuration.dim);
  const projector = makeProjector(compute, configuration, parameters, side, embeddings, projected);
  projector.forward();
  projector.release();
  return projected;
}

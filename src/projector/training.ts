/**
 * Training of projectors: batches drawn by seed, one command buffer a step, no read-back inside a step.
 * @module
 */
import { breathe } from "../basics/progress.ts";
import { RandomStream } from "../basics/random.ts";
import type { Compute, Tensor } from "../compute/compute.ts";
import {
  learningRateAt,
  type OptimizerConfiguration,
  type ProjectorConfiguration,
} from "./configuration.ts";
import { LOG_SCALE, MAXIMAL_LOG_SCALE, Parameters, type Side } from "./parameters.ts";
import { makeProjector, type Projector } from "./projector.ts";

/** Embeddings on the device and the pairs of a pool that index them. */
export interface TrainingData {
  /** Audio embeddings, items × inputs. */
  readonly audio: Tensor;
  /** Text embeddings, one row a distinct text. */
  readonly text: Tensor;
  /** Row of `audio` of each pair. */
  readonly audioRows: Uint32Array;
  /** Row of `text` of each pair. */
  readonly textRows: Uint32Array;
}

/** Projector, optimizer and seed. */
export interface TrainingConfiguration {
  /** The projectors. */
  readonly projector: ProjectorConfiguration;
  /** AdamW and its schedule. */
  readonly optimizer: OptimizerConfiguration;
  /** Seed of initial weights, batches and dropout. */
  readonly seed: number;
}

/** Trained projectors, on the device. */
export interface TrainedProjectors {
  /** All parameters. */
  readonly parameters: Parameters;
  /** What was trained. */
  readonly projector: ProjectorConfiguration;
  /** Loss of each step, in nats. */
  readonly losses: Float32Array;
  /** Gives the parameters' memory back. */
  release(): void;
}

/**
 * The pairs of each step: the pool in random order again and again, cut into whole batches. What is left of a
 * round is dropped, so that no batch holds a pair twice.
 *
 * @returns indices of pairs, steps × min(batch, pairs)
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const batches = drawBatches(5, 2, 3, 0);
 * assert.equal(batches.length, 2 * 3);
 * assert.equal(new Set(batches.subarray(0, 4)).size, 4);
 * ```
 */
export function drawBatches(
  pairs: number,
  batch: number,
  steps: number,
  seed: number,
): Uint32Array {
  const size = Math.min(batch, pairs);
  const random = new RandomStream(seed, "batches");
  const drawn = new Uint32Array(steps * size);
  const all = Array.from({ length: pairs }, (_, pair) => pair);
  const perRound = Math.floor(pairs / size);
  let order: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (step % perRound === 0) order = random.shuffled(all);
    const first = (step % perRound) * size;
    drawn.set(order.slice(first, first + size), step * size);
  }
  return drawn;
}

/** Records training steps on a device; {@link trainProjectors} drives it. */
export class TrainingStep {
  readonly #compute: Compute;
  readonly #data: TrainingData;
  readonly #configuration: TrainingConfiguration;
  readonly #batch: number;
  readonly #owned: Tensor[] = [];
  readonly #inputs: Readonly<Record<Side, Tensor>>;
  readonly #outputs: Readonly<Record<Side, Tensor>>;
  readonly #audio: Projector;
  readonly #text: Projector;
  readonly #moments: readonly [Tensor, Tensor];
  readonly #outputGradients: Readonly<Record<Side, Tensor>>;
  readonly #indices: Readonly<Record<Side, Tensor>>;
  /** Global gradient norm of the last step, before clipping, 1 × 1. */
  readonly gradientNorm: Tensor;
  /** Loss of each step, 1 × steps. */
  readonly losses: Tensor;

  /** @param batches indices of pairs, steps × `batch` */
  constructor(
    compute: Compute,
    readonly parameters: Parameters,
    data: TrainingData,
    configuration: TrainingConfiguration,
    batches: Uint32Array,
    batch: number,
  ) {
    const { projector, optimizer } = configuration;
    this.#compute = compute;
    this.#data = data;
    this.#configuration = configuration;
    this.#batch = batch;
    const own = (rows: number, columns: number) => this.#own(compute.tensor(rows, columns));
    this.#inputs = { audio: own(batch, data.audio.columns), text: own(batch, data.text.columns) };
    this.#outputs = { audio: own(batch, projector.dim), text: own(batch, projector.dim) };
    const side = (name: Side) =>
      makeProjector(compute, projector, parameters, name, this.#inputs[name], this.#outputs[name]);
    this.#audio = side("audio");
    this.#text = side("text");
    const length = parameters.values.columns;
    this.#moments = [own(1, length), own(1, length)];
    this.#outputGradients = { audio: own(batch, projector.dim), text: own(batch, projector.dim) };
    this.gradientNorm = own(1, 1);
    this.losses = own(1, optimizer.steps);
    const schedule = (rows: Uint32Array) =>
      this.#own(compute.indices(1, batches.length, batches.map((pair) => rows[pair]!)));
    this.#indices = { audio: schedule(data.audioRows), text: schedule(data.textRows) };
  }

  #own(tensor: Tensor): Tensor {
    this.#owned.push(tensor);
    return tensor;
  }

  /** Records and submits one step, as one command buffer. @param step its number, from 1 */
  run(step: number, learningRate: number): void {
    const first = (step - 1) * this.#batch;
    this.#forward(step, first);
    this.#loss(step, first);
    this.#audio.backward(this.#outputGradients.audio);
    this.#text.backward(this.#outputGradients.text);
    this.#update(step, learningRate);
    this.#compute.submit();
  }

  #forward(step: number, first: number): void {
    const { seed } = this.#configuration;
    this.#compute.gatherRows(this.#data.audio, this.#indices.audio, first, this.#inputs.audio);
    this.#compute.gatherRows(this.#data.text, this.#indices.text, first, this.#inputs.text);
    this.#audio.forward({ seed, layer: 0, step });
    this.#text.forward({ seed, layer: 1, step });
  }

  #loss(step: number, first: number): void {
    const logScale = this.parameters.named(LOG_SCALE);
    this.#compute.contrastiveLoss({
      audio: this.#outputs.audio,
      text: this.#outputs.text,
      logScale: logScale.value,
      ...(this.#configuration.optimizer.targets === "same-text"
        ? { textIds: { ids: this.#indices.text, first } }
        : {}),
      loss: this.losses,
      lossIndex: step - 1,
      audioGradient: this.#outputGradients.audio,
      textGradient: this.#outputGradients.text,
      logScaleGradient: logScale.gradient,
    });
  }

  #update(step: number, learningRate: number): void {
    const { clipNorm, betas, weightDecay } = this.#configuration.optimizer;
    this.#compute.globalNorm(this.parameters.gradients, this.gradientNorm);
    this.#compute.adamW({
      parameters: this.parameters.values,
      gradients: this.parameters.gradients,
      firstMoment: this.#moments[0],
      secondMoment: this.#moments[1],
      gradientNorm: this.gradientNorm,
      clipNorm,
      step,
      learningRate,
      betas,
      epsilon: 1e-8,
      weightDecay,
      clamp: { index: this.parameters.logScaleIndex, low: 0, high: MAXIMAL_LOG_SCALE },
    });
  }

  /** Gives back everything but the parameters and the data. */
  release(): void {
    this.#audio.release();
    this.#text.release();
    this.#compute.release(...this.#owned);
  }
}

/** Steps between two waits for the device, so that the queue of recorded work stays short. */
const STEPS_BETWEEN_WAITS = 100;

/**
 * Trains projectors on a pool of pairs.
 *
 * @param onStep told the number of finished steps now and then
 */
export async function trainProjectors(
  compute: Compute,
  data: TrainingData,
  configuration: TrainingConfiguration,
  onStep: (step: number) => void = () => {},
): Promise<TrainedProjectors> {
  const { projector, optimizer, seed } = configuration;
  const pairs = data.audioRows.length;
  const batch = Math.min(optimizer.batch, pairs);
  const inputs = { audio: data.audio.columns, text: data.text.columns };
  const parameters = new Parameters(compute, projector, inputs, seed);
  const batches = drawBatches(pairs, batch, optimizer.steps, seed);
  const step = new TrainingStep(compute, parameters, data, configuration, batches, batch);
  for (let number = 1; number <= optimizer.steps; number++) {
    step.run(number, learningRateAt(optimizer, number));
    if (number % STEPS_BETWEEN_WAITS === 0) {
      await compute.read(step.gradientNorm);
      await breathe();
      onStep(number);
    }
  }
  const losses = await compute.read(step.losses);
  step.release();
  return { parameters, projector, losses, release: () => releaseParameters(compute, parameters) };
}

/** Projectors at initialisation: the `untrained` condition. */
export function untrainedProjectors(
  compute: Compute,
  projector: ProjectorConfiguration,
  inputs: Readonly<Record<Side, number>>,
  seed: number,
): TrainedProjectors {
  const parameters = new Parameters(compute, projector, inputs, seed);
  const losses = new Float32Array();
  return { parameters, projector, losses, release: () => releaseParameters(compute, parameters) };
}

function releaseParameters(compute: Compute, parameters: Parameters): void {
  compute.release(parameters.values, parameters.gradients);
}

/**
 * Embeddings of one modality in the shared space, without dropout.
 *
 * @param embeddings rows × inputs
 * @returns rows × dim, raw projector outputs (not of length 1); the caller releases it
 */
export function projectRows(
  compute: Compute,
  { projector: configuration, parameters }: TrainedProjectors,
  side: Side,
  embeddings: Tensor,
): Tensor {
  const projected = compute.tensor(embeddings.rows, configuration.dim);
  const projector = makeProjector(compute, configuration, parameters, side, embeddings, projected);
  projector.forward();
  projector.release();
  return projected;
}

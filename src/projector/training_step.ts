/**
 * One training step: batch, forward pass, loss, backward pass and update, as one command buffer.
 * @module
 */
import type { Compute, ContrastiveLoss, Tensor } from "../compute/compute.ts";
import type {
  EarlyStoppingConfiguration,
  OptimizerConfiguration,
  ProjectorConfiguration,
  Targets,
} from "./configuration.ts";
import type { DrawnPairs } from "./batches.ts";
import { LOG_SCALE, MAXIMAL_LOG_SCALE, type Parameters, type Side } from "./parameters.ts";
import { makeProjector, type Projector } from "./projector.ts";

/** Pairs, as rows of the embeddings. */
export interface PairRows {
  /** Row of the audio embedding of each pair. */
  readonly audioRows: Uint32Array;
  /** Row of the text embedding of each pair. */
  readonly textRows: Uint32Array;
}

/** Embeddings on the device and the pairs of a pool that index them. */
export interface TrainingData extends PairRows {
  /** Audio embeddings, items × inputs. */
  readonly audio: Tensor;
  /** Text embeddings, one row for each distinct text. */
  readonly text: Tensor;
  /** The class of each pair, for class-aware batches; default the row of its text. */
  readonly classes?: Uint32Array;
  /** Pairs that are held out to decide when to stop; none of them is trained on. */
  readonly validation?: PairRows;
}

/** Projector, optimizer and seed. */
export interface TrainingConfiguration {
  /** The projectors. */
  readonly projector: ProjectorConfiguration;
  /** AdamW and its schedule. */
  readonly optimizer: OptimizerConfiguration;
  /** Seed of initial weights, batches and dropout. */
  readonly seed: number;
  /** When to stop before the last step; default never. */
  readonly earlyStopping?: EarlyStoppingConfiguration | undefined;
}

/**
 * The rows of numbers that a training carries from step to step: parameters, and AdamW's moments of their gradients.
 */
export const STATE_ROWS = ["parameters", "firstMoment", "secondMoment"] as const;
/** One of {@link STATE_ROWS}. */
export type StateRow = typeof STATE_ROWS[number];

/** Records training steps on a device; `trainProjectors` drives it. */
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
  readonly #outputGradients: Readonly<Record<Side, Tensor>>;
  readonly #indices: Readonly<Record<Side, Tensor>>;
  /** Everything that a step changes and the next one needs, in rows of equal length. */
  readonly state: Readonly<Record<StateRow, Tensor>>;
  /** Global gradient norm of the last step, before clipping, 1 × 1. */
  readonly gradientNorm: Tensor;
  /** Loss of each step, 1 × steps. */
  readonly losses: Tensor;

  constructor(
    compute: Compute,
    readonly parameters: Parameters,
    data: TrainingData,
    configuration: TrainingConfiguration,
    { batch, pairs }: DrawnPairs,
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
    const [firstMoment, secondMoment] = [own(1, length), own(1, length)];
    this.state = { parameters: parameters.values, firstMoment, secondMoment };
    this.#outputGradients = { audio: own(batch, projector.dim), text: own(batch, projector.dim) };
    this.gradientNorm = own(1, 1);
    this.losses = own(1, optimizer.steps);
    const schedule = (rows: Uint32Array) =>
      this.#own(compute.indices(1, pairs.length, pairs.map((pair) => rows[pair]!)));
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
      ...targetsOf(this.#configuration.optimizer.targets, this.#indices, first),
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
      ...this.state,
      gradients: this.parameters.gradients,
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

  /** Frees everything except the parameters and the data. */
  release(): void {
    this.#audio.release();
    this.#text.release();
    this.#compute.release(...this.#owned);
  }
}

/**
 * Returns what the loss is told of the targets. Pairs with one text share its row, and captions of one sound share that
 * of the sound, so rows tell which items are each other's targets.
 *
 * @param indices the rows of audio and text
 * @param first the position of the batch's first pair among them
 */
export function targetsOf(
  targets: Targets,
  indices: Readonly<Record<Side, Tensor>>,
  first: number,
): Pick<ContrastiveLoss, "targetIds"> {
  if (targets === "pair") return {};
  return { targetIds: { ids: targets === "same-text" ? indices.text : indices.audio, first } };
}

/**
 * Early stopping: the loss on held-out pairs decides which step's parameters are kept, and when no further
 * improvement is expected.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { Compute, Tensor } from "../compute/compute.ts";
import type { EarlyStoppingConfiguration } from "./configuration.ts";
import { LOG_SCALE, type Parameters, type Side } from "./parameters.ts";
import { makeProjector, type Projector } from "./projector.ts";
import { targetsOf, type TrainingConfiguration, type TrainingData } from "./training_step.ts";

/** The state of early stopping between two steps. */
export interface ValidationState {
  /** Loss on the held-out pairs, in nats, of each measurement. */
  readonly losses: Float32Array;
  /** The parameters with the lowest loss, laid out in one row. */
  readonly best: Float32Array;
}

/** The step that was chosen by the loss on held-out pairs. */
export interface ChosenStep {
  /** The step whose parameters were kept. */
  readonly step: number;
  /** Steps after which the loss was measured. */
  readonly measuredAfter: readonly number[];
  /** The losses, in nats. */
  readonly losses: Float32Array;
}

/**
 * The index of the lowest loss, the first of equal ones; NaN is never lower.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(indexOfLowest(Float32Array.of(NaN, 3, 2, 2)), 2);
 * ```
 */
export function indexOfLowest(losses: Float32Array): number {
  let lowest = 0;
  losses.forEach((loss, i) => {
    if (loss < losses[lowest]! || Number.isNaN(losses[lowest])) lowest = i;
  });
  return lowest;
}

/** Monitors one training. */
export class EarlyStopping {
  readonly #compute: Compute;
  readonly #parameters: Parameters;
  readonly #stopping: EarlyStoppingConfiguration;
  readonly #steps: number;
  readonly #loss: HeldOutLoss;
  #state: ValidationState | undefined;
  #isOver = false;

  /** @throws {InputError} when no pairs are held out, or a setting is not a whole number of 1 or more */
  constructor(
    compute: Compute,
    parameters: Parameters,
    data: TrainingData,
    configuration: TrainingConfiguration,
    stopping: EarlyStoppingConfiguration,
  ) {
    for (const [name, value] of Object.entries(stopping)) {
      if (Number.isInteger(value) && value >= 1) continue;
      throw new InputError(`Early stopping has ${name} ${value}; expected a whole number from 1`);
    }
    this.#compute = compute;
    this.#parameters = parameters;
    this.#stopping = stopping;
    this.#steps = configuration.optimizer.steps;
    this.#loss = new HeldOutLoss(compute, parameters, data, configuration);
  }

  /** The state, undefined until the loss was measured. */
  get state(): ValidationState | undefined {
    return this.#state;
  }

  /** Whether the loss has not fallen for the number of measurements in `patience`. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Restores the state of an earlier process.
   *
   * @param step the last finished step
   * @param name name of the file that holds the state
   * @throws {InputError} when the number of losses does not match the step
   */
  restore(step: number, state: ValidationState | undefined, name: string): void {
    const found = state?.losses.length ?? 0;
    const expected = Math.floor(step / this.#stopping.every) +
      (step === this.#steps && step % this.#stopping.every !== 0 ? 1 : 0);
    if (found !== expected) {
      const reason = `it has ${found} losses on held-out pairs after ${step} steps`;
      throw new InputError(`Cannot continue from "${name}": ${reason}; expected ${expected}`);
    }
    if (state) this.#know(state);
  }

  /** Measures the loss after a step if it is due, and keeps the parameters if they are the best. */
  async judge(step: number): Promise<void> {
    const { every } = this.#stopping;
    if (step % every !== 0 && step !== this.#steps) return;
    // The parameters are read along with the loss, though few are the best: a wait costs more than their bytes.
    const [loss, parameters] = await Promise.all([
      this.#loss.measure(),
      this.#compute.read(this.#parameters.values),
    ]);
    const earlier = this.#state?.losses ?? new Float32Array();
    const losses = new Float32Array(earlier.length + 1);
    losses.set(earlier);
    losses[earlier.length] = loss;
    const isBest = indexOfLowest(losses) === losses.length - 1;
    this.#know({ losses, best: isBest ? parameters : this.#state!.best });
  }

  #know(state: ValidationState): void {
    const { losses } = state;
    this.#state = state;
    this.#isOver = losses.length - 1 - indexOfLowest(losses) >= this.#stopping.patience;
  }

  /** Replaces the last parameters by the best ones. */
  choose(): ChosenStep {
    const { losses, best } = this.#state!;
    this.#compute.write(this.#parameters.values, best);
    const measuredAfter = Array.from(
      losses,
      (_, i) => Math.min(this.#steps, (i + 1) * this.#stopping.every),
    );
    return { step: measuredAfter[indexOfLowest(losses)]!, measuredAfter, losses };
  }

  /** Frees its memory on the device. */
  release(): void {
    this.#loss.release();
  }
}

/** The training's loss on all held-out pairs as one batch, without dropout. */
class HeldOutLoss {
  readonly #compute: Compute;
  readonly #projectors: Readonly<Record<Side, Projector>>;
  readonly #owned: Tensor[] = [];
  readonly #loss: Tensor;
  readonly #recordLoss: () => void;

  constructor(
    compute: Compute,
    parameters: Parameters,
    { audio, text, validation }: TrainingData,
    { projector, optimizer }: TrainingConfiguration,
  ) {
    const pairs = validation?.audioRows.length ?? 0;
    if (validation === undefined || pairs < 2) {
      throw new InputError(`Early stopping has ${pairs} held-out pairs; expected at least 2`);
    }
    this.#compute = compute;
    const own = (tensor: Tensor) => {
      this.#owned.push(tensor);
      return tensor;
    };
    const made = (rows: number, columns: number) => own(compute.tensor(rows, columns));
    const side = (name: Side, embeddings: Tensor, rows: Uint32Array) => {
      const indices = own(compute.indices(1, pairs, rows));
      const input = made(pairs, embeddings.columns);
      compute.gatherRows(embeddings, indices, 0, input);
      const output = made(pairs, projector.dim);
      const passes = makeProjector(compute, projector, parameters, name, input, output);
      return { indices, output, gradient: made(pairs, projector.dim), passes };
    };
    const [a, t] = [
      side("audio", audio, validation.audioRows),
      side("text", text, validation.textRows),
    ];
    this.#projectors = { audio: a.passes, text: t.passes };
    this.#loss = made(1, 1);
    const logScaleGradient = made(1, 1);
    this.#recordLoss = () =>
      compute.contrastiveLoss({
        audio: a.output,
        text: t.output,
        logScale: parameters.named(LOG_SCALE).value,
        ...targetsOf(optimizer.targets, { audio: a.indices, text: t.indices }, 0),
        loss: this.#loss,
        lossIndex: 0,
        audioGradient: a.gradient,
        textGradient: t.gradient,
        logScaleGradient,
      });
  }

  async measure(): Promise<number> {
    this.#projectors.audio.forward();
    this.#projectors.text.forward();
    this.#recordLoss();
    return (await this.#compute.read(this.#loss))[0]!;
  }

  release(): void {
    this.#projectors.audio.release();
    this.#projectors.text.release();
    this.#compute.release(...this.#owned);
  }
}

/**
 * Keeps the state of a running training in a file, and puts it back.
 * @module
 */
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import type { Compute } from "../compute/compute.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
  identityOf,
  type TrainingIdentity,
} from "./checkpoint.ts";
import type { TrainingConfiguration, TrainingData, TrainingStep } from "./training_step.ts";

/** Where the state of a training is kept, and how often. */
export interface CheckpointOptions {
  /** The file, `.safetensors`; its folder must exist. Each checkpoint replaces the last. */
  readonly path: string;
  /** Steps between two checkpoints; the last step is always kept. */
  readonly every: number;
}

/** The checkpoints of one training. */
export class Checkpoints {
  readonly #compute: Compute;
  readonly #options: CheckpointOptions;
  readonly #training: TrainingStep;
  readonly #steps: number;
  readonly #identity: Promise<TrainingIdentity>;
  #keptStep = 0;

  /** @throws {InputError} unless `every` is a whole number of steps */
  constructor(
    compute: Compute,
    options: CheckpointOptions,
    training: TrainingStep,
    data: TrainingData,
    configuration: TrainingConfiguration,
  ) {
    const { every } = options;
    if (!Number.isInteger(every) || every < 1) {
      throw new InputError(`Cannot keep a checkpoint every ${every} steps; expected 1 or more`);
    }
    this.#compute = compute;
    this.#options = options;
    this.#training = training;
    this.#steps = configuration.optimizer.steps;
    this.#identity = identityOf(data, configuration);
  }

  /** What is kept, as the end of a sentence about a training that failed. */
  get kept(): string {
    const { path } = this.#options;
    if (this.#keptStep === 0) return `and no checkpoint is in "${path}" yet`;
    return `and "${path}" keeps step ${this.#keptStep}, from which the same training goes on`;
  }

  /**
   * Puts what the file keeps back on the device.
   *
   * @returns the last step that it holds, 0 where there is no file
   */
  async restore(): Promise<number> {
    const { path } = this.#options;
    if (!await exists(path)) return 0;
    const { parameters, state, losses } = this.#training;
    const length = parameters.values.columns;
    const bytes = await readInputFile(path);
    const identity = await this.#identity;
    const { device } = this.#compute;
    const checkpoint = decodeCheckpoint(bytes, path, parameters.shapes, length, identity, device);
    this.#compute.write(state.parameters, checkpoint.rows.parameters);
    this.#compute.write(state.firstMoment, checkpoint.rows.firstMoment);
    this.#compute.write(state.secondMoment, checkpoint.rows.secondMoment);
    const allLosses = new Float32Array(this.#steps);
    allLosses.set(checkpoint.losses);
    this.#compute.write(losses, allLosses);
    return this.#keptStep = checkpoint.step;
  }

  /** Writes the state after a step where that is due. */
  async keepIfDue(step: number): Promise<void> {
    const { path, every } = this.#options;
    if (step % every !== 0 && step !== this.#steps) return;
    const { parameters, state, losses } = this.#training;
    const rows = {
      parameters: await this.#compute.read(state.parameters),
      firstMoment: await this.#compute.read(state.firstMoment),
      secondMoment: await this.#compute.read(state.secondMoment),
    };
    const soFar = (await this.#compute.read(losses)).subarray(0, step);
    const checkpoint = { step, rows, losses: soFar };
    const { device } = this.#compute;
    const identity = await this.#identity;
    await writeFileAtomic(path, encodeCheckpoint(checkpoint, parameters.shapes, identity, device));
    this.#keptStep = step;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (thrown) {
    // Any other trouble is told when it is read.
    return !(thrown instanceof Deno.errors.NotFound);
  }
}

/**
 * Saves the state of a running training to a file, and restores it.
 * @module
 */
import { prepareToWrite, writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import { quotable } from "../basics/printable.ts";
import type { Compute, Tensor } from "../compute/compute.ts";
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  identityOf,
  type TrainingIdentity,
} from "./checkpoint.ts";
import type { EarlyStopping } from "./early_stopping.ts";
import { stampOf } from "../basics/output/stamp.ts";
import type { TrainingConfiguration, TrainingData, TrainingStep } from "./training_step.ts";

/** Where and how often to save the state of a training. */
export interface CheckpointOptions {
  /** The file, `.safetensors`; its folder must exist. Each checkpoint replaces the one before. */
  readonly path: string;
  /** Steps between two checkpoints; the last step is always saved. */
  readonly every: number;
  /**
   * Called with a note of one line when the training continues on another device than the checkpoint's, or when another
   * file appears at the path: that file stays, and the training goes on without checkpoints.
   */
  readonly onNote?: (note: string) => void;
  /** Called when the file at the path has been read or written. */
  readonly onKept?: () => void;
}

/** The checkpoints of one training. */
export class Checkpoints {
  readonly #compute: Compute;
  readonly #options: CheckpointOptions;
  readonly #training: TrainingStep;
  readonly #data: TrainingData;
  readonly #configuration: TrainingConfiguration;
  readonly #stopping: EarlyStopping | undefined;
  #identity: TrainingIdentity = {};
  #keptStep = 0;
  #stamp: string | undefined;
  #isTaken = false;

  /** @throws {InputError} unless `every` is a whole number of steps */
  constructor(
    compute: Compute,
    options: CheckpointOptions,
    training: TrainingStep,
    data: TrainingData,
    configuration: TrainingConfiguration,
    stopping?: EarlyStopping,
  ) {
    const { every } = options;
    if (!Number.isInteger(every) || every < 1) {
      throw new InputError(`Cannot keep a checkpoint every ${every} steps; expected 1 or more`);
    }
    this.#compute = compute;
    this.#options = options;
    this.#training = training;
    this.#data = data;
    this.#configuration = configuration;
    this.#stopping = stopping;
  }

  /** Describes what is saved, as the end of a sentence about a training that failed. */
  get kept(): string {
    const { path } = this.#options;
    if (this.#isTaken) return `and "${path}" is not its checkpoint`;
    if (this.#keptStep === 0) return `and no checkpoint is in "${path}" yet`;
    return `and "${path}" keeps step ${this.#keptStep}, from which the same training continues`;
  }

  /**
   * Restores the saved state on the device, and checks that the file can be written.
   *
   * @returns the last step that it holds, 0 if there is no file
   */
  async restore(): Promise<number> {
    const { path } = this.#options;
    this.#identity = await identityOf(this.#compute, this.#data, this.#configuration);
    this.#stamp = stampOf(path);
    if (await exists(path)) {
      this.#keptStep = await this.#restoreFile();
      this.#options.onKept?.();
    }
    if (this.#keptStep < this.#configuration.optimizer.steps) await prepareToWrite(path);
    return this.#keptStep;
  }

  /** @returns the last step that the file holds */
  async #restoreFile(): Promise<number> {
    const { path } = this.#options;
    const { parameters, state, losses } = this.#training;
    const length = parameters.values.columns;
    const bytes = await readInputFile(path);
    const { device } = this.#compute;
    const identity = this.#identity;
    const checkpoint = decodeCheckpoint(bytes, path, parameters.shapes, length, identity, device);
    this.#noteDevice(checkpoint.device);
    this.#compute.write(state.parameters, checkpoint.rows.parameters);
    this.#compute.write(state.firstMoment, checkpoint.rows.firstMoment);
    this.#compute.write(state.secondMoment, checkpoint.rows.secondMoment);
    const allLosses = new Float32Array(losses.columns);
    allLosses.set(checkpoint.losses);
    this.#compute.write(losses, allLosses);
    this.#stopping?.restore(checkpoint.step, checkpoint.validation, path);
    return checkpoint.step;
  }

  #noteDevice(found: string): void {
    const { path, onNote } = this.#options;
    const { name } = this.#compute.device;
    if (found === name) return;
    const here = `this training continues on ${name}, whose last bits may differ`;
    onNote?.(`"${path}" was written on ${quotable(found)}; ${here}`);
  }

  /** Reads the state after a step from the device if it is due to be saved. */
  async readIfDue(step: number): Promise<Checkpoint | undefined> {
    const isLast = step === this.#configuration.optimizer.steps || this.#stopping?.isOver;
    if (step % this.#options.every !== 0 && !isLast) return;
    const { state } = this.#training;
    const read = (tensor: Tensor) => this.#compute.read(tensor);
    const [parameters, firstMoment, secondMoment, losses] = await Promise.all([
      read(state.parameters),
      read(state.firstMoment),
      read(state.secondMoment),
      read(this.#training.losses),
    ]);
    const validation = this.#stopping?.state;
    return {
      step,
      rows: { parameters, firstMoment, secondMoment },
      losses: losses.subarray(0, step),
      ...(validation ? { validation } : {}),
    };
  }

  /** Writes a state that was read, unless another file is at the path by now. */
  async keep(checkpoint: Checkpoint): Promise<void> {
    const { path } = this.#options;
    const found = stampOf(path);
    if (found !== undefined && found !== this.#stamp) return this.#noteTaken();
    const { shapes } = this.#training.parameters;
    const { device } = this.#compute;
    const bytes = encodeCheckpoint(checkpoint, shapes, this.#identity, device);
    await writeFileAtomic(path, bytes);
    this.#stamp = stampOf(path);
    this.#keptStep = checkpoint.step;
    this.#options.onKept?.();
  }

  #noteTaken(): void {
    if (this.#isTaken) return;
    this.#isTaken = true;
    const { path, onNote } = this.#options;
    onNote?.(
      `"${path}" is no longer the checkpoint of this training, so it is left as it is, and the ` +
        "training goes on without checkpoints",
    );
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (thrown) {
    // Any other fault is reported when the file is read.
    return !(thrown instanceof Deno.errors.NotFound);
  }
}

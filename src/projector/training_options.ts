/**
 * What a training is asked for, and what it gives.
 * @module
 */
import type { CheckpointOptions } from "./checkpoints.ts";
import type { ProjectorConfiguration } from "./configuration.ts";
import type { ChosenStep } from "./early_stopping.ts";
import type { Parameters } from "./parameters.ts";
import type { TrainingConfiguration } from "./training_step.ts";

/** Trained projectors, on the device. */
export interface TrainedProjectors extends Disposable {
  /** All parameters. */
  readonly parameters: Parameters;
  /** The configuration of the training. */
  readonly projector: ProjectorConfiguration;
  /** Loss of each step, in nats. */
  readonly losses: Float32Array;
  /**
   * The losses by which the parameters were chosen, with early stopping; without it they are those of the last step.
   */
  readonly chosen?: ChosenStep | undefined;
  /** Frees the parameters' memory, as leaving the scope of a `using` does. */
  release(): void;
}

/** Inspects the projectors during training. It must not change them, so that the training's bits stay the same. */
export interface Looks {
  /** Steps after which to inspect, in increasing order. */
  readonly after: readonly number[];
  /** Inspects the projectors after a step. The argument is valid only during the call. */
  look(
    step: number,
    projectors: Pick<TrainedProjectors, "projector" | "parameters">,
  ): Promise<void>;
}

/** What is trained, and how the training is followed, kept and ended. */
export interface TrainingOptions extends TrainingConfiguration {
  /**
   * Called from time to time with the number of finished steps, and with the loss of the last one, in nats, if it is
   * known.
   */
  readonly onStep?: ((step: number, loss?: number) => void) | undefined;
  /**
   * Where to save the state of the training; if the file exists, the training continues from it, and ends with the same
   * bits as without the interruption (on the same device).
   */
  readonly checkpoint?: CheckpointOptions | undefined;
  /** Inspects the projectors during training. */
  readonly looks?: Looks | undefined;
  /**
   * Ends the training after at most 100 further steps, with its reason; the device's memory is freed, and a checkpoint
   * stays as it was last written.
   */
  readonly signal?: AbortSignal | undefined;
}

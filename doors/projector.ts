/**
 * Projectors: their training into a shared space, and what they make of embeddings.
 *
 * @module
 */
export * from "./basics.ts";
export * from "../src/projector/configuration.ts";
export type { ChosenStep } from "../src/projector/early_stopping.ts";
export type { PairRows } from "../src/projector/training_step.ts";
export {
  type Parameter,
  Parameters,
  type ParameterShape,
  type Side,
} from "../src/projector/parameters.ts";
export {
  type CheckpointOptions,
  type Looks,
  projectRows,
  readProjectors,
  type TrainedProjectors,
  type TrainingConfiguration,
  type TrainingData,
  trainProjectors,
  untrainedProjectors,
} from "../src/projector/training.ts";

/**
 * What a training of an audit depends on.
 * @module
 */
import type { ProjectorConfiguration } from "../../projector/configuration.ts";
import type { AuditOptimizer } from "../configuration/configuration.ts";
import type { AuditAudio, AuditEvaluation, AuditText } from "../inputs/shape.ts";
import type { Fold } from "./folds.ts";
import type { TrainingPool } from "./pool.ts";

/** The settings and data of a training. */
export interface TrainingSetting {
  /** The projectors. */
  readonly projector: ProjectorConfiguration;
  /** How they are trained. */
  readonly optimizer: AuditOptimizer;
  /** The audio backbone. */
  readonly audio: AuditAudio;
  /** The text backbone. */
  readonly text: AuditText;
  /** Templates of the labels' prompts. */
  readonly prompts: readonly string[];
  /** The class fold that is held out. */
  readonly fold: Fold;
  /** The captions of each evaluation item, where retrieval is measured. */
  readonly captions?: AuditEvaluation["captions"];
  /** The pairs to train on. */
  readonly pool: TrainingPool;
  /** Row of the embedding of each training pair's sound, by the pair's id. */
  readonly rowOf: ReadonlyMap<string, number>;
}

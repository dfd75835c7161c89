/**
 * What is measured of a training, beside its zero-shot classification.
 * @module
 */
import { isDirtyOrClean, isPermuted, type Training } from "./plan.ts";

/** Whether each measure is taken. */
export interface AskedMeasures {
  /** Accuracy during training, for selection leakage. */
  readonly looks: boolean;
  /** The shared space. */
  readonly shared: boolean;
  /** Rows of the shared space, for pictures. */
  readonly projected: boolean;
}

/** Returns what is measured of a training. */
export function askedMeasures(training: Training): AskedMeasures {
  return {
    looks: isCompared(training),
    shared: hasSharedSpace(training),
    projected: isPictured(training),
  };
}

/** Whether selection leakage is measured: for the pools that are compared, with true texts. */
function isCompared({ condition, randomText }: Training): boolean {
  return !randomText && ["dirty", "clean", "control"].includes(condition.kind);
}

/** Whether the shared space is measured: for the conditions, and for random codes on the clean pool. */
function hasSharedSpace(training: Training): boolean {
  const { condition, randomText } = training;
  if (randomText) return condition.kind === "clean";
  return isCompared(training) || isPermuted(training) || condition.kind === "untrained";
}

/** Whether the shared space is drawn. */
function isPictured(training: Training): boolean {
  return training.fold === 0 && training.rank === 0 && isDirtyOrClean(training);
}

/** Whether retrieval is measured, where the evaluation has captions: for the conditions, with true texts. */
export function isRetrieved(training: Training): boolean {
  const { condition, randomText } = training;
  if (randomText) return false;
  return isCompared(training) || isPermuted(training) || condition.kind === "untrained";
}

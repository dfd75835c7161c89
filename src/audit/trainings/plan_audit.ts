/**
 * An audit before anything is trained: its class folds, its pools and the trainings that make it up.
 * @module
 */
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs } from "../inputs/shape.ts";
import { planTrainings, type Training } from "./plan.ts";
import { type Curves, possibleCurves } from "./possible_curves.ts";
import { Trainer } from "./trainer.ts";

/** An audit that is planned. */
export interface AuditPlan {
  /** What was asked for. */
  readonly configuration: AuditConfiguration;
  /** What the audit works on. */
  readonly inputs: AuditInputs;
  /** The class folds and pools, and what trains on them. */
  readonly trainer: Trainer;
  /** The points of the curves that the pools can give. */
  readonly curves: Curves;
  /** Every training, class fold by class fold. */
  readonly trainings: readonly Training[];
}

/**
 * Plans an audit.
 *
 * @throws {InputError} when a pool that is needed has too few texts
 */
export function planAudit(configuration: AuditConfiguration, inputs: AuditInputs): AuditPlan {
  const trainer = new Trainer(configuration, inputs);
  const curves = possibleCurves(configuration, trainer, inputs.pairs);
  const trainings = planTrainings({ ...configuration, ...curves }, inputs.backbones);
  return { configuration, inputs, trainer, curves, trainings };
}

/**
 * Plans an audit: its class folds, its pools and its trainings.
 * @module
 */
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs } from "../inputs/shape.ts";
import { groupTrainings } from "./group_trainings.ts";
import { planTrainings, type Training } from "./plan.ts";
import { type Curves, possibleCurves } from "./possible_curves.ts";
import { Trainer, type TrainerOptions } from "./trainer.ts";
import type { TrainingGroup } from "./training_group.ts";

/** The plan of an audit. */
export interface AuditPlan {
  /** The audit's configuration. */
  readonly configuration: AuditConfiguration;
  /** The audit's inputs. */
  readonly inputs: AuditInputs;
  /** The trainer, with the class folds and pools. */
  readonly trainer: Trainer;
  /** The points of the curves that the pools can give. */
  readonly curves: Curves;
  /** Whether the control pools of all folds and seeds match the clean ones, so that they can split the drop. */
  readonly isControlValid: boolean;
  /** Every training, class fold by class fold. */
  readonly trainings: readonly Training[];
  /** The same in groups that have the same projectors: as many trainings as are really done. */
  readonly groups: readonly TrainingGroup[];
}

/** Implements {@link planAudit}, which `doors/audit/plan_audit.ts` documents. */
export async function planAudit(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  options: TrainerOptions = {},
): Promise<AuditPlan> {
  const trainer = await Trainer.open(configuration, inputs, options);
  const curves = possibleCurves(configuration, trainer, inputs.pairs);
  const isControlValid = trainer.isControlValid();
  const planned = { ...configuration, ...curves };
  const trainings = planTrainings(
    planned,
    inputs.backbones,
    isControlValid,
    trainer.retests.all,
  );
  const groups = groupTrainings(trainer, trainings);
  return { configuration, inputs, trainer, curves, isControlValid, trainings, groups };
}

/**
 * Groups an audit's trainings by their projectors. Class folds share the dirty pool's trainings where training items
 * are separate from the evaluation's, and backbones that have one baseline share the trainings of that baseline.
 * @module
 */
import { TrainingFingerprints } from "./identity.ts";
import type { Training } from "./plan.ts";
import type { Trainer } from "./trainer.ts";
import type { TrainingGroup } from "./training_group.ts";

/** Groups trainings by their projectors, in the order in which the plan first needs them. */
export function groupTrainings(trainer: Trainer, trainings: readonly Training[]): TrainingGroup[] {
  const fingerprints = new TrainingFingerprints();
  const known = trainings.map((training) => ({
    training,
    ...fingerprints.of(training, trainer.setting(training)),
  }));
  return Array.from(
    Map.groupBy(known, ({ projectors }) => projectors),
    ([projectors, members]) => ({
      projectors,
      members: members.map(({ training, outcome }) => ({ training, outcome })),
    }),
  );
}

/**
 * Returns what the members of groups have, such as their outcomes, in the order of the plan.
 *
 * @param ofMembers for each group, what its members have
 */
export function inPlanOrder<Value>(
  trainings: readonly Training[],
  groups: readonly TrainingGroup[],
  ofMembers: readonly (readonly Value[])[],
): Value[] {
  const known = new Map(
    groups.flatMap(({ members }, group) =>
      members.map(({ training }, member) => [training, ofMembers[group]![member]!] as const)
    ),
  );
  return trainings.map((training) => known.get(training)!);
}

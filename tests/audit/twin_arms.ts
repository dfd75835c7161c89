import type { Training } from "../../src/audit/trainings/plan.ts";
import type { AuditPlan } from "../../src/audit/trainings/plan_audit.ts";

/** Leaves out what neither the 2x2 of a twin nor the path needs, half of the trainings: random codes and shuffled texts. */
export function withoutOtherCells(plan: AuditPlan): AuditPlan {
  const isNeeded = ({ randomText, condition: { kind } }: Training) =>
    !randomText && ["dirty", "clean", "control"].includes(kind);
  const groups = plan.groups
    .map((group) => ({ ...group, members: group.members.filter((one) => isNeeded(one.training)) }))
    .filter(({ members }) => members.length > 0);
  return { ...plan, groups, trainings: plan.trainings.filter(isNeeded) };
}

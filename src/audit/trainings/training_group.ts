/**
 * A group of an audit's trainings that have the same projectors: it is trained once, and evaluated for every class fold
 * and arm that needs it.
 * @module
 */
import type { Training } from "./plan.ts";

/** A training of the plan in its group. */
export interface GroupMember {
  /** The training. */
  readonly training: Training;
  /** Fingerprint of its outcome; members with the same one are evaluated once. */
  readonly outcome: string;
}

/** Trainings of the plan that have the same projectors; where trainings are counted, they are one. */
export interface TrainingGroup {
  /** Fingerprint of what the projectors depend on, besides the device and the code. */
  readonly projectors: string;
  /** The trainings, in the order of the plan; at least one. */
  readonly members: readonly GroupMember[];
}

/** Whether the projectors of a group stay at initialization. */
export function isUntrained({ members: [first] }: TrainingGroup): boolean {
  return first!.training.condition.kind === "untrained";
}

/** Returns one member of a group for each outcome. */
export function distinctMembers({ members }: TrainingGroup): GroupMember[] {
  return [...Map.groupBy(members, ({ outcome }) => outcome).values()].map(([first]) => first!);
}

/**
 * The shape of contrasts of backbones in `results.json`.
 * @module
 */
import type { PathPart } from "./attribution.ts";

/** The accuracy of one chosen backbone minus that of another, with the same backbone on the other side. */
export interface Contrast extends PathPart {
  /** The backbones: the first minus the second. */
  readonly between: readonly [first: string, second: string];
  /** What they embed. */
  readonly side: "audio" | "text";
  /** The backbone of the other side. */
  readonly with: string;
  /** The condition. */
  readonly condition: "dirty" | "clean" | "control";
  /** Lower end of the interval, for classes like these, that holds with 95 % together with those of all contrasts. */
  readonly low_together: number;
  /** Its upper end. */
  readonly high_together: number;
}

/** The conditions in which backbones are contrasted. */
export const CONTRASTED = ["dirty", "clean", "control"] as const satisfies Contrast["condition"][];

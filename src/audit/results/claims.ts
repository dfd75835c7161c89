/**
 * The shape of a claim in `results.json`: a sentence of a report, as data.
 * @module
 */
import type { AuditCondition } from "../configuration/conditions.ts";
import type { PathPart } from "./attribution.ts";

/** What can be claimed. Each kind has one condition on the numbers, in `src/audit/claims/`. */
export const CLAIM_KINDS = [
  "few-seeds",
  "few-classes",
  "few-sources",
  "nothing-flagged",
  "leakage",
  "flagged-pairs-hurt",
  "no-leakage-shown",
  "volume",
  "not-above-chance",
  "needs-no-text-meaning",
  "no-better-than-audio-alone",
  "transfer",
  "backbone",
  "backbone-labels",
  "residual-leaks",
  "backbones-differ",
  "published-score",
] as const;

/** One of {@link CLAIM_KINDS}. */
export type ClaimKind = typeof CLAIM_KINDS[number];

/** What a report says of its numbers. */
export interface Claim {
  /** What is claimed. */
  readonly kind: ClaimKind;
  /** Audio backbone; absent where the claim is about the whole evaluation, a published model, or two of them. */
  readonly audio?: string;
  /** Text backbone; absent as the audio backbone is. */
  readonly text?: string;
  /** The two backbones that the claim is about, the one with the higher accuracy first; only of `backbones-differ`. */
  readonly between?: readonly [higher: string, lower: string];
  /** Published model, where the claim is about one. */
  readonly model?: string;
  /** The condition whose accuracy the claim is about, where it is about one. */
  readonly condition?: AuditCondition;
  /** What the condition of the claim is about: plain numbers, and values with their intervals. */
  readonly numbers: Readonly<Record<string, number | PathPart>>;
  /** The topics that hidden leaks were found in; only of `residual-leaks`. */
  readonly topics?: readonly {
    /** The topic. */
    readonly topic: string;
    /** The evaluation label whose items its sounds resemble. */
    readonly label: string;
    /** The probability that a sound of the topic is nearer to the label's items than one of these to the others. */
    readonly auc: number;
  }[];
  /** The claim in words. */
  readonly sentence: string;
}

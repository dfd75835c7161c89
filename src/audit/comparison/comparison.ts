/**
 * The shape of a comparison of several audits: `compare.json`, schema `earnest/comparison/1`.
 * @module
 */
import type { MeanAccuracy, PathPart } from "../results/attribution.ts";
import type { ClaimKind } from "../results/claims.ts";
import type { Measure } from "../results/results.ts";

/** The schema's name and version, the first field of every `compare.json`. */
export const COMPARISON_SCHEMA = "earnest/comparison/1";

/** What the audits have in common, without which their numbers would not mean the same. */
export interface Definitions {
  /** What accuracies are. */
  readonly measure: Measure;
  /** Earnest's version. */
  readonly version: string;
  /** What a flagged pair takes out of the clean pool: its sound's captions, or itself alone. */
  readonly unit: string;
  /** The leak rules that shaped the pools. */
  readonly rules: readonly string[];
}

/** What an audit has too little of: the kind of its claim, or a clean pool of few pairs, sounds or topics. */
export type TooFew = ClaimKind | "small-clean-pool";

/** One of the audits that are compared. */
export interface ComparedAudit {
  /** Its folder, as it was named. */
  readonly folder: string;
  /** Number of its evaluation, from 1; audits of one evaluation name the same items among the same labels. */
  readonly evaluation: number;
  /** Its training seeds. */
  readonly seeds: readonly number[];
  /** Whether anything was flagged: `clean`, `leaky`, or `unknown` where rules or ledgers were missing. */
  readonly verdict: "clean" | "leaky" | "unknown";
  /** What it has too little of, where it does. */
  readonly few: readonly TooFew[];
  /** The settings in which it differs from the first audit of its evaluation. */
  readonly differs: readonly string[];
  /** Its fingerprint. */
  readonly fingerprint: Readonly<Record<string, string>>;
}

/** What is claimed of a row, in its audit. */
export interface RowClaim {
  /** The kind. */
  readonly kind: ClaimKind;
  /** The condition whose accuracy it is about, where it is about one. */
  readonly condition?: string;
  /** Of `transfer`, where the residual check lists topics: p without them, or that too few classes are left for a test. */
  readonly without_listed?: number | "untested";
}

/** A row: a chosen audio backbone with a chosen text backbone, of one audit. */
export interface ComparedRow {
  /** Its number, from 1, over all evaluations. */
  readonly row: number;
  /** The audit's folder. */
  readonly folder: string;
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** What accuracies are by chance: clean's own where items have several labels. */
  readonly chance: number;
  /** Accuracy on all pairs, where it was trained. */
  readonly dirty?: MeanAccuracy;
  /** Accuracy on pairs that the rules find clean. */
  readonly clean?: MeanAccuracy;
  /** Control minus clean, where a control matches. */
  readonly leakage?: PathPart;
  /** Dirty minus clean. */
  readonly flaggedPairs?: PathPart;
  /** Clean minus chance, with the p-value of the permutation test. */
  readonly transfer?: PathPart & {
    /** The p-value. */
    readonly permutation_p?: number;
  };
  /** What its audit claims of it. */
  readonly claims: readonly RowClaim[];
}

/** A row of a published model, which was evaluated as it is. */
export interface ComparedModel {
  /** Its number, from 1, over all evaluations. */
  readonly row: number;
  /** The audit's folder. */
  readonly folder: string;
  /** The model. */
  readonly model: string;
  /** What its score is by chance. */
  readonly chance: number;
  /** Its score. */
  readonly score: PathPart;
  /** p-value of the score's permutation test. */
  readonly permutation_p?: number;
  /** What its audit claims of it. */
  readonly claims: readonly RowClaim[];
}

/** What is subtracted: an accuracy, what flagged pairs give, or a published model's score. */
export type Subtracted = "dirty" | "clean" | "leakage" | "flaggedPairs" | "score";

/** A row minus the first row of its evaluation, with paired intervals for classes like these. */
export interface RowDifference {
  /** The row. */
  readonly row: number;
  /** The row that is subtracted. */
  readonly from: number;
  /** What is subtracted. */
  readonly of: Subtracted;
  /** The difference. */
  readonly value: number;
  /** Lower end of its interval. */
  readonly low: number;
  /** Upper end of its interval. */
  readonly high: number;
  /** Lower end of the interval that holds with 95 % together with those of all differences of the comparison. */
  readonly low_together: number;
  /** Its upper end. */
  readonly high_together: number;
  /**
   * On which side of 0 that interval lies; `not shown` where it holds 0, an audit has one training seed, or the higher
   * score is not shown to be above chance.
   */
  readonly shown: "higher" | "lower" | "not shown";
}

/** The rows of one evaluation. */
export interface ComparedEvaluation {
  /** Its number, from 1. */
  readonly evaluation: number;
  /** Number of items. */
  readonly items: number;
  /** The classes of each class fold. */
  readonly class_folds: readonly (readonly string[])[];
  /** Chance: 1 / labels to choose from, or that of the first audit where items have several labels. */
  readonly chance: number;
  /** The chosen pairs of backbones. */
  readonly rows: readonly ComparedRow[];
  /** The published models. */
  readonly models: readonly ComparedModel[];
  /** What each row differs by from the first of its kind. */
  readonly differences: readonly RowDifference[];
}

/** Several audits side by side. */
export interface Comparison {
  /** {@link COMPARISON_SCHEMA} */
  readonly schema: typeof COMPARISON_SCHEMA;
  /** What the audits have in common. */
  readonly definitions: Definitions;
  /** The audits, in the order in which they were named. */
  readonly audits: readonly ComparedAudit[];
  /** The evaluations, each with its rows. */
  readonly evaluations: readonly ComparedEvaluation[];
  /** Number of resamples, and the seed, of the differences' intervals. */
  readonly resampling: {
    /** Number of resamples. */
    readonly resamples: number;
    /** Seed. */
    readonly seed: number;
  };
  /** Sentences that a reader must know: what differs, and why there are no differences. */
  readonly notes: readonly string[];
}

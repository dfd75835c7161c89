/**
 * The shape of `results.json`, schema `earnest/audit/2`: what an audit found. It holds no timing, so that the same
 * device and seed give the same bytes.
 * @module
 */

import type { AuditCondition } from "../configuration/conditions.ts";
import type {
  BackboneRecord,
  CoverageResult,
  LabelHeadResult,
  PublishedResult,
} from "./backbones.ts";
import type { Attribution, MeanAccuracy, PathPart } from "./attribution.ts";
import type { ChosenLabelSet } from "../../leakage/labels/chosen_label_set.ts";
import type { Claim } from "./claims.ts";
import type { Contrast } from "./contrasts.ts";
import type { PromptAccuracies } from "./prompts.ts";
import type { AudioReference } from "./references.ts";
import type { RetrievalResult } from "./retrieval.ts";
import type { ResidualTopic } from "./residual.ts";
import type { AssociationResult, OverlapResult, SpaceSeparability } from "./spaces.ts";

export type { ChosenLabelSet, LabelSenses } from "../../leakage/labels/chosen_label_set.ts";
export type {
  Attribution,
  AttributionCell,
  AttributionPath,
  CodesReach,
  FeatureEffects,
  MeanAccuracy,
  PathPart,
  Transfer,
  TwinEffects,
  Unlisted,
  WithoutListed,
} from "./attribution.ts";

export type { Contrast } from "./contrasts.ts";
export type { PromptAccuracies } from "./prompts.ts";
export { type Claim, CLAIM_KINDS, type ClaimKind } from "./claims.ts";

/** The schema's name and version, the first field of every `results.json`. */
export const RESULTS_SCHEMA = "earnest/audit/2";

/** The accuracy of one condition with one pair of backbones. */
export interface ConditionResult {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** The condition. */
  readonly condition: AuditCondition;
  /** Number of pairs of the training pool before validation; the mean over class folds. 0 for `untrained`. */
  readonly pairs: number;
  /** Number of distinct training labels, without those held out; the mean over class folds. */
  readonly classes: number;
  /** Number of trainings behind the mean; one that serves several class folds counts once. */
  readonly trainings: number;
  /** The audit's measure: balanced top-1, or macro mean average precision. */
  readonly accuracy: MeanAccuracy;
  /**
   * Balanced top-1: the mean over classes of the share of a class's items that are named correctly. Where the audit's
   * measure is `macro_map`, this and every other field of this name holds it, and is called so in the file.
   */
  readonly balanced_top1: MeanAccuracy;
  /** Share of items that are named correctly; absent where items have several labels. */
  readonly top1?: MeanAccuracy;
  /** Share of items whose class is among the five nearest labels; absent where items have several labels. */
  readonly top5?: MeanAccuracy;
  /** The audit's measure of each evaluation class, by label; the mean over trainings. */
  readonly per_class: Readonly<Record<string, number>>;
  /** Where items have several labels: the area under each label's ROC curve, but of labels that every item has. */
  readonly roc_auc?: Readonly<Record<string, number>>;
  /** Mean average precision over classes. */
  readonly map: MeanAccuracy;
  /** What the measure is by chance, where it depends on the trainings: where items have several labels. */
  readonly chance?: number;
  /** p-value of the permutation test of labels against their texts, where it was made. */
  readonly permutation_p?: number;
  /** How far the accuracy depends on the prompt; absent where labels have one prompt. */
  readonly prompts?: PromptAccuracies;
  /** What choosing the step by evaluation items would have added; absent where it was not measured. */
  readonly selection?: SelectionLeakage;
}

/** Selection leakage, which is measured but never used: one step for each seed, the same for all class folds. */
export interface SelectionLeakage {
  /** Steps after which the evaluation items of any training were classified. */
  readonly steps: readonly number[];
  /**
   * Balanced top-1 after each of these steps; means over trainings. A training that early stopping had ended by then
   * counts with its last value.
   */
  readonly balanced_top1: readonly number[];
  /** Balanced top-1, a mean over class folds, of each seed's best step; the mean over seeds. */
  readonly best: number;
  /** Balanced top-1 of the step chosen without evaluation items, which is the `balanced_top1` of the condition. */
  readonly chosen: number;
  /** best - chosen, at least 0. */
  readonly leakage: number;
}

/** How the control pools of a class fold match its clean pool: the numbers of the one that matches worst. */
export interface ControlRecord {
  /** Whether the drop from dirty to clean may be split into leakage and volume. */
  readonly valid: boolean;
  /** Why not, in a sentence; absent where it may. */
  readonly reason?: string;
  /** Numbers of pairs of the clean and the control pool. */
  readonly pairs: readonly [clean: number, control: number];
  /** Numbers of sounds. */
  readonly sounds: readonly [clean: number, control: number];
  /** Numbers of topics: labels, or nouns of captions. */
  readonly topics: readonly [clean: number, control: number];
}

/** The clean accuracy with a share of the flagged pairs put back. */
export interface LeakDoseCurve {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** The points, in ascending order of dose. */
  readonly points: readonly {
    /** Share of the flagged pairs that is kept; 0 is the clean pool, 1 the dirty one. */
    readonly dose: number;
    /** Number of pairs in the pool; the mean over class folds. */
    readonly pairs: number;
    /** Balanced top-1. */
    readonly balanced_top1: MeanAccuracy;
  }[];
}

/** The clean accuracy with fewer training classes. */
export interface DiversityCurve {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** The points, in ascending order of the number of classes. */
  readonly points: readonly {
    /** Share of the clean pool's classes. */
    readonly share: number;
    /** Number of training classes; the mean over class folds. */
    readonly classes: number;
    /** Number of pairs in the pool; the mean over class folds. */
    readonly pairs: number;
    /** Balanced top-1. */
    readonly balanced_top1: MeanAccuracy;
  }[];
  /** The last point minus the last point with at most half as many classes, rounded up, where there is one. */
  readonly rise?: PathPart & {
    /** Number of classes of the point that is subtracted. */
    readonly from_classes: number;
  };
}

/** What one leak rule found. */
export interface RuleSummary {
  /** Number of findings, over all class folds. */
  readonly findings: number;
  /** Number of training pairs flagged; the mean over class folds. */
  readonly flagged_pairs: number;
}

/** A finding shown as an example. */
export interface ExampleFinding {
  /** Rule id, such as `TEXT-EXACT`. */
  readonly rule: string;
  /** Id of the training pair, or name of the backbone. */
  readonly item: string;
  /** The evidence, such as the training text. */
  readonly evidence: string;
  /** The evaluation label; empty where the finding is not about a single label. */
  readonly label: string;
  /** Whether the finding affects pools and verdict; otherwise it is only reported. */
  readonly flagged: boolean;
}

/** What accuracies are: balanced top-1, or macro mean average precision where items have several labels. */
export const MEASURES = ["balanced_top1", "macro_map"] as const;
/** One of {@link MEASURES}. */
export type Measure = typeof MEASURES[number];

/** What `results.json` holds. */
export interface AuditResults {
  /** {@link RESULTS_SCHEMA} */
  readonly schema: typeof RESULTS_SCHEMA;
  /** What accuracies are, unless a field names another measure. */
  readonly measure: Measure;
  /**
   * Accuracy of guessing: 1 / number of classes to choose from. Where items have several labels, chance depends on the
   * trainings: this is the mean over conditions, each of which has its own.
   */
  readonly chance: number;
  /** Every evaluation class, in order of class fold. */
  readonly classes: readonly string[];
  /** The classes of each class fold. */
  readonly class_folds: readonly (readonly string[])[];
  /** Number of evaluation items. */
  readonly evaluation_items: number;
  /**
   * Number of sources of the evaluation class that has the fewest; an item without a source is one of its own. Absent in
   * results of the first schema.
   */
  readonly least_sources?: number;
  /** Number of training pairs. */
  readonly training_items: number;
  /** Training seeds. */
  readonly seeds: readonly number[];
  /** What the results depend on: hashes of the configuration, the data and the code. */
  readonly fingerprint: Readonly<Record<string, string>>;
  /** What computed the results: adapter and runtime. It is recorded, not compared. */
  readonly environment: Readonly<Record<string, string>>;
  /** Accuracy by backbone and condition. */
  readonly conditions: readonly ConditionResult[];
  /** How the control pools of each class fold match its clean pool; none in results of the first schema. */
  readonly controls: readonly ControlRecord[];
  /** Which clean pool has too few topics or pairs to learn from, and what would help; absent where none has. */
  readonly small_clean_pool?: string;
  /** Audio-only references. */
  readonly references: readonly AudioReference[];
  /** The parts of the dirty accuracy, for each chosen audio backbone with each chosen text backbone. */
  readonly attribution: readonly Attribution[];
  /** The difference of every two chosen audio backbones, and of every two chosen text backbones, in each condition. */
  readonly contrasts: readonly Contrast[];
  /** Accuracy by the share of the leak that is kept, for each audio backbone except baselines. */
  readonly leak_dose: readonly LeakDoseCurve[];
  /** Clean accuracy by number of training classes, for each audio backbone except baselines. */
  readonly diversity: readonly DiversityCurve[];
  /** Separability of the classes in each space that was measured. */
  readonly separability: readonly SpaceSeparability[];
  /** Agreement of audio and text about which classes are near each other. */
  readonly overlap: readonly OverlapResult[];
  /** Retrieval in each condition; absent where the evaluation has no captions. */
  readonly retrieval?: readonly RetrievalResult[];
  /** What the accuracy of a class correlates with, dirty and clean. */
  readonly associations: readonly AssociationResult[];
  /** The backbones and their ledgers. */
  readonly backbones: readonly BackboneRecord[];
  /** Results of label heads, which the audit did not train, for each audio backbone that has one. */
  readonly label_heads: readonly LabelHeadResult[];
  /** Accuracy on classes that the backbone's training labels cover, and on the others, dirty and clean. */
  readonly coverage: readonly CoverageResult[];
  /** Published models' own shared spaces, evaluated without training. */
  readonly published: readonly PublishedResult[];
  /** Topics of the clean pool that sound as an evaluation class does, for each audio backbone except baselines. */
  readonly residual: readonly ResidualTopic[];
  /** What the leak rules found. */
  readonly leakage: {
    /**
     * `clean`, `leaky`, or `unknown` where a backbone declares nothing, a sound could not be read, or a rule that flags by
     * default could not run.
     */
    readonly verdict: "clean" | "leaky" | "unknown";
    /** The rules that ran; what `clean` means depends on them. */
    readonly rules: readonly string[];
    /** Rules that are on by default and could not run, or not for all labels; absent where all could. */
    readonly not_run?: readonly {
      /** The rule. */
      readonly rule: string;
      /** The labels that it does not speak of, in words, where it speaks of others. */
      readonly labels?: string;
      /** Why not. */
      readonly reason: string;
    }[];
    /** What the audit took the labels to mean; absent where the configuration says it, or no rule needs it. */
    readonly label_set?: ChosenLabelSet;
    /** Summary of each rule that ran. */
    readonly by_rule: Readonly<Record<string, RuleSummary>>;
    /** Number of evaluation classes that the texts of flagged pairs name; absent in results of the first schema. */
    readonly covered_classes?: number;
    /** A few findings. */
    readonly examples: readonly ExampleFinding[];
  };
  /** What the report says of these numbers: the evaluation first, then each chosen pair of backbones, then models. */
  readonly claims: readonly Claim[];
  /** Words of labels and training texts that the text backbone does not know, by text backbone. */
  readonly out_of_vocabulary: Readonly<Record<string, readonly string[]>>;
  /** Sentences that a reader must know about the data: how items were split, which items are near copies. */
  readonly notes: readonly string[];
}

/** Results without what is said of them. */
export type UnclaimedResults = Omit<AuditResults, "claims">;

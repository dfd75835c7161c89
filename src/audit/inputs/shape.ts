/**
 * The types of what an audit works on.
 * @module
 */
import type { BackboneLedger } from "../../backbones/backbone.ts";
import type { EvaluationItem, Finding, LeakRule, TrainingPair } from "../../leakage/findings.ts";
import type { CaptionNouns } from "../../leakage/pools/sounds_and_topics.ts";
import type { LabelSet } from "../../leakage/labels/label_set.ts";
import type { BackboneRecord } from "../results/backbones.ts";
import type { NotRun } from "../../leakage/not_run.ts";
import type { ChosenLabelSet } from "../../leakage/labels/chosen_label_set.ts";
import type { Matrix } from "../../basics/matrix.ts";

/** A training pair; captions have no class. */
export type AuditPair = TrainingPair;

/** The embeddings of one audio backbone. */
export interface AuditAudio {
  /** Name of the backbone. */
  readonly name: string;
  /** Name of the baseline that it is compared with; undefined for a baseline itself and for a twin. */
  readonly baseline: string | undefined;
  /** Name of its twin, the same but for the evaluation's labels in its pre-training, where one is given. */
  readonly twin?: string | undefined;
  /** Embeddings of the training sounds, in the order of `soundRows`. */
  readonly training: Matrix;
  /** Embeddings of the evaluation items, one row for each. */
  readonly evaluation: Matrix;
  /** The output of the backbone's own classifier for the evaluation items. */
  readonly labelHead?: {
    /** The labels that it was trained with, one for each column. */
    readonly labels: readonly string[];
    /** Logits, one row for each evaluation item. */
    readonly evaluation: Matrix;
  };
}

/** The embeddings of one text backbone. */
export interface AuditText {
  /** Name of the backbone. */
  readonly name: string;
  /** Name of the baseline that it is compared with; undefined for a baseline itself. */
  readonly baseline?: string | undefined;
  /** Every distinct text of training and of the labels' prompts. */
  readonly texts: readonly string[];
  /** The lemmas of each text, for random codes of captions; absent where texts are labels, or no codes are needed. */
  readonly lemmas?: readonly (readonly string[])[] | undefined;
  /** One embedding for each text, of length 1. */
  readonly vectors: Matrix;
  /** Words that the backbone does not know. */
  readonly outOfVocabulary: readonly string[];
}

/** A published model's own shared space. */
export interface AuditPublished {
  /** Name of the model. */
  readonly name: string;
  /** Embeddings of the evaluation items. */
  readonly evaluation: Matrix;
  /** Every distinct text of the labels' prompts. */
  readonly texts: readonly string[];
  /** One embedding for each text, with as many numbers as those of sounds. */
  readonly vectors: Matrix;
}

/** A backbone and what it declares of its training. */
export interface AuditBackbone extends Omit<BackboneRecord, "ledger" | "covered_labels"> {
  /** What it declares, under the name in the configuration; undefined where nothing is known. */
  readonly ledger: BackboneLedger | undefined;
}

/** What the leak rules found. */
export interface AuditLeaks {
  /** The rules that ran, in the order of `LEAK_RULES`. */
  readonly rules: readonly LeakRule[];
  /** The findings for the labels and items of all class folds. */
  readonly findings: readonly Finding[];
  /** The nouns of the training pairs without a label, by id: their topics. */
  readonly nouns: CaptionNouns;
  /** Evaluation labels that each backbone was trained with, by backbone; undefined where it lists none. */
  readonly covered: readonly (readonly string[] | undefined)[];
  /**
   * `unknown` where nothing is flagged, but a backbone declares nothing, a sound could not be read, or a rule that flags
   * by default could not run.
   */
  readonly verdict: "clean" | "leaky" | "unknown";
  /** Rules that are on by default and could not run, or not for all labels; absent where all could. */
  readonly notRun?: readonly NotRun[] | undefined;
  /** What the audit took the labels to mean, where the configuration names no label set and a rule needs one. */
  readonly labelSet?: ChosenLabelSet | undefined;
}

/** The items to be named, and their labels. */
export interface AuditEvaluation {
  /**
   * The items, in the order of the rows of every evaluation matrix. Where items have several labels, there is an entry,
   * and a row, for each label of an item.
   */
  readonly items: readonly EvaluationItem[];
  /** Whether items have several labels; absent where each has one. */
  readonly severalLabels?: true;
  /** Their labels, sorted. */
  readonly labels: readonly string[];
  /** What the labels mean to the leak rules. */
  readonly labelSet: LabelSet;
  /** Templates of the texts of a label. */
  readonly prompts: readonly string[];
  /** The captions of each item that every text backbone can embed; absent where the evaluation has none. */
  readonly captions?: readonly (readonly string[])[] | undefined;
}

/** The embeddings of all backbones. */
export interface AuditBackbones {
  /** Audio backbones, followed by their baselines, then by their twins. */
  readonly audio: readonly AuditAudio[];
  /** Text backbones. */
  readonly text: readonly AuditText[];
  /** Published models. */
  readonly published: readonly AuditPublished[];
  /** What every backbone declares. */
  readonly known: readonly AuditBackbone[];
}

/** Everything that an audit reads. */
export interface AuditInputs {
  /** The evaluation. */
  readonly evaluation: AuditEvaluation;
  /** Training pairs; several may be of one sound, see `soundRows`. */
  readonly pairs: readonly AuditPair[];
  /** The backbones. */
  readonly backbones: AuditBackbones;
  /** What the leak rules found. */
  readonly leaks: AuditLeaks;
  /**
   * SHA-256 of everything that was read: `file PATH`, `card PATH: KEY`, `run NAME, SIDE`, `sounds of SIDE`, and
   * `senses of labels` where WordNet has them.
   */
  readonly hashes: Readonly<Record<string, string>>;
  /** Sentences that a reader must know about how the data were read. */
  readonly notes: readonly string[];
}

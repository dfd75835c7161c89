/**
 * The shape of what an audit works on.
 * @module
 */
import type { BackboneLedger } from "../../backbones/backbone.ts";
import type { EvaluationItem, Finding, LeakRule, TrainingPair } from "../../leakage/findings.ts";
import type { LabelSet } from "../../leakage/labels/label_set.ts";
import type { BackboneRecord } from "../results/backbones.ts";
import type { Matrix } from "../../basics/matrix.ts";

/** A training pair; the class is absent where pairs are captions. */
export type AuditPair = TrainingPair;

/** The embeddings of one audio backbone, a row an item. */
export interface AuditAudio {
  /** Name of the backbone. */
  readonly name: string;
  /** Name of the baseline that it is compared with; none for a baseline itself. */
  readonly baseline: string | undefined;
  /** Embeddings of the training items. */
  readonly training: Matrix;
  /** Embeddings of the evaluation items. */
  readonly evaluation: Matrix;
  /** What the backbone's own classifier says of the evaluation items. */
  readonly labelHead?: {
    /** The labels that it was trained with, a column each. */
    readonly labels: readonly string[];
    /** Logits, a row an evaluation item. */
    readonly evaluation: Matrix;
  };
}

/** The embeddings of one text backbone. */
export interface AuditText {
  /** Name of the backbone. */
  readonly name: string;
  /** Every distinct text of training and of the labels' prompts. */
  readonly texts: readonly string[];
  /** An embedding a text, rows of length 1. */
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
  /** An embedding a text, of the same length as those of sounds. */
  readonly vectors: Matrix;
}

/** A backbone and what it declares of its training. */
export interface AuditBackbone extends Omit<BackboneRecord, "ledger" | "covered_labels"> {
  /** What it declares, under the name in the configuration; none where nothing is known of it. */
  readonly ledger: BackboneLedger | undefined;
}

/** What the leak rules found. */
export interface AuditLeaks {
  /** The rules that ran, in the order of `LEAK_RULES`. */
  readonly rules: readonly LeakRule[];
  /** Against the labels and items of all class folds. */
  readonly findings: readonly Finding[];
  /** Evaluation labels among those that each backbone was trained with, in their order; undefined where it lists none. */
  readonly covered: readonly (readonly string[] | undefined)[];
  /** `unknown` where nothing is flagged, but a backbone declares nothing or a sound could not be read. */
  readonly verdict: "clean" | "leaky" | "unknown";
}

/** What is to be named, and how. */
export interface AuditEvaluation {
  /** The items, a row of every evaluation matrix each. */
  readonly items: readonly EvaluationItem[];
  /** Their labels, sorted. */
  readonly labels: readonly string[];
  /** What the labels mean to the leak rules. */
  readonly labelSet: LabelSet;
  /** Templates of the texts that stand for a label. */
  readonly prompts: readonly string[];
}

/** The embeddings of all backbones. */
export interface AuditBackbones {
  /** Audio backbones, and the baselines behind those that name them. */
  readonly audio: readonly AuditAudio[];
  /** Text backbones. */
  readonly text: readonly AuditText[];
  /** Published models. */
  readonly published: readonly AuditPublished[];
  /** What is known of every backbone. */
  readonly known: readonly AuditBackbone[];
}

/** Everything that an audit reads. */
export interface AuditInputs {
  /** What is to be named. */
  readonly evaluation: AuditEvaluation;
  /** Training pairs, a row of every training matrix each. */
  readonly pairs: readonly AuditPair[];
  /** The backbones. */
  readonly backbones: AuditBackbones;
  /** What the leak rules found. */
  readonly leaks: AuditLeaks;
  /** SHA-256 of every file read, by the name that the configuration gives it; of an embedding set its fingerprint. */
  readonly hashes: Readonly<Record<string, string>>;
  /** What a reader must know of how the data were read, in sentences. */
  readonly notes: readonly string[];
}

/**
 * What `results.json` says about the backbones: what they were trained on, and what they know before the audit trains.
 * @module
 */
import type { Measured } from "../../statistics/measured.ts";
import type { PromptAccuracies } from "./prompts.ts";

/** A backbone and its ledger. */
export interface BackboneRecord {
  /** The name in the configuration. */
  readonly name: string;
  /** What it embeds. */
  readonly modality: "audio" | "text";
  /**
   * Whether the audit is about it; it is a baseline that represents no pre-training; or a twin, the same as a chosen one
   * but for the evaluation's labels in its pre-training.
   */
  readonly role: "chosen" | "baseline" | "twin";
  /** Length of an embedding. */
  readonly dimensions: number;
  /** Where its embeddings came from: the audit ran it, or read ready-made arrays. */
  readonly embeddings: "run" | "ready-made" | "run and ready-made";
  /** What is declared about its training; absent where nothing is (ready-made arrays without a card). */
  readonly ledger?: {
    /** The license, in words. */
    readonly license: string;
    /** Data sets that it was trained on. */
    readonly training_data: readonly string[] | "unknown";
    /** Number of labels that it was trained with, `none` when it saw no labels, or `unknown`. */
    readonly training_labels: number | "none" | "unknown";
    /** Its origin: package, paper. */
    readonly source: string;
  };
  /** Evaluation labels that it was trained with, by `BACKBONE-LABEL`; absent where it declares no labels. */
  readonly covered_labels?: readonly string[];
}

/** The result of a backbone's own label head, which the audit did not train, on the evaluation. */
export interface LabelHeadResult {
  /** Audio backbone. */
  readonly audio: string;
  /** Number of labels that the head knows. */
  readonly head_labels: number;
  /** Evaluation labels that `BACKBONE-LABEL` finds among them, with the head's labels that name each. */
  readonly covered: Readonly<Record<string, readonly string[]>>;
  /** Evaluation labels that it does not find. */
  readonly uncovered: readonly string[];
  /** Balanced top-1 of the head's logits over the covered labels, on their items; absent where fewer than 2 are covered. */
  readonly balanced_top1?: Measured;
  /** What it is by chance, where items have several labels. */
  readonly chance?: number;
}

/** Zero-shot accuracy on the classes that a backbone was trained with, and on the others. */
export interface CoverageResult {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** What the projectors trained on. */
  readonly condition: string;
  /** Number of classes that the backbone's training labels cover. */
  readonly covered_classes: number;
  /** Number of the other classes. */
  readonly uncovered_classes: number;
  /** Balanced top-1 of the covered classes; absent where there are none. */
  readonly covered?: Measured;
  /** Balanced top-1 of the other classes; absent where there are none. */
  readonly uncovered?: Measured;
}

/** A published model's own shared-space embeddings, evaluated without training. */
export interface PublishedResult {
  /** The name in the configuration. */
  readonly name: string;
  /** Balanced top-1. */
  readonly balanced_top1: Measured;
  /** What it is by chance, where items have several labels. */
  readonly chance?: number;
  /** Share of items that are named correctly; absent where items have several labels. */
  readonly top1?: Measured;
  /** Share of items whose label is among the five nearest; absent where items have several labels. */
  readonly top5?: Measured;
  /** Balanced top-1 of each class. */
  readonly per_class: Readonly<Record<string, number>>;
  /** Where items have several labels: the area under each label's ROC curve, but of labels that every item has. */
  readonly roc_auc?: Readonly<Record<string, number>>;
  /** Balanced nearest-centroid accuracy of its audio embeddings alone, each item's source left out. */
  readonly nearest_centroid: Measured;
  /** p-value of the permutation test of labels against their texts, where it was made. */
  readonly permutation_p?: number;
  /** How far the accuracy depends on the prompt; absent where labels have one prompt. */
  readonly prompts?: PromptAccuracies;
}

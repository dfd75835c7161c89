/**
 * What `results.json` says of the backbones: what they were trained on, and what they know without any training of ours.
 * @module
 */
import type { Measured } from "../../statistics/measured.ts";

/** A backbone and its ledger. */
export interface BackboneRecord {
  /** The name in the configuration. */
  readonly name: string;
  /** What goes in. */
  readonly modality: "audio" | "text";
  /** Whether the audit's question is about it, or it stands for no pre-training. */
  readonly role: "chosen" | "baseline";
  /** Length of an embedding. */
  readonly dimensions: number;
  /** Where its embeddings came from: it was run, or ready-made arrays were read. */
  readonly embeddings: "run" | "ready-made" | "run and ready-made";
  /** What is declared of its training; absent where nothing is (ready-made arrays without a card). */
  readonly ledger?: {
    /** The license, in words. */
    readonly license: string;
    /** Data sets that it was trained on. */
    readonly training_data: readonly string[] | "unknown";
    /** Number of labels that it was trained with, `none` when it saw no labels, or `unknown`. */
    readonly training_labels: number | "none" | "unknown";
    /** Where it comes from: package, paper. */
    readonly source: string;
  };
  /** Evaluation labels among the labels that it was trained with, by `BACKBONE-LABEL`; absent where it declares none. */
  readonly covered_labels?: readonly string[];
}

/** What a backbone's own label head, trained before and elsewhere, says of the evaluation. */
export interface LabelHeadResult {
  /** Audio backbone. */
  readonly audio: string;
  /** Number of labels that the head knows. */
  readonly head_labels: number;
  /** Evaluation labels that `BACKBONE-LABEL` finds among them, and by which of the head's. */
  readonly covered: Readonly<Record<string, readonly string[]>>;
  /** Evaluation labels that it does not find. */
  readonly uncovered: readonly string[];
  /** Balanced top-1 of the head's logits over the covered labels, on their items; absent where fewer than 2 are covered. */
  readonly balanced_top1?: Measured;
}

/** Zero-shot accuracy on the classes that a backbone was trained with against those it was not. */
export interface CoverageResult {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** What the projectors trained on. */
  readonly condition: string;
  /** Number of classes that the backbone's training labels cover. */
  readonly covered_classes: number;
  /** Number of the others. */
  readonly uncovered_classes: number;
  /** Balanced top-1 of the covered classes; absent where there is none. */
  readonly covered?: Measured;
  /** Balanced top-1 of the others; absent where there is none. */
  readonly uncovered?: Measured;
}

/** A published model's own shared-space embeddings, evaluated as they are. */
export interface PublishedResult {
  /** The name in the configuration. */
  readonly name: string;
  /** Balanced top-1. */
  readonly balanced_top1: Measured;
  /** Share of items named right. */
  readonly top1: Measured;
  /** Share of items whose label is among the five nearest. */
  readonly top5: Measured;
  /** Balanced top-1 of each class. */
  readonly per_class: Readonly<Record<string, number>>;
  /** Balanced nearest-centroid accuracy of its audio embeddings alone, each item's source left out. */
  readonly nearest_centroid: Measured;
}

/**
 * What `results.json` says about spaces: how well they separate the classes, how far audio and text agree, and what the
 * accuracy of a class correlates with.
 * @module
 */
import type { Measured } from "../../statistics/measured.ts";
import type { Association } from "../../statistics/spearman.ts";

/** The four spaces. */
export const SPACES = ["audio backbone", "text backbone", "audio shared", "text shared"] as const;
/** One of {@link SPACES}. */
export type Space = typeof SPACES[number];

/** How well one space separates the evaluation classes. */
export interface SpaceSeparability {
  /** The space. */
  readonly space: Space;
  /** Audio backbone; absent for the text backbone's space. */
  readonly audio?: string;
  /** Text backbone; absent for the audio backbone's space. */
  readonly text?: string;
  /** What the projectors trained on; absent for backbone spaces. */
  readonly condition?: string;
  /** Number of items: evaluation items, or in text spaces the labels' prompts. */
  readonly items: number;
  /**
   * Number of items, drawn by the audit's first seed and the same in all spaces, that Euclidean silhouette and
   * neighbors are measured on, each among all items; absent where these are all.
   */
  readonly compared?: number;
  /** Mean cosine silhouette, -1 to 1; absent where each class has one item, as with one prompt for each label. */
  readonly silhouette_cosine?: Measured;
  /** Mean Euclidean silhouette, -1 to 1. */
  readonly silhouette_euclidean?: Measured;
  /** Balanced leave-one-source-out nearest-centroid accuracy (cosine). */
  readonly nearest_centroid?: Measured;
  /** Balanced leave-one-source-out k-nearest-neighbor accuracy (cosine): `k1`, `k5`. */
  readonly knn?: Readonly<Record<string, Measured>>;
  /** In text spaces: the mean over labels of the cosine similarity to the nearest other label. */
  readonly nearest_text?: number;
}

/** How far the neighborhoods of classes agree between audio and text. */
export interface OverlapResult {
  /** The backbones' own spaces, or the shared one. */
  readonly space: "backbone" | "shared";
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** What the projectors trained on; absent for backbone spaces. */
  readonly condition?: string;
  /** Whether random codes replaced the text backbone's embeddings. */
  readonly random_text?: boolean;
  /** Number of classes that have neighborhoods; the mean over class folds. */
  readonly classes: number;
  /** Number of neighbors of a class. */
  readonly k: number;
  /** Mean share of a class's neighbors that are the same in audio and text, 0 to 1. */
  readonly overlap: Measured;
  /** The overlap of each training; absent for backbone spaces. */
  readonly per_seed?: readonly number[];
  /** The expected overlap of unrelated spaces, k / (classes - 1). In the shared space, exceeding it proves nothing. */
  readonly chance: number;
  /** p-value of a permutation test against chance, only in backbone spaces. */
  readonly p_value?: number;
  /** The same p-value, corrected by Holm's method for all spaces tested. */
  readonly p_value_holm?: number;
}

/** What the zero-shot accuracy of a class correlates with. */
export interface AssociationResult {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** What the projectors trained on. */
  readonly condition: string;
  /** Rank correlation, over classes, with the class's audio silhouette (cosine, backbone). */
  readonly silhouette: Association;
  /** Rank correlation, over classes, with the similarity of the label's text to the nearest other label's (backbone). */
  readonly nearest_text: Association;
  /** Each class. */
  readonly classes: readonly {
    /** The label. */
    readonly label: string;
    /** Balanced top-1, the mean over trainings. */
    readonly accuracy: number;
    /** Mean cosine silhouette of its items in the audio backbone's space. */
    readonly silhouette: number;
    /** Cosine similarity of its text to the nearest other label's in the text backbone's space. */
    readonly nearest_text: number;
  }[];
}

/**
 * What contestants are asked to do, and how they answer.
 * @module
 */
import type { Transpose } from "../../src/compute/compute.ts";

/** One matrix product, float32. */
export interface ProductWork {
  readonly family: "matrix-multiply";
  /** Rows of the product. */
  readonly rows: number;
  /** Columns of the product. */
  readonly columns: number;
  /** Length of the inner products. */
  readonly depth: number;
  /** Which factor lies transposed. */
  readonly transpose: Transpose;
}

/** Training steps of two residual projectors; with `productsOnly` their matrix products alone. */
export interface TrainingWork {
  readonly family: "training-step";
  /** Pairs a step. */
  readonly batch: number;
  /** Width of the audio embeddings. */
  readonly audio: number;
  /** Width of the text embeddings. */
  readonly text: number;
  /** Width of the shared space. */
  readonly dim: number;
  /** Share of elements dropped. */
  readonly dropout: number;
  /** Only the step's matrix products, on their own. */
  readonly productsOnly?: true;
}

/** The symmetric contrastive loss and its gradients. */
export interface LossWork {
  readonly family: "contrastive-loss";
  /** Pairs. */
  readonly batch: number;
  /** Width of the embeddings. */
  readonly dim: number;
}

/** The most similar items of each query by inner product. */
export interface SearchWork {
  readonly family: "search";
  /** Number of queries. */
  readonly queries: number;
  /** Items in the database. */
  readonly items: number;
  /** Width of the vectors. */
  readonly dim: number;
  /** Answers a query. */
  readonly k: number;
}

/** The same in a database that the searching software may stream from its file. */
export interface LargeSearchWork extends Omit<SearchWork, "family"> {
  readonly family: "large-search";
}

/** A picture of items by t-SNE. */
export interface TsneWork {
  readonly family: "tsne";
  /** Number of items. */
  readonly items: number;
  /** Width of the items. */
  readonly dim: number;
  /** Number of groups that the items lie in. */
  readonly groups: number;
}

/** The silhouette by Euclidean distance. */
export interface SilhouetteWork {
  readonly family: "silhouette";
  /** Number of items. */
  readonly items: number;
  /** Width of the items. */
  readonly dim: number;
  /** Number of classes. */
  readonly classes: number;
}

/** A piece of work. */
export type Work =
  | ProductWork
  | TrainingWork
  | LossWork
  | SearchWork
  | LargeSearchWork
  | SilhouetteWork
  | TsneWork;
/** The kinds of work. */
export type FamilyName = Work["family"];

/** Paths of `.npy` files by the names of the arrays in them. */
export type InputPaths = Readonly<Record<string, string>>;

/** Work whose inputs are ready where the contestant keeps them. */
export interface Prepared {
  /**
   * Does the work `count` times back to back, waits once, and reads the last answer back.
   * @returns the answer, by which contestants are compared
   */
  run(count: number): Promise<ArrayLike<number>>;
}

/** Software that does work, in a process of its own. */
export interface Peer {
  /** Where it computes: an adapter's name, or the CPU with the number of threads. */
  readonly device: string;
  /**
   * Puts the work's inputs where they are used.
   * @param inputs paths of the inputs' files by name, for work whose inputs are not made by each process itself
   */
  prepare(work: Work, inputs: InputPaths): Promise<Prepared>;
}

/** A reason why a contestant does not take part, in a few words for the table. */
export class CannotRun extends Error {}

/** For work that a contestant does not do. */
export function cannot(work: Work): CannotRun {
  return new CannotRun(`has no ${work.family}`);
}

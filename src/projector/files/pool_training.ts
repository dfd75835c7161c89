/**
 * A training on a pool of two embedding sets.
 * @module
 */
import type { Condition } from "../../leakage/pools/conditions.ts";
import type { PoolsFile } from "../../leakage/pools/pools_file.ts";
import type { TrainingConfiguration } from "../training.ts";
import type { NamedEmbeddings, PairColumns } from "./pairing.ts";

/** What to train. */
export interface PoolTraining {
  /** Embeddings of the sounds. */
  readonly audio: NamedEmbeddings;
  /** Embeddings of the texts. */
  readonly text: NamedEmbeddings;
  /** The pools, their file's name and hash. */
  readonly pools: { readonly name: string; readonly sha256: string; readonly file: PoolsFile };
  /** The pool: one of `conditionsIn`. */
  readonly condition: Condition;
  /** Which columns of the audio set tell of pairs. */
  readonly columns?: PairColumns;
  /**
   * SHA-256 of files by name: the set that tells the pairs' texts must be made from one of them, where it tells from
   * which it was. Absent: from any.
   */
  readonly manifests?: Readonly<Record<string, string>> | undefined;
  /** Projectors, optimizer, seed, early stopping. */
  readonly configuration: TrainingConfiguration;
}

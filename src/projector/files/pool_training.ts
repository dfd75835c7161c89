/**
 * The inputs of a training on a pool of two embedding sets.
 * @module
 */
import type { Condition } from "../../leakage/pools/conditions.ts";
import type { PoolsFile } from "../../leakage/pools/pools_file.ts";
import type { TrainingConfiguration } from "../training.ts";
import type { NamedEmbeddings, PairColumns } from "./pairing.ts";

/** What to train. */
export interface PoolTraining {
  /** Embeddings of the sounds: a set that `readEmbeddingSet` reads, or that `joinReadyMade` makes of an array. */
  readonly audio: NamedEmbeddings;
  /** Embeddings of the texts. */
  readonly text: NamedEmbeddings;
  /** The pools, as `readPools` reads them, with their file's name and SHA-256. */
  readonly pools: { readonly name: string; readonly sha256: string; readonly file: PoolsFile };
  /** The pool, such as `{ kind: "clean" }`; `conditionNamed` gives that of a name. */
  readonly condition: Condition;
  /** Which columns of the audio set describe pairs. */
  readonly columns?: PairColumns;
  /**
   * SHA-256 of files by name: the set that gives the pairs' texts must be made from one of them, if it records which.
   * If absent, any file is accepted.
   */
  readonly manifests?: Readonly<Record<string, string>> | undefined;
  /** Projectors, optimizer, seed, early stopping. */
  readonly configuration: TrainingConfiguration;
}

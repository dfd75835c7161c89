/**
 * Embeddings that an audit would make first.
 * @module
 */
import type { AudioBackbone, TextBackbone } from "../../backbones/backbone.ts";
import type { DatasetItem } from "../../datasets/open.ts";

/** A backbone that would be run, and on what. */
export interface MissingRun {
  /** The card's path, or the name of a shipped backbone, as the configuration has it. */
  readonly reference: string;
  /** What would be embedded: items with sounds, or with texts. */
  readonly items: readonly DatasetItem[];
  /** What must be said of sounds that are not there. */
  readonly note?: string | undefined;
  /**
   * Opens the backbone, uses it, and closes it.
   *
   * @throws {InputError} when its card or model is missing or malformed
   * @throws {SurroundingsError} when its model cannot be fetched
   */
  readonly withBackbone: <Result>(
    work: (backbone: AudioBackbone | TextBackbone) => Promise<Result>,
  ) => Promise<Result>;
}

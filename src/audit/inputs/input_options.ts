/**
 * Options for reading the inputs of an audit.
 * @module
 */
import type { FileOptions } from "../../backbones/card_files.ts";
import type { OnProgress } from "../../basics/progress.ts";
import type { DeviceChoice } from "../../compute/open.ts";
import type { Shard } from "../../embeddings/parts.ts";
import type { MissingRun } from "./missing_run.ts";

/** Options for reading an audit's inputs. */
export interface InputOptions extends Omit<FileOptions, "onProgress"> {
  /** The audit's folder, which gets the embedding sets; needed only where an audio backbone has to be run. */
  readonly work?: string | undefined;
  /** The device for the models of cards; default `cpu`. */
  readonly device?: DeviceChoice | undefined;
  /** Seconds that one step of work on an item may take, see `BackboneOptions`; default 600. */
  readonly itemTimeoutSeconds?: number | undefined;
  /** Whether an item that cannot be read, or whose sound file is unusual, ends the work. */
  readonly strict?: boolean | undefined;
  /** Called with the progress of embedding and of decoding sounds. */
  readonly onProgress?: OnProgress | undefined;
  /** Called with each line that a user should know. */
  readonly onNote?: ((line: string) => void) | undefined;
  /**
   * If given, backbones of cards and for sounds are not run. It is called with what each would embed, and made-up rows
   * take the place of the embeddings.
   */
  readonly onMissing?: ((embeddings: string, missing: MissingRun) => void) | undefined;
  /** Whether these leave out sounds that are not there, as a run does; default no, since they may yet be put there. */
  readonly withoutAbsent?: boolean | undefined;
  /** The share of this process among several that make the embedding sets together, all of one identity. */
  readonly shard?: Shard | undefined;
  /** Ends the reading after the batch of items or the sound at hand, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a backbone is: a frozen model that turns sound or text into vectors, and what is known of its training.
 * @module
 */
import { InputError } from "../basics/errors.ts";

/** What is known of a backbone: what it was trained on decides what can have leaked through it. */
export interface BackboneLedger {
  /** The name in configurations and reports. */
  readonly name: string;
  /** What goes in. */
  readonly modality: "audio" | "text";
  /** Length of an embedding. */
  readonly dimensions: number;
  /** The licence of what was trained, in words. */
  readonly license: string;
  /** Data sets that it was trained on; none when nothing was trained. */
  readonly trainingData: readonly string[];
  /** Labels that it was trained with: a list, `none` when it saw no labels, or `unknown`. */
  readonly trainingLabels: readonly string[] | "none" | "unknown";
  /** Where it comes from: package, paper. */
  readonly source: string;
}

/** A frozen backbone for sound. */
export interface AudioBackbone {
  /** The name in configurations and reports. */
  readonly name: string;
  /** Length of an embedding. */
  readonly dimensions: number;
  /** Sample rate of what {@link embed} takes, in Hz. */
  readonly sampleRateHz: 16_000;
  /** What is known of its training. */
  readonly ledger: BackboneLedger;
  /**
   * The embedding of one clip, `dimensions` finite numbers; the same samples always give the same bits.
   * @param samples mono, in [-1, 1]
   * @throws {InputError} when there is no sample, or one that is no finite number
   */
  embed(samples: Float32Array): Promise<Float32Array>;
  /** Gives back what the backbone holds; it cannot be used afterwards. */
  close(): Promise<void>;
}

/** Embeddings of several texts. */
export interface TextEmbeddings {
  /** texts × dimensions, row by row; of length 1 each, but for a model whose rows are used as it gives them. */
  readonly vectors: Float32Array;
  /** Words that the backbone does not know and left out, each once, in order of appearance. */
  readonly outOfVocabulary: readonly string[];
}

/** A frozen backbone for text. */
export interface TextBackbone {
  /** The name in configurations and reports. */
  readonly name: string;
  /** Length of an embedding. */
  readonly dimensions: number;
  /** What is known of its training. */
  readonly ledger: BackboneLedger;
  /**
   * The embeddings of texts, all finite; the same texts always give the same bits.
   * @throws {UnusableText} when a text has nothing that the backbone knows, or it gives no finite numbers for it
   */
  embed(texts: readonly string[]): Promise<TextEmbeddings>;
  /** Gives back what the backbone holds; it cannot be used afterwards. */
  close(): Promise<void>;
}

/** One of several texts cannot be embedded; the others may be. */
export class UnusableText extends InputError {
  /** Which of the texts, from 0. */
  readonly index: number;

  /** The error of the text at `index`. */
  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}

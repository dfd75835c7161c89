/**
 * What a backbone is: a frozen model that turns sound or text into vectors, and what is known of its training.
 * @module
 */
import type { Preparation } from "../audio/front_end/configuration.ts";
import type { ModelInput } from "../audio/front_end/model_input.ts";
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
  /** Data sets that it was trained on, none when nothing was trained; or `unknown`. */
  readonly trainingData: readonly string[] | "unknown";
  /** Labels that it was trained with: a list, `none` when it saw no labels, or `unknown`. */
  readonly trainingLabels: readonly string[] | "none" | "unknown";
  /** Where it comes from: package, paper. */
  readonly source: string;
}

/** What all backbones have. */
export interface Backbone {
  /** The name in configurations and reports. */
  readonly name: string;
  /** Length of an embedding. */
  readonly dimensions: number;
  /** What is known of its training. */
  readonly ledger: BackboneLedger;
  /**
   * What shapes its numbers, as plain data without the places where files lie: with equal identities, and for sound equal
   * preparations, embeddings are equal.
   */
  readonly identity: Readonly<Record<string, unknown>>;
  /** How many clips or texts it is to be given at once: another number changes the last bits of some models. */
  readonly batch: number;
  /** Gives back what the backbone holds; it cannot be used afterwards. */
  close(): Promise<void>;
}

/** A frozen backbone for sound. */
export interface AudioBackbone extends Backbone {
  /** What goes in. */
  readonly modality: "audio";
  /** What becomes of a clip before the model sees it; plain data, so that workers can do it. */
  readonly preparation: Preparation;
  /**
   * The embeddings of clips that were made ready, `dimensions` numbers each; the same inputs give the same bits.
   * @throws {InputError} when the model gives something else than its card says
   */
  embedInputs(inputs: readonly ModelInput[]): Promise<Float32Array[]>;
  /**
   * The embedding of one clip.
   * @param samples mono, in [-1, 1], at the preparation's sample rate
   * @throws {InputError} when there is no sample, or one that is no finite number
   */
  embed(samples: Float32Array): Promise<Float32Array>;
}

/** Embeddings of several texts. */
export interface TextEmbeddings {
  /** texts × dimensions, row by row; of length 1 each, but for a model whose rows are used as it gives them. */
  readonly vectors: Float32Array;
  /** Words that the backbone does not know and left out, each once, in order of appearance. */
  readonly outOfVocabulary: readonly string[];
}

/** A frozen backbone for text. */
export interface TextBackbone extends Backbone {
  /** What goes in. */
  readonly modality: "text";
  /**
   * The embeddings of texts, all finite; the same texts always give the same bits.
   * @throws {UnusableText} when a text has nothing that the backbone knows, or it gives no finite numbers for it
   */
  embed(texts: readonly string[]): Promise<TextEmbeddings>;
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

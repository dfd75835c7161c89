/**
 * The backbone interface: a frozen model that turns sound or text into vectors, and what is known of its training.
 * @module
 */
import type { Preparation } from "../audio/front_end/configuration.ts";
import type { ModelInput } from "../audio/front_end/model_input.ts";
import { InputError } from "../basics/errors.ts";

/** What is known of a backbone's training, which decides what can have leaked through it. */
export interface BackboneLedger {
  /** The name in configurations and reports. */
  readonly name: string;
  /** Whether it takes sound or text. */
  readonly modality: "audio" | "text";
  /** Length of an embedding. */
  readonly dimensions: number;
  /** The license of the trained model, in words. */
  readonly license: string;
  /** Data sets that it was trained on, none when nothing was trained; or `unknown`. */
  readonly trainingData: readonly string[] | "unknown";
  /** Labels that it was trained with: a list, `none` when it saw no labels, or `unknown`. */
  readonly trainingLabels: readonly string[] | "none" | "unknown";
  /** Where it comes from: package or paper. */
  readonly source: string;
}

/** What all backbones have in common. */
export interface Backbone extends AsyncDisposable {
  /** The name in configurations and reports. */
  readonly name: string;
  /** Length of an embedding. */
  readonly dimensions: number;
  /** What is known of its training. */
  readonly ledger: BackboneLedger;
  /**
   * What determines its numbers, as plain data without file paths: backbones with equal identities (and, for sound,
   * equal preparations) give equal embeddings.
   */
  readonly identity: Readonly<Record<string, unknown>>;
  /** How many clips or texts to pass in one call: another number changes the last bits of some models. */
  readonly batch: number;
  /** Frees what the backbone holds, as the end of an `await using` does; it cannot be used afterwards. */
  close(): Promise<void>;
}

/** A frozen backbone for sound. */
export interface AudioBackbone extends Backbone {
  /** It takes sound. */
  readonly modality: "audio";
  /** How a clip is prepared for the model, as plain data, so that workers can do it. */
  readonly preparation: Preparation;
  /**
   * The embeddings of prepared clips, `dimensions` numbers each; the same inputs give the same bits.
   * @throws {InputError} when the model's output does not match its card
   */
  embedInputs(inputs: readonly ModelInput[]): Promise<Float32Array[]>;
  /**
   * The embedding of one clip.
   * @param samples mono, in [-1, 1], at the preparation's sample rate
   * @throws {InputError} when there are no samples, or a sample is not a finite number
   */
  embed(samples: Float32Array): Promise<Float32Array>;
}

/** Embeddings of several texts. */
export interface TextEmbeddings {
  /** texts × dimensions, row by row; each row has length 1, unless the card leaves rows unscaled. */
  readonly vectors: Float32Array;
  /** Words that the backbone does not know and skipped, each once, in order of appearance. */
  readonly outOfVocabulary: readonly string[];
}

/** A frozen backbone for text. */
export interface TextBackbone extends Backbone {
  /** It takes text. */
  readonly modality: "text";
  /**
   * The embeddings of texts, all finite; the same texts in one call always give the same bits.
   * @throws {UnusableText} when the backbone knows no part of a text, or returns numbers for it that are not finite
   */
  embed(texts: readonly string[]): Promise<TextEmbeddings>;
}

/** One of several texts cannot be embedded; the others may still be usable. */
export class UnusableText extends InputError {
  /** Index of the text, from 0. */
  readonly index: number;

  /** Creates the error of the text at `index`. */
  constructor(index: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.index = index;
  }
}

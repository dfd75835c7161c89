/**
 * Backbone cards: JSON that says how a frozen ONNX model is run as its authors meant it, and what it was trained on.
 * @module
 */
import type { Clip, FrontEnd } from "../audio/front_end/configuration.ts";
import type { Pooling } from "./pooling.ts";
import type { InputAxis } from "./window_batches.ts";

/** The schema's name and version. */
export const CARD_SCHEMA = "earnest/backbone/1";

/** A file that a card names. */
export interface CardFile {
  /**
   * A path relative to the card, inside its folder unless `allowOutside`, in which `${NAME}` and `${NAME:-default}` stand
   * for environment variables ({@link CARD_VARIABLES}, and no others); or `hf:org/name@revision/path`, a file of the
   * Hugging Face Hub.
   */
  readonly file: string;
  /** Its SHA-256 as 64 hexadecimal digits; needed for files of the Hub. */
  readonly sha256?: string | undefined;
}

/** An ONNX model of a card. */
export interface CardStage extends CardFile {
  /** Files that hold its weights, by the names that the model has for them. */
  readonly externalData: readonly (CardFile & { readonly path: string })[];
  /** Name of its input; not needed where it has one. */
  readonly input?: string | undefined;
  /**
   * Axes of the first model's input: `batch` first, then `frames` and `bands` (or `samples` for a waveform) and lengths;
   * a length above 1, which must stand before them, repeats the window. Default for a waveform: batch, samples.
   */
  readonly shape?: readonly InputAxis[] | undefined;
  /** Name of its output; not needed where it has one. */
  readonly output?: string | undefined;
}

/** What the backbone was trained on. */
export interface CardLedger {
  /** Data sets; none where nothing was trained. */
  readonly trainingData: readonly string[] | "unknown";
  /** Labels, or the file that lists them: a label a line, or a column of a CSV file. */
  readonly trainingLabels:
    | readonly string[]
    | "none"
    | "unknown"
    | CardFile & { readonly column?: string | undefined };
  /** Where the model comes from: package, paper. */
  readonly source: string;
}

/** What all cards have. */
export interface CommonCard {
  /** The schema's name and version. */
  readonly schema: typeof CARD_SCHEMA;
  /** Name of the backbone in configurations and reports. */
  readonly name: string;
  /** Length of an embedding. */
  readonly dimensions: number;
  /** Licence of the model, in words. */
  readonly license: string;
  /** What the backbone was trained on. */
  readonly ledger: CardLedger;
}

/** A card for sound: resample, front end, ONNX models one after another, pooling. */
export interface AudioCard extends CommonCard {
  /** What goes in. */
  readonly modality: "audio";
  /** Sample rate of what the front end takes, in Hz. */
  readonly sampleRateHz?: number | undefined;
  /** How clips become windows; without it a clip is one window as it is. */
  readonly clip?: Clip | undefined;
  /** What is made of a window. */
  readonly frontEnd?: FrontEnd | undefined;
  /** A `preprocessor_config.json` that tells sample rate, clip and front end instead. */
  readonly preprocessor?: CardFile | undefined;
  /** The models; none where the front end's values are pooled. */
  readonly stages: readonly CardStage[];
  /** How all that the last model gives for a clip becomes one row. */
  readonly pooling: Pooling;
  /** Windows that the models are given at once. */
  readonly batch: number;
}

/** A card for text: tokens, an ONNX transformer, pooling. */
export interface TransformerCard extends CommonCard {
  /** What goes in. */
  readonly modality: "text";
  /** The `tokenizer.json`, and how many tokens a text has at most. */
  readonly tokenizer: CardFile & { readonly maxTokens: number };
  /** The model; without `output` its first one is taken. */
  readonly model: Pick<CardStage, "file" | "sha256" | "externalData" | "output">;
  /** How the rows of tokens become one: their mean, the first one's, or the model gives one itself. */
  readonly pooling: "none" | "mean" | "cls";
  /** Whether rows are scaled to length 1. */
  readonly normalize: boolean;
  /** Texts that the model is given at once. */
  readonly batch: number;
}

/** A card for text: the mean of the words' vectors. */
export interface WordsCard extends CommonCard {
  /** What goes in. */
  readonly modality: "text";
  /** The file of vectors and its format. */
  readonly words: CardFile & {
    readonly format: "glove" | "word2vec-text" | "word2vec-binary";
  };
}

/** A parsed card, every default filled in. */
export type BackboneCard = AudioCard | TransformerCard | WordsCard;

/**
 * Backbone cards: JSON that describes how to run a frozen ONNX model as its authors intended, and what it was trained
 * on.
 * @module
 */
import type { Clip, FrontEnd } from "../audio/front_end/configuration.ts";
import type { Pooling } from "./pooling.ts";
import type { OutputAxis } from "./output_rows.ts";
import type { InputAxis } from "./window_batches.ts";

/** The schema's name and version. */
export const CARD_SCHEMA = "earnest/backbone/1";

/** A file that a card names. */
export interface CardFile {
  /**
   * A path relative to the card, inside its folder unless `allowOutside`, in which `${NAME}` and `${NAME:-default}`
   * are replaced by environment variables ({@link CARD_VARIABLES} only); or `hf:org/name@revision/path`, a file of
   * the Hugging Face Hub.
   */
  readonly file: string;
  /** Its SHA-256 as 64 hexadecimal digits; required for files of the Hub. */
  readonly sha256?: string | undefined;
}

/** An ONNX model of a card. */
export interface CardStage extends CardFile {
  /** Files that hold its weights, by the names that the model uses for them. */
  readonly externalData: readonly (CardFile & { readonly path: string })[];
  /** Name of its input; optional if it has only one. */
  readonly input?: string | undefined;
  /**
   * Axes of the first model's input: `batch` first unless the model takes one window at a time, then `frames` and
   * `bands` (or `samples` for a waveform) and fixed lengths; a fixed length above 1 must stand before them and repeats
   * the window. Default: what the model's own input tells.
   */
  readonly shape?: readonly InputAxis[] | undefined;
  /** Name of its output; optional if it has only one. */
  readonly output?: string | undefined;
  /**
   * Axes of the last model's output: `dimensions` once, `batch` first unless the model has no batch, `frames` and fixed
   * lengths; needed where several axes have the length of a row.
   */
  readonly outputShape?: readonly OutputAxis[] | undefined;
}

/** What the backbone was trained on. */
export interface CardLedger {
  /** Data sets; an empty list if nothing was trained. */
  readonly trainingData: readonly string[] | "unknown";
  /** Labels, or the file that lists them: one label a line, or a column of a CSV file. */
  readonly trainingLabels:
    | readonly string[]
    | "none"
    | "unknown"
    | CardFile & { readonly column?: string | undefined };
  /** Where the model comes from: package or paper. */
  readonly source: string;
}

/** What all cards have in common. */
export interface CommonCard {
  /** The schema's name and version. */
  readonly schema: typeof CARD_SCHEMA;
  /** Name of the backbone in configurations and reports. */
  readonly name: string;
  /** Length of an embedding. */
  readonly dimensions: number;
  /** License of the model, in words. */
  readonly license: string;
  /** What the backbone was trained on. */
  readonly ledger: CardLedger;
}

/** A card for sound: resampling, front end, ONNX models in sequence, pooling. */
export interface AudioCard extends CommonCard {
  /** The card describes a backbone for sound. */
  readonly modality: "audio";
  /** Sample rate that the front end expects, in Hz. */
  readonly sampleRateHz?: number | undefined;
  /** How clips are cut into windows; without it, the whole clip is one window. */
  readonly clip?: Clip | undefined;
  /** What is computed from a window. */
  readonly frontEnd?: FrontEnd | undefined;
  /** A `preprocessor_config.json` that gives sample rate, clip and front end instead. */
  readonly preprocessor?: CardFile | undefined;
  /** The models; empty if the front end's values are pooled directly. */
  readonly stages: readonly CardStage[];
  /** How the last model's outputs for a clip become one row. */
  readonly pooling: Pooling;
  /** Windows in one run of the models. */
  readonly batch: number;
}

/** A card for text: tokenizer, ONNX transformer, pooling. */
export interface TransformerCard extends CommonCard {
  /** The card describes a backbone for text. */
  readonly modality: "text";
  /** The `tokenizer.json`, and the largest number of tokens of a text. */
  readonly tokenizer: CardFile & { readonly maxTokens: number };
  /** The model; its first output is used unless `output` names another. */
  readonly model: Pick<CardStage, "file" | "sha256" | "externalData" | "output">;
  /**
   * How the tokens' rows become one: their mean or maximum, the first or the last row, or `none` if the model itself
   * gives one row.
   */
  readonly pooling: "none" | "mean" | "max" | "cls" | "last";
  /** Whether rows are scaled to length 1. */
  readonly normalize: boolean;
  /** Texts in one run of the model. */
  readonly batch: number;
}

/** A card for text: the mean of the words' vectors. */
export interface WordsCard extends CommonCard {
  /** The card describes a backbone for text. */
  readonly modality: "text";
  /** The file of vectors and its format. */
  readonly words: CardFile & {
    readonly format: "glove" | "word2vec-text" | "word2vec-binary";
  };
}

/** A parsed card, every default filled in. */
export type BackboneCard = AudioCard | TransformerCard | WordsCard;

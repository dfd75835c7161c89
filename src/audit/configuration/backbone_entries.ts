/**
 * The backbones of a configuration: the ones to run, and those with ready-made embeddings.
 * @module
 */
import type { ItemPaths } from "./corpora.ts";

/** Where the embeddings of both sides come from: each side's array, else the backbone. */
export interface AudioSources {
  /**
   * A card's path, the name of a shipped backbone, or, with `ledger`, a model's folder or id of the Hub; with both arrays
   * it is not run, but its ledger counts.
   */
  readonly backbone?: string | undefined;
  /** The file that says what a model without a card was trained on. */
  readonly ledger?: string | undefined;
  /** Array or embedding set of the training items; where they are several corpora, one of each. */
  readonly training?: ItemPaths | undefined;
  /** Array or embedding set of the evaluation items; where they are several manifests, one of each. */
  readonly evaluation?: ItemPaths | undefined;
}

/** Where the logits of a backbone's training labels come from: a card, else an array and its labels. */
export interface LabelHeadSource {
  /** A card whose output is one logit for each of its ledger's training labels, in their order. */
  readonly backbone?: string | undefined;
  /** Array or embedding set of the evaluation items' logits. */
  readonly evaluation?: ItemPaths | undefined;
  /** The labels of the logits, in their order: a reference for `readLabels`, or a CSV file with a `display_name`. */
  readonly labels?: string | undefined;
}

/** The baseline, which represents no pre-training. */
export interface BaselineEntry extends AudioSources {
  /** Its name; default `log-mel-statistics`. */
  readonly name?: string | undefined;
}

/** A backbone that is the same as another but for the evaluation's labels, which its pre-training lacked. */
export interface TwinEntry extends AudioSources {
  /** Its name; default the other's name, then `twin`. */
  readonly name?: string | undefined;
}

/** An audio backbone. */
export interface AudioEntry extends AudioSources {
  /** Name of the backbone. */
  readonly name: string;
  /**
   * The baseline, which represents no pre-training. A side with neither array nor backbone gets `log-mel-statistics`,
   * which is also the default where both sides have sounds.
   */
  readonly baseline?: BaselineEntry | undefined;
  /** The backbone without the evaluation's labels in its pre-training. */
  readonly twin?: TwinEntry | undefined;
  /** The backbone's own classifier. */
  readonly labelHead?: LabelHeadSource | undefined;
}

/** Where the embeddings of texts come from. */
export interface TextSources {
  /**
   * A card's path, the name of a shipped backbone, or, with `ledger`, a model's folder or id of the Hub; with `embeddings`,
   * only its ledger counts.
   */
  readonly backbone?: string | undefined;
  /** The file that says what a model without a card was trained on. */
  readonly ledger?: string | undefined;
  /** Ready-made embeddings: an array, or an embedding set. */
  readonly embeddings?: string | undefined;
  /** The manifest with the texts of the array's rows, in `text`, else `label`; an embedding set needs none. */
  readonly items?: string | undefined;
}

/** The baseline of a text backbone, which represents no pre-training. */
export interface TextBaselineEntry extends TextSources {
  /** Its name; default `character-ngrams`. */
  readonly name?: string | undefined;
}

/** A text backbone. */
export interface TextEntry extends TextSources {
  /** Name of the backbone. */
  readonly name: string;
  /** The baseline, which represents no pre-training; default the backbone `character-ngrams`. */
  readonly baseline?: TextBaselineEntry | undefined;
}

/** A published model's own shared space. */
export interface PublishedEntry {
  /** Name of the model. */
  readonly name: string;
  /** Array or embedding set of the evaluation items. */
  readonly audio: ItemPaths;
  /** Array or embedding set of texts that include the labels' prompts. */
  readonly text: string;
  /** The manifest with the texts of the array's rows; an embedding set needs none. */
  readonly textItems?: string | undefined;
}

/**
 * The backbones of a configuration: the ones to run, and those with ready-made embeddings.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
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

const path = z.string().min(1);
const name = z.string().max(200).refine((text) => text.trim() !== "", "expected a name");

const arrays: z.ZodType<ItemPaths> = z.union([path, z.array(path).min(1)], {
  error: "expected a path, or a list of paths",
});

const sources = {
  backbone: path.optional(),
  ledger: path.optional(),
  training: arrays.optional(),
  evaluation: arrays.optional(),
};

const labelHead = z.strictObject({
  backbone: path.optional(),
  evaluation: arrays.optional(),
  labels: path.optional(),
}).refine(
  ({ backbone, evaluation, labels }) =>
    backbone === undefined
      ? evaluation !== undefined && labels !== undefined
      : evaluation === undefined && labels === undefined,
  'expected either "backbone", or both "evaluation" and "labels"',
);

/** The schema of an {@link AudioEntry}; `sideIssues` checks that each side has embeddings. */
export const audioEntry: z.ZodType<AudioEntry> = z.strictObject({
  name,
  ...sources,
  baseline: z.strictObject({ name: name.optional(), ...sources }).optional(),
  twin: z.strictObject({ name: name.optional(), ...sources }).optional(),
  labelHead: labelHead.optional(),
});

const textSources = {
  backbone: path.optional(),
  ledger: path.optional(),
  embeddings: path.optional(),
  items: path.optional(),
};

/** The schema of a {@link TextEntry}. */
export const textEntry: z.ZodType<TextEntry> = z.strictObject({
  name,
  ...textSources,
  baseline: z.strictObject({ name: name.optional(), ...textSources }).optional(),
}).check(({ value: { backbone, embeddings, items, baseline = {} }, issues }) => {
  const need = (path: string[], message: string) =>
    issues.push({ code: "custom", input: undefined, path, message });
  if (backbone === undefined && embeddings === undefined) {
    need(["backbone"], 'expected a backbone, or ready-made "embeddings"');
  }
  const unlisted = 'expected the array whose texts "items" lists';
  if (items !== undefined && embeddings === undefined) need(["embeddings"], unlisted);
  if (baseline.items !== undefined && baseline.embeddings === undefined) {
    need(["baseline", "embeddings"], unlisted);
  }
});

/** The schema of a {@link PublishedEntry}. */
export const publishedEntry: z.ZodType<PublishedEntry> = z.strictObject({
  name,
  audio: arrays,
  text: path,
  textItems: path.optional(),
});

/** What is wrong with a side of a backbone: the path of the key, what was found, and what is expected. */
export interface SideIssue {
  readonly path: (string | number)[];
  readonly input: unknown;
  readonly message: string;
}

/** Returns the sides of audio entries and twins that have no embeddings, or that have embeddings but no items. */
export function sideIssues(entries: readonly AudioEntry[], hasTraining: boolean): SideIssue[] {
  return entries.flatMap((entry, i) => {
    const sides = hasTraining ? ["training", "evaluation"] as const : ["evaluation"] as const;
    const { baseline, twin } = entry;
    const missing = (sources: AudioSources, path: (string | number)[]) =>
      sides.filter((side) => !sources.backbone && sources[side] === undefined)
        .map((side) => [...path, side]);
    const superfluous = hasTraining ? [] : [
      { path: [i, "training"], input: entry.training },
      { path: [i, "baseline", "training"], input: baseline?.training },
      { path: [i, "twin", "training"], input: twin?.training },
    ].filter(({ input }) => input !== undefined);
    return [
      ...[...missing(entry, [i]), ...(twin ? missing(twin, [i, "twin"]) : [])].map((path) => ({
        path,
        input: undefined,
        message: 'expected an array or embedding set, or a "backbone" that is run instead',
      })),
      ...superfluous.map((one) => ({
        ...one,
        message: 'expected none, since "training" names no items',
      })),
    ];
  });
}

/**
 * The schemas of backbones in a configuration.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import type { AudioEntry, AudioSources, PublishedEntry, TextEntry } from "./backbone_entries.ts";
import type { ItemPaths } from "./corpora.ts";
import { described } from "../../basics/described.ts";

const path = z.string().min(1);
const name = z.string().max(200).refine((text) => text.trim() !== "", "expected a name")
  .meta({ pattern: "\\S" });

const arrays: z.ZodType<ItemPaths> = z.union([path, z.array(path).min(1)], {
  error: "expected a path, or a list of paths",
});

const BACKBONE =
  "The path of a card, the name of a shipped backbone, or, with `ledger`, a model without a card: " +
  "its folder, or its id of the Hub.";
const ledger = described(
  path.optional(),
  "The JSON file that says what a model without a card was trained on.",
  "none",
);

const sources = {
  backbone: described(
    path.optional(),
    `${BACKBONE} It is run for each side that has no embeddings here; with embeddings on both ` +
      "sides only its ledger counts.",
    "none: both sides have embeddings",
  ),
  ledger,
  training: described(
    arrays.optional(),
    "Ready-made embeddings of the training items: an array (`.npy`, `.npz`, `.safetensors`, " +
      "`.parquet`; `file.npz#name` chooses one of several) with a row for each item of the manifest, " +
      "before `where`, or the folder of an embedding set. Of several manifests, a list with one each.",
    "the backbone is run",
  ),
  evaluation: described(
    arrays.optional(),
    "Ready-made embeddings of the evaluation items, as in `training`.",
    "the backbone is run",
  ),
};

const labelHead = z.strictObject({
  backbone: described(
    path.optional(),
    "A card whose output is one logit for each label of its ledger.",
    "none",
  ),
  evaluation: described(
    arrays.optional(),
    "In place of a card: array or embedding set of the evaluation items' logits.",
    "none",
  ),
  labels: described(
    path.optional(),
    "With `evaluation`: the file that lists the logits' labels, in their order.",
    "none",
  ),
}).refine(
  ({ backbone, evaluation, labels }) =>
    backbone === undefined
      ? evaluation !== undefined && labels !== undefined
      : evaluation === undefined && labels === undefined,
  'expected either "backbone", or both "evaluation" and "labels"',
).meta({
  oneOf: [
    {
      required: ["backbone"],
      not: { anyOf: [{ required: ["evaluation"] }, { required: ["labels"] }] },
    },
    { required: ["evaluation", "labels"], not: { required: ["backbone"] } },
  ],
});

/** The schema of an {@link AudioEntry}; `sideIssues` checks that each side has embeddings. */
export const audioEntry: z.ZodType<AudioEntry> = z.strictObject({
  name: described(name, "The backbone's name in results and report."),
  ...sources,
  baseline: described(
    z.strictObject({
      name: described(name.optional(), "Its name.", "`log-mel-statistics`"),
      ...sources,
    }).optional(),
    "What represents no pre-training of sounds. A side with neither embeddings nor a backbone gets " +
      "`log-mel-statistics`.",
    "`log-mel-statistics` where both sides have sounds, else none",
  ),
  twin: described(
    z.strictObject({
      name: described(name.optional(), "Its name.", "the backbone's, then `twin`"),
      ...sources,
    }).optional(),
    "The same backbone, pre-trained without the evaluation's labels; see " +
      "[Twins](audit.md#twins). It needs `attribution`.",
    "none",
  ),
  labelHead: described(
    labelHead.optional(),
    "The backbone's own classifier, whose accuracy is reported beside the others: either `backbone`, " +
      "or `evaluation` and `labels`.",
    "none",
  ),
});

const textSources = {
  backbone: described(
    path.optional(),
    `${BACKBONE} With \`embeddings\` only its ledger counts.`,
    "none: there are `embeddings`",
  ),
  ledger,
  embeddings: described(
    path.optional(),
    "Ready-made embeddings: an array with a row for each text of `items`, or an embedding set.",
    "the backbone is run",
  ),
  items: described(
    path.optional(),
    "The manifest with the texts of the array's rows, in `text`, else `label`; an embedding set " +
      "needs none.",
    "none",
  ),
};
const itemsNeedArray = { dependencies: { items: ["embeddings"] } };

/** The schema of a {@link TextEntry}. */
export const textEntry: z.ZodType<TextEntry> = z.strictObject({
  name: described(name, "The backbone's name in results and report."),
  ...textSources,
  baseline: described(
    z.strictObject({
      name: described(name.optional(), "Its name.", "`character-ngrams`"),
      ...textSources,
    }).meta(itemsNeedArray).optional(),
    "What represents no pre-training of texts. It is trained on clean pairs, for the parts baseline " +
      "features and text backbone.",
    "`character-ngrams`",
  ),
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
}).meta({
  anyOf: [{ required: ["backbone"] }, { required: ["embeddings"] }],
  ...itemsNeedArray,
});

/** The schema of a {@link PublishedEntry}. */
export const publishedEntry: z.ZodType<PublishedEntry> = z.strictObject({
  name: described(name, "The model's name in results and report."),
  audio: described(
    arrays,
    "Embeddings of the evaluation items in the shared space: an array with a row for each item of " +
      "the manifest, before `where`, or an embedding set.",
  ),
  text: described(
    path,
    "Embeddings of texts in the shared space, among them each label's prompts: an array or an " +
      "embedding set.",
  ),
  textItems: described(
    path.optional(),
    "The manifest with the texts of the array's rows; an embedding set needs none.",
    "none",
  ),
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

/**
 * The schema of an audit's configuration, with what each key is.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { DIVERSITIES, DOSES } from "../../leakage/pools/series.ts";
import { audioEntry, publishedEntry, sideIssues, textEntry } from "./backbone_schema.ts";
import { CONDITIONS } from "./conditions.ts";
import { itemPaths, soundColumn, textIssues, trainingEntries, whereSchema } from "./corpora.ts";
import { described } from "../../basics/described.ts";
import { leakageSchema } from "./leakage_schema.ts";
import { distinct } from "./lists.ts";
import { LABEL_PLACE } from "./prompts.ts";
import { optimizerSchema, projectorSchema } from "./training_schema.ts";

const positive = z.int().min(1);

/** A list of numbers, each larger than the one before. */
const rising = (value: z.ZodType<number>) =>
  z.array(value).refine(
    (list) => list.every((one, i) => i === 0 || one > list[i - 1]!),
    "expected rising numbers",
  ).meta({ uniqueItems: true });

const evaluationSchema = z.strictObject({
  items: described(
    itemPaths,
    "The items to be named: a manifest, the folder of a [data set](datasets.md), a table of the Hub " +
      "or a webdataset archive, or a list of these. Paths are relative to the configuration.",
  ),
  labelColumn: described(z.string().default("label"), "The column of labels."),
  labelSeparator: described(
    z.string().min(1).optional(),
    "What is between the labels of an item, such as `,`; see " +
      "[several labels an item](audit.md#several-labels-an-item). Lists in JSON Lines need none.",
    "`,` in tables of FSD50K and AudioSet, else none",
  ),
  where: whereSchema,
  prompts: described(
    distinct(
      z.string().max(1000).refine(
        (template) => template.includes(LABEL_PLACE),
        `expected a template with ${LABEL_PLACE} in it`,
      ).meta({ pattern: "\\{label\\}" }),
    ).default([LABEL_PLACE]),
    "Templates of a label's texts; several make an ensemble, and each alone is reported.",
  ),
  classFolds: described(
    positive.default(1),
    "Number of groups of classes, each held out once; see " +
      "[class folds and pools](audit.md#class-folds-and-pools).",
  ),
  soundColumn,
});

/** The schema of a configuration; `parseConfiguration` takes `$schema` out of what it parses. */
export const configurationSchema = z.strictObject({
  $schema: described(
    z.string().optional(),
    "The JSON Schema that editors use; the audit does not look at it.",
    "none",
  ),
  evaluation: described(evaluationSchema, "The items to be named."),
  training: described(
    trainingEntries.optional(),
    "The pairs to train on: one entry, or a list with one for each corpus; see " +
      "[caption corpora](audit.md#caption-corpora). It may be left out with " +
      "`evaluation.classFolds` of 2 or more: each class's recordings are then dealt into a training " +
      "and an evaluation half.",
    "halves of the evaluation",
  ),
  audio: described(
    z.array(audioEntry).min(1),
    "Audio backbones. Each side comes from its embeddings here, else the backbone is run.",
  ),
  text: described(z.array(textEntry).min(1), "Text backbones."),
  published: described(
    z.array(publishedEntry).default([]),
    "Models' own shared spaces, evaluated as they are, without training.",
  ),
  projector: described(projectorSchema, "The projectors that are trained."),
  optimizer: described(optimizerSchema, "How they are trained."),
  seeds: described(
    distinct(z.int().min(0).max(2 ** 32 - 1)).default([0, 1, 2, 3, 4]),
    "Training seeds.",
  ),
  conditions: described(
    distinct(z.enum(CONDITIONS)).default([...CONDITIONS]),
    "What is trained on: every pair (`dirty`), without the flagged ones (`clean`), without as many " +
      "unflagged ones (`control`), clean pairs with shuffled texts (`shuffled`), or nothing " +
      "(`untrained`); see [pools](pools.md).",
  ),
  attribution: described(
    z.boolean().default(true),
    "Whether all 16 cells are trained for each backbone with a baseline (8 without), and the text " +
      "baselines and twins. Random codes of captions are made of WordNet lemmas.",
  ),
  leakDose: described(
    rising(z.number().min(0).max(1)).default([...DOSES]),
    "Shares of the flagged pairs that the curve of doses keeps; `[]` leaves it out.",
  ),
  diversity: described(
    rising(z.number().positive().max(1)).default([...DIVERSITIES]),
    "Shares of the clean pool's classes that the curve of diversity keeps; `[]` leaves it out.",
  ),
  shuffles: described(
    positive.max(100_000).default(20),
    "Least number of trainings with shuffled texts, over all class folds.",
  ),
  bootstrap: described(
    z.int().min(100).max(1_000_000).default(2000),
    "Number of bootstrap resamples.",
  ),
  leakage: described(leakageSchema, "How leaks are found, and what they take out of the pools."),
  notes: described(
    z.array(z.string()).default([]),
    "Sentences about the data that the report repeats.",
  ),
}).check(({ value: { audio, training, evaluation, attribution }, issues }) => {
  const add = (path: (string | number)[], input: unknown, message: string) =>
    issues.push({ code: "custom", input, path, message });
  if (training === undefined && evaluation.classFolds < 2) {
    const message = 'expected training items, or "evaluation.classFolds" of 2 or more';
    add(["training"], undefined, message);
  }
  for (const { path, input } of textIssues(training)) {
    add(path, input, 'expected either "text", a template, or "textColumn"');
  }
  for (const { path, input, message } of sideIssues(audio, training !== undefined)) {
    add(["audio", ...path], input, message);
  }
  for (const [i, { twin }] of audio.entries()) {
    if (twin === undefined || attribution) continue;
    add(["audio", i, "twin"], twin, 'expected none, since "attribution" is false');
  }
}).meta({
  anyOf: [
    { required: ["training"] },
    {
      properties: {
        evaluation: { required: ["classFolds"], properties: { classFolds: { minimum: 2 } } },
      },
    },
  ],
});

/**
 * The corpora of a configuration: what is trained on, and what is to be named.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { recordOf } from "../../basics/record_schema.ts";
import type { Where } from "../../datasets/where.ts";
import { described } from "../../basics/described.ts";

/** One manifest or data set's folder, or several that are read in one way. */
export type ItemPaths = string | readonly string[];

/** Pairs to train on: one corpus, or several that are read in one way. */
export interface TrainingEntry {
  /** Their manifest, or a data set's folder. */
  readonly items: ItemPaths;
  /** The column of labels; default `label`, where the manifest has it. Captions need no labels. */
  readonly labelColumn?: string | undefined;
  /** Keeps the rows whose column has one of the values. */
  readonly where: Where;
  /** Template of the text, in which `{column}` is replaced by a column's value; default the label, else the captions. */
  readonly text?: string | undefined;
  /** The column of texts, in place of a template. */
  readonly textColumn?: string | undefined;
  /** The column that tells which rows are captions of one sound; default `file_name`, else `id`. */
  readonly soundColumn?: string | undefined;
}

/** The training of a configuration: one entry, or one for each corpus. */
export type TrainingEntries = TrainingEntry | readonly TrainingEntry[];

/** One corpus, which is one manifest or folder, with the key that names it. */
export interface Corpus extends TrainingEntry {
  readonly items: string;
  /** The key of the configuration, for messages. */
  readonly key: string;
}

/** The schema of {@link ItemPaths}. */
export const itemPaths: z.ZodType<ItemPaths> = z.union([
  z.string(),
  z.array(z.string()).min(1),
], { error: "expected a path, or a list of paths" });

/** A value of a table, which has only texts. */
const cell = z.union([z.string(), z.union([z.number(), z.boolean()]).transform(String)], {
  error: "expected a text, a number, true or false",
});

/** The schema of what is kept. */
export const whereSchema = described(
  recordOf(z.array(cell).min(1)).default({}).meta({
    type: "object",
    additionalProperties: {
      type: "array",
      items: { type: ["string", "number", "boolean"] },
      minItems: 1,
    },
  }),
  'Keeps the rows whose column is in the list: `{ "fold": [1, 2] }`. Several columns all count.',
  "all rows",
);

/** The schema of a column that tells which rows are of one sound. */
export const soundColumn = described(
  z.string().optional(),
  "The column that tells which rows are captions of one sound.",
  "`file_name`, else `id`",
);

const entry = z.strictObject({
  items: described(
    itemPaths,
    "A manifest, the folder of a [data set](datasets.md), a table of the Hub or a webdataset " +
      "archive, or a list of these. Paths are relative to the configuration.",
  ),
  labelColumn: described(
    z.string().optional(),
    "The column of labels. Captions need none.",
    "`label`, where there is one",
  ),
  where: whereSchema,
  text: described(
    z.string().optional(),
    "Template of the text over the columns: `{category}` is replaced by that column, and `_` reads " +
      "as a space. Either this or `textColumn`.",
    "the label, else all captions",
  ),
  textColumn: described(
    z.string().optional(),
    "The column of texts, in place of a template. A list in it is as many captions.",
    "the label, else all captions",
  ),
  soundColumn,
}).meta({ not: { required: ["text", "textColumn"] } });

/** The schema of {@link TrainingEntries}; `textIssues` checks their texts. */
export const trainingEntries = z.union([entry, z.array(entry).min(1)]);

/** Returns the entries that name both a template and a column, by their keys. */
export function textIssues(
  training: TrainingEntries | undefined,
): { readonly path: (string | number)[]; readonly input: TrainingEntry }[] {
  return entriesOf(training).flatMap(({ path, input }) =>
    input.text === undefined || input.textColumn === undefined ? [] : [{ path, input }]
  );
}

/**
 * Returns the training corpora in the order of the configuration; none where nothing is named.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const corpora = corporaOf([{ items: "clotho", where: {} }, { items: ["a.csv", "b.csv"], where: {} }]);
 * assert.deepEqual(corpora.map(({ key, items }) => [key, items]), [
 *   ["training[0]", "clotho"],
 *   ["training[1]", "a.csv"],
 *   ["training[1]", "b.csv"],
 * ]);
 * ```
 */
export function corporaOf(training: TrainingEntries | undefined): Corpus[] {
  return entriesOf(training).flatMap(({ path, input }) => {
    const [name, at] = path;
    const key = at === undefined ? `${name}` : `${name}[${at}]`;
    return pathsOf(input.items).map((items) => ({ ...input, items, key }));
  });
}

/** Returns the manifests and folders of one entry. */
export function pathsOf(items: ItemPaths): readonly string[] {
  return typeof items === "string" ? [items] : items;
}

function entriesOf(
  training: TrainingEntries | undefined,
): { readonly path: (string | number)[]; readonly input: TrainingEntry }[] {
  if (training === undefined) return [];
  // Array.isArray does not tell a read-only list from the rest.
  const isOne = "items" in training;
  if (isOne) return [{ path: ["training"], input: training }];
  return training.map((input, i) => ({ path: ["training", i], input }));
}

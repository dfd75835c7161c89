/**
 * Parses backbone cards from JSON into plain types.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { clipSchema, frontEndSchema } from "../audio/front_end/schema.ts";
import { parseJson } from "../basics/parse_json.ts";
import {
  type AudioCard,
  type BackboneCard,
  CARD_SCHEMA,
  type CardLedger,
  type TransformerCard,
  type WordsCard,
} from "./card.ts";

const text = z.string().min(1);
const count = z.int().min(1);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hexadecimal digits");
const pinned = <File extends { file: string; sha256?: string | undefined }>(
  file: z.ZodType<File>,
) =>
  file.refine(
    ({ file, sha256 }) => !file.startsWith("hf:") || sha256 !== undefined,
    "expected a sha256 beside a file of the Hugging Face Hub",
  );
const path = text.refine((path) => !path.includes("\0"), "expected a path without a NUL character");
const file = { file: path, sha256: sha256.optional() };
const plainFile = pinned(z.strictObject(file));

const dimension = z.union([
  count,
  z.enum(["batch", "frames", "bands", "samples"]),
], { error: 'expected "batch", "frames", "bands", "samples" or a length' });

const outputShape = z.array(z.union([
  count,
  z.enum(["batch", "frames", "dimensions"]),
], { error: 'expected "batch", "frames", "dimensions" or a length' })).min(1).max(4).refine(
  (axes) => axes.filter((axis) => axis === "dimensions").length === 1,
  'expected "dimensions" once',
).refine((axes) => axes.lastIndexOf("batch") <= 0, 'expected "batch" first, if at all');

const externalData = z.array(pinned(z.strictObject({ path: text, ...file }))).default([]);

const stage = pinned(z.strictObject({
  ...file,
  externalData,
  input: text.optional(),
  shape: z.array(dimension).min(1).max(8).optional(),
  output: text.optional(),
  outputShape: outputShape.optional(),
}));

const ledger = z.strictObject({
  trainingData: z.union([z.array(text), z.literal("unknown")], {
    error: 'expected a list of data sets, or "unknown"',
  }),
  trainingLabels: z.union([
    z.array(text),
    z.enum(["none", "unknown"]),
    pinned(z.strictObject({ ...file, column: text.optional() })),
  ], { error: 'expected a list of labels, "none", "unknown", or the file that lists them' }),
  source: text,
});

const common = {
  schema: z.literal(CARD_SCHEMA),
  name: text,
  dimensions: count.max(1_000_000),
  license: text,
  ledger,
};

const audio = z.strictObject({
  ...common,
  modality: z.literal("audio"),
  sampleRateHz: z.int().min(1000).max(768_000).optional(),
  clip: clipSchema.optional(),
  frontEnd: frontEndSchema.optional(),
  preprocessor: plainFile.optional(),
  stages: z.array(stage).max(8).refine(
    (stages) => stages.slice(1).every(({ shape }) => shape === undefined),
    "expected a shape only for the first stage: later stages take the output of the one before",
  ).refine(
    (stages) => stages.slice(0, -1).every(({ outputShape }) => outputShape === undefined),
    "expected an outputShape only for the last stage: the output of the others is not pooled",
  ),
  pooling: z.enum(["none", "mean", "max", "mean-deviation"]).default("none"),
  batch: count.max(4096).default(1),
}).refine(
  ({ sampleRateHz, frontEnd, clip, preprocessor }) =>
    preprocessor === undefined
      ? sampleRateHz !== undefined && frontEnd !== undefined
      : sampleRateHz === undefined && frontEnd === undefined && clip === undefined,
  "expected either sampleRateHz and frontEnd, or a preprocessor file that gives them",
) satisfies z.ZodType<AudioCard>;

const transformer = z.strictObject({
  ...common,
  modality: z.literal("text"),
  tokenizer: pinned(z.strictObject({ ...file, maxTokens: count.min(2).max(1_000_000) })),
  model: pinned(z.strictObject({ ...file, externalData, output: text.optional() })),
  pooling: z.enum(["none", "mean", "max", "cls", "last"]),
  normalize: z.boolean(),
  batch: count.max(4096).default(32),
}) satisfies z.ZodType<TransformerCard>;

const words = z.strictObject({
  ...common,
  modality: z.literal("text"),
  words: pinned(z.strictObject({
    ...file,
    format: z.enum(["glove", "word2vec-text", "word2vec-binary"]),
  })),
}) satisfies z.ZodType<WordsCard>;

/** A ledger by itself, whose labels are listed in it. */
const givenLedger = ledger.extend({
  trainingLabels: z.union([z.array(text), z.enum(["none", "unknown"])], {
    error: 'expected a list of labels, "none" or "unknown"',
  }),
});

/**
 * Parses the ledger of a card that is to be drafted.
 *
 * @throws {InputError} as {@link parseCard}
 */
export function parseLedger(text: string, name: string): CardLedger {
  return parseJson(text, name, givenLedger);
}

/** The fields that decide which kind a card is. */
const kind = z.looseObject({ modality: z.enum(["audio", "text"]), words: z.unknown().optional() });

/**
 * Parses a card.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} that names the key, quotes what was found and says what was expected
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const card = {
 *   schema: "earnest/backbone/1",
 *   name: "vectors",
 *   modality: "text",
 *   dimensions: 300,
 *   license: "PDDL 1.0",
 *   words: { file: "glove.6B.300d.txt", format: "glove" },
 *   ledger: { trainingData: ["Wikipedia 2014"], trainingLabels: "none", source: "Stanford NLP" },
 * };
 * assert.equal(parseCard(JSON.stringify(card), "card.json").name, "vectors");
 * assert.throws(
 *   () => parseCard(JSON.stringify({ ...card, lisense: "?" }), "card.json"),
 *   /unknown key "lisense"; did you mean "license"\?/,
 * );
 * ```
 */
export function parseCard(text: string, name: string): BackboneCard {
  const { modality, words: vectors } = parseJson(text, name, kind);
  if (modality === "audio") return parseJson(text, name, audio);
  return vectors === undefined ? parseJson(text, name, transformer) : parseJson(text, name, words);
}

/**
 * Parses backbone cards from JSON into plain types.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { clipSchema, frontEndSchema } from "../audio/front_end/schema.ts";
import { described } from "../basics/described.ts";
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
  ).meta({
    if: { properties: { file: { type: "string", pattern: "^hf:" } }, required: ["file"] },
    then: { required: ["sha256"] },
  });
const path = text.refine((path) => !path.includes("\0"), "expected a path without a NUL character");
const file = {
  file: described(
    path,
    "Its path, relative to the card, or `hf:org/name@commit/path` on the Hugging Face Hub.",
  ),
  sha256: described(
    sha256.optional(),
    "Its SHA-256, which is checked; files of the Hub need one.",
    "none",
  ),
};
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

const externalData = described(
  z.array(pinned(z.strictObject({
    path: described(text, "What the model calls it."),
    ...file,
  }))).default([]),
  "Files of weights beside the model.",
);

const stage = pinned(z.strictObject({
  ...file,
  externalData,
  input: described(text.optional(), "Name of its input.", "the only one"),
  shape: described(
    z.array(dimension).min(1).max(8).optional(),
    "Axes of the first stage's input.",
    "what the model tells",
  ),
  output: described(text.optional(), "Name of its output.", "the only one"),
  outputShape: described(
    outputShape.optional(),
    "Axes of the last stage's output; needed where two are as long as a row.",
    "what the model tells",
  ),
}));

const ledger = z.strictObject({
  trainingData: described(
    z.union([z.array(text), z.literal("unknown")], {
      error: 'expected a list of data sets, or "unknown"',
    }),
    "The data sets that it was trained on.",
  ),
  trainingLabels: described(
    z.union([
      z.array(text),
      z.enum(["none", "unknown"]),
      pinned(z.strictObject({
        ...file,
        column: described(text.optional(), "The column of labels.", "a label a line"),
      })),
    ], { error: 'expected a list of labels, "none", "unknown", or the file that lists them' }),
    "The labels that it was trained with, or the file that lists them.",
  ),
  source: described(text, "Where that comes from, in words."),
});

const common = {
  $schema: described(
    z.string().optional(),
    "The JSON Schema that editors use; nothing else looks at it.",
    "none",
  ),
  schema: described(z.literal(CARD_SCHEMA), "What kind of file this is."),
  name: described(text, "The backbone's name."),
  dimensions: described(count.max(1_000_000), "Numbers of an embedding."),
  license: described(text, "The license of the model."),
  ledger: described(ledger, "What the model was trained on."),
};
const batch = (by: number) =>
  described(count.max(4096).default(by), "How many inputs the model takes at once.");

const audio = z.strictObject({
  ...common,
  modality: described(z.literal("audio"), "The model embeds sounds."),
  sampleRateHz: described(
    z.int().min(1000).max(768_000).optional(),
    "The sample rate to which sounds are brought.",
    "that of `preprocessor`",
  ),
  clip: described(clipSchema.optional(), "How clips become windows.", "clips as they are"),
  frontEnd: described(
    frontEndSchema.optional(),
    "What the model hears: a preset, with keys that replace the preset's, or all keys.",
    "that of `preprocessor`",
  ),
  preprocessor: described(
    plainFile.optional(),
    "A `preprocessor_config.json` of transformers in place of `sampleRateHz`, `frontEnd` and `clip`.",
    "none",
  ),
  stages: described(
    z.array(stage).max(8).refine(
      (stages) => stages.slice(1).every(({ shape }) => shape === undefined),
      "expected a shape only for the first stage: later stages take the output of the one before",
    ).refine(
      (stages) => stages.slice(0, -1).every(({ outputShape }) => outputShape === undefined),
      "expected an outputShape only for the last stage: the output of the others is not pooled",
    ),
    "ONNX models, one after another.",
  ),
  pooling: described(
    z.enum(["none", "mean", "max", "mean-deviation"]).default("none"),
    "How windows and moments become one row; `none` where one comes out.",
  ),
  batch: batch(1),
}).refine(
  ({ sampleRateHz, frontEnd, clip, preprocessor }) =>
    preprocessor === undefined
      ? sampleRateHz !== undefined && frontEnd !== undefined
      : sampleRateHz === undefined && frontEnd === undefined && clip === undefined,
  "expected either sampleRateHz and frontEnd, or a preprocessor file that gives them",
).meta({
  oneOf: [
    { required: ["sampleRateHz", "frontEnd"], not: { required: ["preprocessor"] } },
    {
      required: ["preprocessor"],
      not: { anyOf: ["sampleRateHz", "frontEnd", "clip"].map((key) => ({ required: [key] })) },
    },
  ],
});

const transformer = z.strictObject({
  ...common,
  modality: described(z.literal("text"), "The model embeds texts."),
  tokenizer: described(
    pinned(z.strictObject({
      ...file,
      maxTokens: described(count.min(2).max(1_000_000), "Most tokens of a text."),
    })),
    "The `tokenizer.json`.",
  ),
  model: described(
    pinned(z.strictObject({
      ...file,
      externalData,
      output: described(text.optional(), "Name of its output.", "the first"),
    })),
    "The ONNX transformer.",
  ),
  pooling: described(
    z.enum(["none", "mean", "max", "cls", "last"]),
    "How tokens become one row: over the attention mask, the first, the last, or none.",
  ),
  normalize: described(z.boolean(), "Whether rows get length 1."),
  batch: batch(32),
});

const words = z.strictObject({
  ...common,
  modality: described(z.literal("text"), "The vectors embed texts."),
  words: described(
    pinned(z.strictObject({
      ...file,
      format: described(
        z.enum(["glove", "word2vec-text", "word2vec-binary"]),
        "How the file is written.",
      ),
    })),
    "Word vectors.",
  ),
});

/** The kinds of cards. */
export const CARD_KINDS = { audio, transformer, words } as const;

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

/** Implements {@link parseCard}, which `doors/backbones/parse_card.ts` documents. */
export function parseCard(text: string, name: string): BackboneCard {
  const { modality, words: vectors } = parseJson(text, name, kind);
  if (modality === "audio") return withoutSchema(parseJson<Named<AudioCard>>(text, name, audio));
  return vectors === undefined
    ? withoutSchema(parseJson<Named<TransformerCard>>(text, name, transformer))
    : withoutSchema(parseJson<Named<WordsCard>>(text, name, words));
}

/** A card with the JSON Schema that an editor uses. */
type Named<Card> = Card & { readonly $schema?: string | undefined };

function withoutSchema<Card extends BackboneCard>({ $schema: _, ...card }: Named<Card>) {
  return card as unknown as Card;
}

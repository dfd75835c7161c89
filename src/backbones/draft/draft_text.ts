/**
 * Drafts the part of a card that runs a model for texts.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { TransformerCard } from "../card.ts";
import type { OnnxPort } from "../onnx/ports.ts";
import type { OnnxSession } from "../onnx/session.ts";
import { plainName } from "../onnx/second_inputs.ts";
import {
  batchInputs,
  type BatchShape,
  expectTextModel,
  hasMask,
  paddedLength,
} from "../text/batch.ts";
import { openTokenizer, type TextTokenizer } from "../text/tokenizer.ts";
import type { Choices } from "./choices.ts";
import { type ModelConfiguration, textConfigurations } from "./configurations.ts";
import type { ModelFiles } from "./model_files.ts";
import { likeliestOutput, openDrafted } from "./model_session.ts";
import { sentencePooling, usualPooling } from "./text_pooling.ts";
import { isOffset, tokenLimit } from "./token_limit.ts";
import { noteTokenizerDoubts } from "./tokenizer_doubts.ts";

/** The part of a card for texts. */
export type TextDraft = Pick<
  TransformerCard,
  "modality" | "dimensions" | "tokenizer" | "model" | "pooling" | "normalize"
>;

const TOKENIZER = "tokenizer.json";
/** Names of outputs with a row for each token, and of those with one for each text, the likeliest first. */
const OF_TOKENS = ["last_hidden_state", "token_embeddings", "hidden_states"];
const OF_TEXTS = ["text_embeds", "text_features", "sentence_embedding", "pooler_output"];

/**
 * Drafts it.
 *
 * @throws {InputError} when there is no tokenizer, or the model's inputs or outputs are not known
 */
export async function draftText(
  files: ModelFiles,
  model: string,
  configuration: ModelConfiguration | undefined,
  choices: Choices,
): Promise<TextDraft> {
  if (!files.paths.includes(TOKENIZER)) {
    throw new InputError(
      `"${quotable(files.reference)}" has no ${TOKENIZER}; write one with Python: transformers' ` +
        "AutoTokenizer.from_pretrained(MODEL, use_fast=True).save_pretrained(FOLDER)",
    );
  }
  const { session, stage } = await openDrafted(files, model);
  try {
    const fixed = expectTextModel(session.path, session.inputs);
    const told = await textConfigurations(files);
    const maxTokens = tokenLimit(told, configuration, fixed.tokens, choices);
    const sentences = await sentencePooling(files, choices);
    const output = outputOf(session, sentences !== undefined, choices);
    expectPositions(session, configuration, choices);
    if (fixed.tokens !== undefined && !hasMask(session.inputs)) {
      const why = `the model takes ${fixed.tokens} tokens and has no attention_mask`;
      choices.guessed("padding", "counts as text", why);
    }
    const tokenizer = await openTokenizer(
      { path: TOKENIZER, bytes: await files.bytes(TOKENIZER) },
      maxTokens,
    );
    await noteTokenizerDoubts(files, told, tokenizer, choices);
    const shape = await shapeOf(session, fixed, output, tokenizer);
    choices.told("dimensions", shape.at(-1)!, `the output's shape [${shape.join(", ")}]`);
    const isOneRow = shape.length === 2;
    const pooling = isOneRow ? "none" : sentences?.pooling ?? usualPooling(configuration, choices);
    if (isOneRow) choices.told("pooling", "none", "the model gives one row");
    if (!sentences) choices.told("normalize", false, "no file asks for it; cosines do not need it");
    return {
      modality: "text",
      dimensions: shape.at(-1)!,
      tokenizer: { ...await files.entry(TOKENIZER), maxTokens },
      model: { ...stage, output: output.name },
      pooling,
      normalize: sentences?.normalize ?? false,
    };
  } finally {
    await session.close();
  }
}

/** The output with embeddings: of tokens where sentence-transformers pools them, or where no other is projected. */
function outputOf(session: OnnxSession, arePooled: boolean, choices: Choices): OnnxPort {
  const projected = OF_TEXTS.slice(0, -1);
  const names = arePooled ? [...OF_TOKENS, ...OF_TEXTS] : [...projected, ...OF_TOKENS, ...OF_TEXTS];
  return likeliestOutput(session, names, choices);
}

/** Refuses positions that the model counts otherwise than they are filled in. */
function expectPositions(
  { inputs, path }: OnnxSession,
  configuration: ModelConfiguration | undefined,
  choices: Choices,
): void {
  if (!inputs.some((port) => plainName(port) === "position_ids")) return;
  const kind = configuration?.model_type;
  if (!kind) {
    const why = "config.json tells no kind of model; some count from the padding token's id";
    return choices.guessed("position_ids", "from 0", why);
  }
  if (!isOffset(kind)) return;
  throw new InputError(
    `"${quotable(path)}" takes position_ids, which models of the kind "${quotable(kind)}" count ` +
      "from the padding token's id, and cards from 0: export it without them",
  );
}

/** Runs the model on a text, and returns the shape of its output. */
async function shapeOf(
  session: OnnxSession,
  fixed: BatchShape,
  output: OnnxPort,
  tokenizer: TextTokenizer,
): Promise<readonly number[]> {
  const texts = [tokenizer.encode("a dog barks")];
  const length = paddedLength(texts, fixed);
  const inputs = batchInputs(session.path, texts, tokenizer.padId, session.inputs, length);
  const { [output.name]: found } = await session.run(inputs, [output.name]);
  const { shape } = found!;
  if (shape.length === 2 || shape.length === 3) return shape;
  throw new InputError(
    `"${quotable(session.path)}" gives ${quotable(output.name)} [${
      shape.join(", ")
    }] for a text; ` +
      "expected texts × numbers, or texts × tokens × numbers",
  );
}

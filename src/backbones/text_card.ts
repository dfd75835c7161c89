/**
 * A backbone for text as its card describes it: tokens, an ONNX transformer and pooling; or the mean of word vectors.
 * @module
 */
import type { BackboneLedger, TextBackbone } from "./backbone.ts";
import type { TransformerCard, WordsCard } from "./card.ts";
import type { CardFiles } from "./card_files.ts";
import type { OnnxOptions } from "./onnx/session.ts";
import { readOnnxFile } from "./onnx_file.ts";
import { openTransformer } from "./text/transformer.ts";

/**
 * Opens the backbone of a card.
 *
 * @throws {InputError} when a file is missing or another than the card says, or a model does not fit the card
 * @throws {SurroundingsError} when a file cannot be fetched
 */
export function openTextCard(
  card: TransformerCard | WordsCard,
  ledger: BackboneLedger,
  files: CardFiles,
  options: OnnxOptions = {},
): Promise<TextBackbone> {
  return "words" in card
    ? Promise.reject(new Error("words"))
    : openTransformerCard(card, ledger, files, options);
}

async function openTransformerCard(
  card: TransformerCard,
  ledger: BackboneLedger,
  files: CardFiles,
  options: OnnxOptions,
): Promise<TextBackbone> {
  const { pooling, normalize, batch, model: { output }, tokenizer: { maxTokens } } = card;
  const tokenizer = await files.read(card.tokenizer);
  const { file: model, hashes } = await readOnnxFile(card.model, files);
  return await openTransformer({
    ledger,
    tokenizer: { path: tokenizer.name, bytes: tokenizer.bytes },
    model,
    maxTokens,
    pooling,
    normalize,
    ...(output === undefined ? {} : { output }),
    batch,
    run: options,
    identity: {
      name: card.name,
      tokenizer: tokenizer.sha256,
      model: hashes,
      output,
      maxTokens,
      pooling,
      normalize,
      batch,
    },
  });
}

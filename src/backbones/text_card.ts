/**
 * Opens a backbone for text as its card describes it: tokenizer, ONNX transformer and pooling; or the mean of word
 * vectors.
 * @module
 */
import type { BackboneLedger, TextBackbone } from "./backbone.ts";
import type { TransformerCard, WordsCard } from "./card.ts";
import type { CardFiles } from "./card_files.ts";
import type { OnnxOptions } from "./onnx/session.ts";
import { readOnnxFile } from "./onnx_file.ts";
import { onnxIdentity } from "./onnx/runtime.ts";
import { readAgain } from "./read_again.ts";
import { TOKENIZERS } from "./text/tokenizer.ts";
import { openTransformer } from "./text/transformer.ts";
import { vocabularyOf } from "./word_vectors.ts";
import { openWordVectors } from "./word_vectors_file.ts";

/** How to open a card for text. */
export interface TextOptions extends OnnxOptions {
  /** All texts that will be embedded: only their words are kept from a file of word vectors. */
  readonly texts?: readonly string[];
}

/**
 * Opens the backbone of a card.
 *
 * @throws {InputError} when a file is missing or has another SHA-256 than the card says, or a model does not fit the
 * card
 * @throws {SurroundingsError} when a file cannot be fetched
 */
export function openTextCard(
  card: TransformerCard | WordsCard,
  ledger: BackboneLedger,
  files: CardFiles,
  options: TextOptions = {},
): Promise<TextBackbone> {
  return "words" in card
    ? openWordsCard(card, ledger, files, options)
    : openTransformerCard(card, ledger, files, options);
}

async function openTransformerCard(
  card: TransformerCard,
  ledger: BackboneLedger,
  files: CardFiles,
  options: OnnxOptions,
): Promise<TextBackbone> {
  const { pooling, normalize, batch, model: { output }, tokenizer: { maxTokens } } = card;
  const tokenizer = await readAgain(async () => {
    const { name, bytes, sha256 } = await files.read(card.tokenizer);
    return { file: { path: name, bytes }, hashes: sha256 };
  });
  const model = await readAgain(() => readOnnxFile(card.model, files));
  return await openTransformer({
    ledger,
    tokenizer: tokenizer.take,
    model: model.take,
    maxTokens,
    pooling,
    normalize,
    ...(output === undefined ? {} : { output }),
    batch,
    run: options,
    identity: {
      name: card.name,
      tokenizer: tokenizer.hashes,
      model: model.hashes,
      output,
      maxTokens,
      pooling,
      normalize,
      batch,
      tokenizers: TOKENIZERS,
      ...onnxIdentity(options),
    },
  });
}

async function openWordsCard(
  card: WordsCard,
  ledger: BackboneLedger,
  files: CardFiles,
  { texts }: TextOptions,
): Promise<TextBackbone> {
  const { format } = card.words;
  const { path, sha256 } = await files.check(card.words);
  return await openWordVectors({
    ledger,
    path,
    format,
    identity: { name: card.name, words: sha256, format },
    ...(texts ? { keep: vocabularyOf(texts) } : {}),
  });
}

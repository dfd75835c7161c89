/**
 * Everything that a backbone card needs, fetched and checked, so that later runs need no network.
 * @module
 */
import type { BackboneCard, CardFile, CardStage } from "./card.ts";
import type { FileOptions } from "./card_files.ts";
import { readCard } from "./read_card.ts";

/**
 * Fetches and checks the files of a card.
 *
 * @param path of the card
 * @returns the files as the card names them, with their SHA-256
 * @throws {InputError} when the card is wrong, or a file is another than it says
 * @throws {SurroundingsError} when a file cannot be fetched
 */
export async function fetchCard(
  path: string,
  options: FileOptions = {},
): Promise<{ readonly file: string; readonly sha256: string }[]> {
  const { card, files } = await readCard(path, [], options);
  const fetched = [];
  for (const file of filesOf(card)) {
    fetched.push({ file: file.file, sha256: (await files.check(file)).sha256 });
  }
  return fetched;
}

function filesOf(card: BackboneCard): CardFile[] {
  if (card.modality === "audio") {
    return [...card.preprocessor ? [card.preprocessor] : [], ...card.stages.flatMap(filesOfStage)];
  }
  return "words" in card ? [card.words] : [card.tokenizer, ...filesOfStage(card.model)];
}

function filesOfStage(stage: CardStage): CardFile[] {
  return [stage, ...stage.externalData];
}

/**
 * Lists the files that a backbone card names, and the keys that name them.
 * @module
 */
import type { BackboneCard, CardFile, CardStage } from "./card.ts";

/** A file of a card. */
export interface NamedFile {
  /** The key that names it, for messages: `stages[0].externalData[1].file`. */
  readonly key: string;
  /** The file as the card describes it. */
  readonly file: CardFile;
}

/** Lists every file that a card names, the models' files first. */
export function namedFiles(card: BackboneCard): NamedFile[] {
  const { trainingLabels } = card.ledger;
  const labels = typeof trainingLabels === "object" && "file" in trainingLabels
    ? [named("ledger.trainingLabels", trainingLabels)]
    : [];
  return [...modelFiles(card), ...labels];
}

function modelFiles(card: BackboneCard): NamedFile[] {
  if (card.modality === "audio") {
    return [
      ...card.preprocessor ? [named("preprocessor", card.preprocessor)] : [],
      ...card.stages.flatMap((stage, i) => filesOfModel(`stages[${i}]`, stage)),
    ];
  }
  return "words" in card
    ? [named("words", card.words)]
    : [named("tokenizer", card.tokenizer), ...filesOfModel("model", card.model)];
}

function filesOfModel(key: string, model: CardFile & Pick<CardStage, "externalData">): NamedFile[] {
  return [
    named(key, model),
    ...model.externalData.map((file, i) => named(`${key}.externalData[${i}]`, file)),
  ];
}

function named(key: string, file: CardFile): NamedFile {
  return { key: `${key}.file`, file };
}

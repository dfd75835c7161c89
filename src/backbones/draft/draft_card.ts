/**
 * Drafts a card from a model's own files.
 * @module
 */
import type { BackboneCard, CardLedger } from "../card.ts";
import { CARD_SCHEMA } from "../card.ts";
import { type Choice, Choices } from "./choices.ts";
import { chooseModel, type Modality, modalityOf } from "./choose_model.ts";
import { configurations } from "./configurations.ts";
import { draftAudio } from "./draft_audio.ts";
import { draftText } from "./draft_text.ts";
import { draftLedger } from "./ledger.ts";
import type { ModelFiles } from "./model_files.ts";

/** What a user can say of a model whose files do not tell. */
export interface DraftOptions {
  /** Which side is meant, of a model for both. */
  readonly modality?: Modality | undefined;
  /** What the model was trained on; default what its files tell, else unknown. */
  readonly ledger?: CardLedger | undefined;
}

/** A drafted card. */
export interface CardDraft {
  /** The card, with the keys that differ from their defaults. */
  readonly card: Omit<BackboneCard, "batch">;
  /** What was chosen, and where it comes from. */
  readonly choices: readonly Choice[];
}

/**
 * Drafts a card.
 *
 * @throws {InputError} when the files do not tell what a card needs, or a card does not know what they ask for
 * @throws {SurroundingsError} when a file cannot be fetched
 */
export async function draftCard(
  files: ModelFiles,
  { modality: asked, ledger: given }: DraftOptions = {},
): Promise<CardDraft> {
  const choices = new Choices();
  const modality = modalityOf(files, asked);
  const configuration = await configurations.model(files);
  const model = chooseModel(files, modality, configuration, choices);
  const part = modality === "audio"
    ? await draftAudio(files, model, choices)
    : await draftText(files, model, configuration, choices);
  const { license, ledger } = await draftLedger(files, configuration, given, choices);
  return {
    card: { schema: CARD_SCHEMA, name: files.name, ...part, license, ledger } as BackboneCard,
    choices: choices.all,
  };
}

/**
 * Drafts cards, as text, for models that are named without one.
 * @module
 */
import { dirname } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { parseLedger } from "../card_schema.ts";
import type { HubFileOptions } from "../hub/fetch.ts";
import type { Modality } from "./choose_model.ts";
import { type CardDraft, draftCard } from "./draft_card.ts";
import { openModelFiles } from "./open_model.ts";

/** Name of a card that is not written; it lies in the folder of what names the model. */
export const DRAFTED_PLACE = "drafted card.json";

/** How a card is drafted. */
export interface DraftingOptions extends HubFileOptions {
  /** The ledger's file: its text and its name, for errors. */
  readonly ledger?: { readonly text: string; readonly name: string } | undefined;
  /** Which side is meant, of a model for both. */
  readonly modality?: Modality | undefined;
}

/** A drafted card and its text. */
export interface Drafted extends CardDraft {
  readonly text: string;
}

/**
 * Drafts a card.
 *
 * @param path where it lies, or would
 * @throws {InputError} as {@link draftCard}, and when the reference is a card already
 * @throws {SurroundingsError} when a file cannot be fetched
 */
export async function drafted(
  reference: string,
  path: string,
  { ledger, modality, ...options }: DraftingOptions,
): Promise<Drafted> {
  if (/\.json$/i.test(reference)) {
    throw new InputError(
      `"${
        quotable(reference)
      }" is a card, which has a ledger; expected a model's folder, an .onnx ` +
        "file in one, or an id of the Hugging Face Hub",
    );
  }
  const given = ledger && parseLedger(ledger.text, ledger.name);
  const files = await openModelFiles(reference, dirname(path), options);
  const draft = await draftCard(files, { modality, ledger: given });
  return { ...draft, text: `${JSON.stringify(draft.card, null, 2)}\n` };
}

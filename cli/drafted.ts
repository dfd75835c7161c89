/** Drafts cards for models that are named without one. */
import { dirname } from "node:path";
import type { CardLedger } from "../src/backbones/card.ts";
import { parseLedger } from "../src/backbones/card_schema.ts";
import { type CardDraft, draftCard, type DraftOptions } from "../src/backbones/draft/draft_card.ts";
import { openModelFiles } from "../src/backbones/draft/open_model.ts";
import { InputError } from "../src/basics/errors.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { quotable } from "../src/basics/printable.ts";
import type { OnProgress } from "../src/basics/progress.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";

/** Where a card lies that is not written: in the current folder, so that messages name files relative to that. */
export const DRAFTED_PLACE = "drafted card.json";

/** How a card is drafted. */
export interface DraftingOptions extends Omit<DraftOptions, "ledger"> {
  /** Path of the ledger's file. */
  readonly ledger?: string | undefined;
  readonly maxDownloadBytes: number;
  readonly onProgress: OnProgress;
}

/** A drafted card and its text. */
export interface Drafted extends CardDraft {
  readonly text: string;
}

/**
 * Drafts a card.
 *
 * @param path where the card is to lie
 * @throws {InputError} as {@link draftCard}
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
      }" is a card already; expected a model's folder, an .onnx file in one, ` +
        "or an id of the Hugging Face Hub",
    );
  }
  const given = ledger === undefined ? undefined : await readLedger(ledger);
  const files = await openModelFiles(reference, dirname(path), options);
  const draft = await draftCard(files, { modality, ledger: given });
  return { ...draft, text: `${JSON.stringify(draft.card, null, 2)}\n` };
}

async function readLedger(path: string): Promise<CardLedger> {
  return parseLedger(decodeUtf8(await readInputFile(path), path), path);
}

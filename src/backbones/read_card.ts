/**
 * Reads a backbone card from its file.
 * @module
 */
import { basename } from "node:path";
import { InputError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import { suggestion } from "../basics/nearest.ts";
import { isOnDisk } from "../basics/on_disk.ts";
import { quotable } from "../basics/printable.ts";
import { decodeUtf8 } from "../formats/reading.ts";
import type { BackboneLedger } from "./backbone.ts";
import type { BackboneCard } from "./card.ts";
import { CardFiles, type FileOptions } from "./card_files.ts";
import { cardLedger } from "./card_ledger.ts";
import { parseCard } from "./card_schema.ts";

/** A card with its files and its ledger. */
export interface ReadCard {
  /** The card. */
  readonly card: BackboneCard;
  /** Its files. */
  readonly files: CardFiles;
  /** Its ledger, including labels that are listed in a file. */
  readonly ledger: BackboneLedger;
}

/**
 * Reads a card.
 *
 * @param reference its path
 * @param shipped names of shipped backbones, which the error suggests
 * @throws {InputError} when the reference is not the path of a card, or the card is wrong
 */
export async function readCard(
  reference: string,
  shipped: readonly string[],
  options: FileOptions,
): Promise<ReadCard> {
  if (!/\.json$/i.test(reference)) {
    throw await notACard(reference, shipped);
  }
  const bytes = await readInputFile(reference);
  return await cardAt(decodeUtf8(bytes, reference), reference, options);
}

async function notACard(reference: string, shipped: readonly string[]): Promise<InputError> {
  const name = quotable(reference);
  return new InputError(
    await isOnDisk(reference)
      ? `"${name}" is no card; expected a card's path, FILE.json ("earnest card ${name} --out FILE.json" ` +
        "drafts one), or, in an audit and for embed, its ledger beside it (docs/models.md)"
      : `There is no backbone "${name}"; ${suggestion(reference, shipped)} ` +
        '(or give the path of a card, FILE.json; "earnest card" drafts one for a model)',
  );
}

/**
 * Takes a card from its text.
 *
 * @param path where it lies: its files are relative to that
 * @throws {InputError} when it is wrong
 */
export async function cardAt(text: string, path: string, options: FileOptions): Promise<ReadCard> {
  const card = parseCard(text, basename(path));
  const files = new CardFiles(path, card, options);
  return { card, files, ledger: await cardLedger(card, files) };
}

/**
 * Opens backbones by reference: the name of one that ships with Earnest, or the path of a card.
 * @module
 */
import { type BackboneOptions, SHIPPED, type Shipped, SHIPPED_BACKBONES } from "./shipped.ts";
import { openAudioCard } from "./audio_card.ts";
import type { AudioBackbone, BackboneLedger, TextBackbone } from "./backbone.ts";
import type { FileOptions } from "./card_files.ts";
import { cardAt, type ReadCard, readCard } from "./read_card.ts";
import { openTextCard } from "./text_card.ts";

/** Implements {@link openBackbone}, which `doors/backbones/open.ts` documents. */
export async function openBackbone(
  reference: string,
  options: BackboneOptions = {},
): Promise<AudioBackbone | TextBackbone> {
  const shipped = findShipped(reference);
  if (shipped) return await shipped.open(options);
  return await openRead(await readCard(reference, shippedNames(), options), options);
}

/**
 * Opens the backbone of a card that need not be written yet.
 *
 * @param text the card
 * @param path where it lies or will lie: its files are relative to that
 * @throws {InputError} when it, its files or its models are wrong
 * @throws {SurroundingsError} when a file cannot be fetched
 */
export async function openCard(
  text: string,
  path: string,
  options: BackboneOptions = {},
): Promise<AudioBackbone | TextBackbone> {
  return await openRead(await cardAt(text, path, options), options);
}

async function openRead(
  { card, files, ledger }: ReadCard,
  options: BackboneOptions,
): Promise<AudioBackbone | TextBackbone> {
  await files.checkPlaces();
  return card.modality === "audio"
    ? await openAudioCard(card, ledger, files, options)
    : await openTextCard(card, ledger, files, options);
}

/** Implements {@link readLedger}, which `doors/backbones/open.ts` documents. */
export async function readLedger(
  reference: string,
  options: FileOptions = {},
): Promise<BackboneLedger> {
  return findShipped(reference)?.ledger ??
    (await readCard(reference, shippedNames(), options)).ledger;
}

const shippedNames = () => SHIPPED_BACKBONES.map(({ name }) => name);

function findShipped(reference: string): Shipped | undefined {
  return SHIPPED.find(({ ledger }) => ledger.name === reference);
}

/**
 * Opens backbones by reference: the name of one that ships with Earnest, or the path of a card.
 * @module
 */
import { openAudioCard } from "./audio_card.ts";
import type { AudioBackbone, BackboneLedger, TextBackbone } from "./backbone.ts";
import type { FileOptions } from "./card_files.ts";
import { CHARACTER_NGRAMS, openCharacterNgrams } from "./character_ngrams.ts";
import { GLOVE_100D, openGlove100d } from "./glove_100d.ts";
import { LOG_MEL_STATISTICS, openLogMelStatistics } from "./log_mel_statistics.ts";
import { OPEN_WAKE_WORD, openOpenWakeWord } from "./openwakeword.ts";
import { cardAt, type ReadCard, readCard } from "./read_card.ts";
import { openTextCard, type TextOptions } from "./text_card.ts";

/** How to open a backbone. */
export type BackboneOptions = TextOptions & FileOptions;

interface Shipped {
  readonly ledger: BackboneLedger;
  readonly open: (options: BackboneOptions) => Promise<AudioBackbone | TextBackbone>;
}

const SHIPPED: readonly Shipped[] = [
  { ledger: LOG_MEL_STATISTICS, open: () => Promise.resolve(openLogMelStatistics()) },
  { ledger: OPEN_WAKE_WORD, open: openOpenWakeWord },
  { ledger: GLOVE_100D, open: () => openGlove100d() },
  { ledger: CHARACTER_NGRAMS, open: () => Promise.resolve(openCharacterNgrams()) },
];

/** The ledgers of the backbones that ship with Earnest. */
export const SHIPPED_BACKBONES: readonly BackboneLedger[] = SHIPPED.map(({ ledger }) => ledger);

/**
 * Opens a backbone.
 *
 * @param reference a shipped backbone's name, or the path of a card (`.json`)
 * @throws {InputError} when there is no such backbone, or its card, its files or its models are wrong
 * @throws {SurroundingsError} when a file cannot be fetched
 * @throws the signal's reason when it is aborted while files are fetched or checked
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const backbone = await openBackbone("log-mel-statistics");
 * assert.equal(backbone.dimensions, 128);
 * await backbone.close();
 * await assert.rejects(openBackbone("glove-100"), /no backbone "glove-100"; did you mean "glove-100d"\?/);
 * ```
 */
export async function openBackbone(
  reference: string,
  options: BackboneOptions = {},
): Promise<AudioBackbone | TextBackbone> {
  options.signal?.throwIfAborted();
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

/**
 * Returns what is known of a backbone's training, without opening it.
 *
 * @throws {InputError} as {@link openBackbone}
 */
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

/**
 * Opens backbones by reference: the name of one that ships with Earnest, or the path of a card.
 * @module
 */
import { CHARACTER_NGRAMS, openCharacterNgrams } from "./character_ngrams.ts";
import { GLOVE_100D, openGlove100d } from "./glove_100d.ts";
import { LOG_MEL_STATISTICS, openLogMelStatistics } from "./log_mel_statistics.ts";
import { describeOpenWakeWord, openOpenWakeWord } from "./openwakeword.ts";
import { OPEN_WAKE_WORD } from "./openwakeword_ledger.ts";
import { backboneNames, type BackboneOptions, SHIPPED_BACKBONES } from "./shipped.ts";
import { openAudioCard } from "./audio_card.ts";
import { describeAudioCard, type DescribedAudio } from "./audio_identity.ts";
import type { AudioBackbone, BackboneLedger, TextBackbone } from "./backbone.ts";
import type { FileOptions } from "./card_files.ts";
import { cardAt, type ReadCard, readCard } from "./read_card.ts";
import { openTextCard } from "./text_card.ts";

type Open = (options: BackboneOptions) => Promise<AudioBackbone | TextBackbone>;

const OPENERS: ReadonlyMap<BackboneLedger, Open> = new Map<BackboneLedger, Open>([
  [LOG_MEL_STATISTICS, () => Promise.resolve(openLogMelStatistics())],
  [OPEN_WAKE_WORD, openOpenWakeWord],
  [GLOVE_100D, () => openGlove100d()],
  [CHARACTER_NGRAMS, () => Promise.resolve(openCharacterNgrams())],
]);

/** Implements {@link openBackbone}, which `doors/backbones/open.ts` documents. */
export async function openBackbone(
  reference: string,
  options: BackboneOptions = {},
): Promise<AudioBackbone | TextBackbone> {
  options.signal?.throwIfAborted();
  const shipped = findShipped(reference);
  if (shipped) return await OPENERS.get(shipped)!(options);
  return await openRead(await readCard(reference, backboneNames(), options), options);
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
 * Describes a backbone for sound without opening its models.
 *
 * @param reference as {@link openBackbone} takes it
 * @param earlier the `backbone` in the identity of a set that the same code made: what a card's models alone tell, the
 * description takes from there
 * @returns undefined for a backbone for text
 * @throws {InputError} when a card or one of its files is wrong
 */
export async function describeAudio(
  reference: string,
  options: BackboneOptions,
  earlier: unknown,
): Promise<DescribedAudio | undefined> {
  const shipped = findShipped(reference);
  if (shipped === LOG_MEL_STATISTICS) return openLogMelStatistics();
  if (shipped === OPEN_WAKE_WORD) return describeOpenWakeWord();
  if (shipped !== undefined) return undefined;
  return await describeRead(await readCard(reference, backboneNames(), options), options, earlier);
}

/** Describes the backbone of a card that need not be written yet, as {@link describeAudio} does. */
export async function describeCard(
  text: string,
  path: string,
  options: BackboneOptions,
  earlier: unknown,
): Promise<DescribedAudio | undefined> {
  return await describeRead(await cardAt(text, path, options), options, earlier);
}

async function describeRead(
  { card, files }: ReadCard,
  options: BackboneOptions,
  earlier: unknown,
): Promise<DescribedAudio | undefined> {
  await files.checkPlaces();
  return card.modality === "audio"
    ? await describeAudioCard(card, files, options, earlier)
    : undefined;
}

/** Implements {@link readLedger}, which `doors/backbones/open.ts` documents. */
export async function readLedger(
  reference: string,
  options: FileOptions = {},
): Promise<BackboneLedger> {
  return findShipped(reference) ??
    (await readCard(reference, backboneNames(), options)).ledger;
}

function findShipped(reference: string): BackboneLedger | undefined {
  return SHIPPED_BACKBONES.find(({ name }) => name === reference);
}

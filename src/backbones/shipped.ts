/**
 * The backbones that ship with Earnest.
 * @module
 */
import type { BackboneLedger } from "./backbone.ts";
import type { FileOptions } from "./card_files.ts";
import { CHARACTER_NGRAMS } from "./character_ngrams.ts";
import { GLOVE_100D } from "./glove_100d.ts";
import { LOG_MEL_STATISTICS } from "./log_mel_statistics.ts";
import { OPEN_WAKE_WORD } from "./openwakeword_ledger.ts";
import type { TextOptions } from "./text_card.ts";

/** How to open a backbone. */
export type BackboneOptions = TextOptions & FileOptions;

/** The ledgers of the backbones that ship with Earnest. */
export const SHIPPED_BACKBONES: readonly BackboneLedger[] = [
  LOG_MEL_STATISTICS,
  OPEN_WAKE_WORD,
  GLOVE_100D,
  CHARACTER_NGRAMS,
];

/**
 * Returns the names of the backbones that ship with Earnest.
 *
 * @param modality what they embed; by default either
 */
export function backboneNames(modality?: BackboneLedger["modality"]): string[] {
  return SHIPPED_BACKBONES.filter((one) => modality === undefined || one.modality === modality)
    .map(({ name }) => name);
}

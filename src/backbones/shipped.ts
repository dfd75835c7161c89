/**
 * The backbones that ship with Earnest.
 * @module
 */
import type { AudioBackbone, BackboneLedger, TextBackbone } from "./backbone.ts";
import type { FileOptions } from "./card_files.ts";
import { CHARACTER_NGRAMS, openCharacterNgrams } from "./character_ngrams.ts";
import { GLOVE_100D, openGlove100d } from "./glove_100d.ts";
import { LOG_MEL_STATISTICS, openLogMelStatistics } from "./log_mel_statistics.ts";
import { OPEN_WAKE_WORD, openOpenWakeWord } from "./openwakeword.ts";
import type { TextOptions } from "./text_card.ts";

/** How to open a backbone. */
export type BackboneOptions = TextOptions & FileOptions;

/** A backbone that ships. */
export interface Shipped {
  readonly ledger: BackboneLedger;
  readonly open: (options: BackboneOptions) => Promise<AudioBackbone | TextBackbone>;
}

/** The backbones, and how each is opened. */
export const SHIPPED: readonly Shipped[] = [
  { ledger: LOG_MEL_STATISTICS, open: () => Promise.resolve(openLogMelStatistics()) },
  { ledger: OPEN_WAKE_WORD, open: openOpenWakeWord },
  { ledger: GLOVE_100D, open: () => openGlove100d() },
  { ledger: CHARACTER_NGRAMS, open: () => Promise.resolve(openCharacterNgrams()) },
];

/** The ledgers of the backbones that ship with Earnest. */
export const SHIPPED_BACKBONES: readonly BackboneLedger[] = SHIPPED.map(({ ledger }) => ledger);

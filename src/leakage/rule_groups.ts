/**
 * The leak rules by what they look at, and those that run by default.
 * @module
 */
import { LEAK_RULES, type LeakRule } from "./findings.ts";
import { TEXT_RULES } from "./text/meaning.ts";

/** The rules that look at one pair at a time. */
export const PAIR_RULES = [...TEXT_RULES, "TEXT-COPY", "AUDIO-SOURCE", "AUDIO-LISTED"] as const;
/** One of {@link PAIR_RULES}. */
export type PairRule = typeof PAIR_RULES[number];

/** The rules that decode sounds. */
export const SOUND_RULES = ["AUDIO-EXACT", "AUDIO-NEAR"] as const;
/** One of {@link SOUND_RULES}. */
export type SoundRule = typeof SOUND_RULES[number];

/** The rules that run unless others are chosen: all that need neither audio nor a model. */
export const DEFAULT_RULES: readonly LeakRule[] = LEAK_RULES.filter((rule) =>
  !["TEXT-SEMANTIC", ...SOUND_RULES].includes(rule)
);

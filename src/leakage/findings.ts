/**
 * What the leak rules look at and what they find.
 * @module
 */

/** The leak rules, by their stable ids. */
export const LEAK_RULES = ["TEXT-EXACT", "AUDIO-SOURCE"] as const;
/** One of {@link LEAK_RULES}. */
export type LeakRule = typeof LEAK_RULES[number];

/** A training pair, as far as leakage is concerned: the audio is its id and its source. */
export interface TrainingPair {
  /** Unique among the pairs. */
  readonly id: string;
  /** The text that the pair trains on, as written. */
  readonly text: string;
  /** The class of the pair, where pairs have classes. */
  readonly label?: string;
  /** The recording that the audio was cut from, such as a Freesound id. */
  readonly source?: string;
}

/** An evaluation item, as far as leakage is concerned. */
export interface EvaluationItem {
  /** Unique among the items. */
  readonly id: string;
  /** Its evaluation label. */
  readonly label: string;
  /** The recording that the audio was cut from. */
  readonly source?: string;
}

/** A training pair that a rule found to know an evaluation label or item. */
export interface Finding {
  /** The rule. */
  readonly rule: LeakRule;
  /** Whether the finding shapes the pools and the verdict; otherwise it is only reported. */
  readonly flagged: boolean;
  /** Id of the training pair. */
  readonly item: string;
  /** The evaluation label, verbatim. */
  readonly label: string;
  /** What shows it: the raw training text, or the shared source. */
  readonly evidence: string;
  /** Where in a text: [start, end) in UTF-16 units. */
  readonly span?: readonly [number, number];
  /** 0 to 1. */
  readonly confidence: number;
}

/**
 * What a phrase can mean to a label set.
 * @module
 */
import type { LeakRule } from "../findings.ts";
import type { PartOfSpeech } from "../wordnet/synset.ts";

/** The rules that look at words, from the strongest to the weakest; their place here is their *level*. */
export const TEXT_RULES = [
  "TEXT-EXACT",
  "TEXT-LEMMA",
  "TEXT-SYNONYM",
  "TEXT-HYPONYM",
  "TEXT-HYPERNYM",
] as const satisfies readonly LeakRule[];
/** One of {@link TEXT_RULES}. */
export type TextRule = typeof TEXT_RULES[number];

/** Levels of {@link TEXT_RULES}. */
export const LEVEL = { exact: 0, lemma: 1, synonym: 2, hyponym: 3, hypernym: 4 } as const;

/** The whole label, where other meanings name the number of a part. */
export const WHOLE = -1;
/** A phrase in which the label's words mean something else. */
export const OTHER = -2;

/** A meaning of a phrase. */
export interface Meaning {
  /** Number of the label in its set. */
  readonly label: number;
  /** Number of the label's part, {@link WHOLE} or {@link OTHER}. */
  readonly part: number;
  /** Index in {@link TEXT_RULES}. */
  readonly level: number;
  /** What the phrase must be in the text to mean this; absent where it does not matter. */
  readonly partOfSpeech?: PartOfSpeech;
  /** How the phrase leads to the label. */
  readonly path?: string;
  /** Steps of the path. */
  readonly steps: number;
  /** Words that say, anywhere in the text, that the phrase means something else. */
  readonly unless?: ReadonlySet<string>;
  /** The phrase means something else more often: it is reported, not flagged. */
  readonly rare?: boolean;
}

/**
 * The meanings that a phrase can have for a label set.
 * @module
 */
import type { LeakRule } from "../findings.ts";
import type { PartOfSpeech } from "../wordnet/synset.ts";

/** The rules about words, from the strongest to the weakest; the index of a rule is its *level*. */
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

/** Means the whole label, in place of the number of a part. */
export const WHOLE = -1;
/** Marks a phrase in which the label's words mean something else. */
export const OTHER = -2;

/** A meaning of a phrase. */
export interface Meaning {
  /** Number of the label in its set. */
  readonly label: number;
  /** Number of a part of one of the label's names, {@link WHOLE} or {@link OTHER}. */
  readonly part: number;
  /** Number of the composition to which the part belongs; absent where the phrase is no part. */
  readonly composition?: number;
  /** Index in {@link TEXT_RULES}. */
  readonly level: number;
  /** The part of speech that the phrase needs in the text to mean this; absent where it does not matter. */
  readonly partOfSpeech?: PartOfSpeech;
  /** How the phrase leads to the label. */
  readonly path?: string;
  /** Whether the phrase is a word that is more often an adjective, or a verb in -ing, than the noun that means this. */
  readonly describes?: boolean;
  /** How the phrase must be written, where it is a name or a symbol: "Forth", not "forth". */
  readonly written?: string;
  /** How the label writes the phrase, where it is a word that texts mostly use as a function word. */
  readonly common?: string;
  /** Whether the text must have "&" between the words of the phrase. */
  readonly ampersand?: boolean;
  /** Number of steps of the path. */
  readonly steps: number;
  /** Where the text has any of these words, the phrase means something else. */
  readonly unless?: ReadonlySet<string>;
  /** Where the text has none of these words, the phrase means something else. */
  readonly onlyWith?: ReadonlySet<string>;
  /** Whether the phrase means a narrower label of the set, and this one only because it is broader. */
  readonly inherited?: boolean;
  /** Whether the label set lists the phrase, and it is not only WordNet's. */
  readonly listed?: boolean;
  /** Whether the phrase was put together from the parts of a name, with other words between them. */
  readonly together?: boolean;
  /** Whether the phrase means something else more often; it is then reported, not flagged. */
  readonly rare?: boolean;
}

/**
 * The leak rules, what they look at and what they find.
 * @module
 */
import { type Place, placeIn, type WrittenPlace } from "../datasets/place.ts";

export type { Place, WrittenPlace } from "../datasets/place.ts";

/** The leak rules, by their stable ids. */
export const LEAK_RULES = [
  "TEXT-EXACT",
  "TEXT-LEMMA",
  "TEXT-SYNONYM",
  "TEXT-HYPONYM",
  "TEXT-HYPERNYM",
  "TEXT-SEMANTIC",
  "TEXT-COPY",
  "AUDIO-SOURCE",
  "AUDIO-LISTED",
  "AUDIO-EXACT",
  "AUDIO-NEAR",
  "BACKBONE-LABEL",
  "BACKBONE-DATA",
  "SELECTION",
] as const;
/** One of {@link LEAK_RULES}. */
export type LeakRule = typeof LEAK_RULES[number];

/** Whether a rule's findings are flagged unless the user says otherwise; the others are only reported. */
export const FLAGS_BY_DEFAULT: Readonly<Record<LeakRule, boolean>> = {
  "TEXT-EXACT": true,
  "TEXT-LEMMA": true,
  "TEXT-SYNONYM": true,
  "TEXT-HYPONYM": true,
  "TEXT-HYPERNYM": false,
  "TEXT-SEMANTIC": false,
  "TEXT-COPY": true,
  "AUDIO-SOURCE": true,
  "AUDIO-LISTED": true,
  "AUDIO-EXACT": true,
  "AUDIO-NEAR": true,
  "BACKBONE-LABEL": false,
  "BACKBONE-DATA": false,
  "SELECTION": false,
};

/** The fields of a training pair that leak rules use. */
export interface TrainingPair {
  /** Unique among the pairs. */
  readonly id: string;
  /** The text that the pair trains on, as written. */
  readonly text: string;
  /** The class of the pair, where pairs have classes. */
  readonly label?: string;
  /** The recording that the sound was cut from, such as a Freesound id. */
  readonly source?: string;
  /** Path of the audio file. */
  readonly file?: string;
  /** The id of the sound that the text describes, where the sound has several texts. */
  readonly sound?: string;
  /** Where the text was read; for a pair without a text, where the pair was read. */
  readonly place?: WrittenPlace;
}

/** The fields of an evaluation item that leak rules use. An item of several labels is given once for each. */
export interface EvaluationItem {
  /** Unique among the items, except for those given once for each of their labels. */
  readonly id: string;
  /** Its evaluation label. */
  readonly label: string;
  /** The recording that the sound was cut from. */
  readonly source?: string;
  /** Path of the audio file. */
  readonly file?: string;
}

/** A caption of an evaluation by captions. */
export interface EvaluationCaption {
  /** Unique among the captions. */
  readonly id: string;
  /** The caption, as written. */
  readonly text: string;
}

/** What a rule found: a training pair or a backbone that knows an evaluation label or item. */
export interface Finding {
  /** The rule. */
  readonly rule: LeakRule;
  /** Whether the finding shapes the pools and the verdict; otherwise it is only reported. */
  readonly flagged: boolean;
  /** Id of the training pair; for rules about backbones, the backbone's name; for `SELECTION`, what was chosen. */
  readonly item: string;
  /** The evaluation label, or the evaluation's caption, verbatim; absent where the finding is not about a single one. */
  readonly label?: string;
  /** The evidence: the training text, the shared source or the backbone's label. */
  readonly evidence: string;
  /** The matched part of a text, verbatim. */
  readonly matched?: string;
  /** Where the match is in the raw text: [start, end) in UTF-16 units. */
  readonly span?: readonly [number, number];
  /** How a match leads to the label, narrowest first: `beagle > hound > dog`. */
  readonly path?: string;
  /** Confidence that the finding is right, from 0 to 1. */
  readonly confidence: number;
  /** Id of the evaluation item that shares the sound, the source or the caption, or that a choice was made on. */
  readonly evaluationItem?: string;
  /** The manifest of the training pair. */
  readonly file?: string;
  /** Line of the match in the manifest, from 1. */
  readonly line?: number;
  /** UTF-16 unit of the match in its line, from 1. */
  readonly column?: number;
}

/**
 * Returns the evaluation label that a finding is about; undefined where it is about none. What a copied caption is a copy
 * of is no label, though it stands in that field.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = { flagged: true, item: "a", label: "dog", evidence: "dog", confidence: 1 };
 * assert.equal(classOf({ ...found, rule: "TEXT-EXACT" }), "dog");
 * assert.equal(classOf({ ...found, rule: "TEXT-COPY" }), undefined);
 * ```
 */
export function classOf({ rule, label }: Finding): string | undefined {
  return rule === "TEXT-COPY" ? undefined : label;
}

/** Where a pair's text has its UTF-16 unit `offset`, as a finding says it: nothing for a pair without a place. */
export function findingPlace(
  { place, text }: Pick<TrainingPair, "place" | "text">,
  offset: number,
): Pick<Finding, keyof Place> {
  return place === undefined ? {} : placeIn(place, text, offset);
}

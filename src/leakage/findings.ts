/**
 * What the leak rules look at and what they find.
 * @module
 */
import type { WrittenPlace } from "../datasets/place.ts";

export type { Place, WrittenPlace } from "../datasets/place.ts";

/** The leak rules, by their stable ids. */
export const LEAK_RULES = [
  "TEXT-EXACT",
  "TEXT-LEMMA",
  "TEXT-SYNONYM",
  "TEXT-HYPONYM",
  "TEXT-HYPERNYM",
  "TEXT-SEMANTIC",
  "AUDIO-SOURCE",
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
  "AUDIO-SOURCE": true,
  "AUDIO-EXACT": true,
  "AUDIO-NEAR": true,
  "BACKBONE-LABEL": false,
  "BACKBONE-DATA": false,
  "SELECTION": false,
};

/** A training pair, as far as leakage is concerned. */
export interface TrainingPair {
  /** Unique among the pairs. */
  readonly id: string;
  /** The text that the pair trains on, as written. */
  readonly text: string;
  /** The class of the pair, where pairs have classes. */
  readonly label?: string;
  /** The recording that the audio was cut from, such as a Freesound id. */
  readonly source?: string;
  /** Path of the audio file. */
  readonly file?: string;
  /** Where the text, or what stands for the pair where it has none, was read. */
  readonly place?: WrittenPlace;
}

/** An evaluation item, as far as leakage is concerned. */
export interface EvaluationItem {
  /** Unique among the items. */
  readonly id: string;
  /** Its evaluation label. */
  readonly label: string;
  /** The recording that the audio was cut from. */
  readonly source?: string;
  /** Path of the audio file. */
  readonly file?: string;
}

/** What a rule found: a training pair, or a backbone, that knows an evaluation label or item. */
export interface Finding {
  /** The rule. */
  readonly rule: LeakRule;
  /** Whether the finding shapes the pools and the verdict; otherwise it is only reported. */
  readonly flagged: boolean;
  /** Id of the training pair; for rules about backbones, the backbone's name. */
  readonly item: string;
  /** The evaluation label, verbatim; absent where the finding is about no single one. */
  readonly label?: string;
  /** What shows it: the training text, the shared source, the backbone's label. */
  readonly evidence: string;
  /** What was matched in a text, raw. */
  readonly matched?: string;
  /** Where in the raw text: [start, end) in UTF-16 units. */
  readonly span?: readonly [number, number];
  /** How a match leads to the label, narrowest first: `beagle > hound > dog`. */
  readonly path?: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** Id of the evaluation item that shares the sound. */
  readonly evaluationItem?: string;
  /** The manifest of the training pair. */
  readonly file?: string;
  /** Line of the match in the manifest, from 1. */
  readonly line?: number;
  /** UTF-16 unit of the match in its line, from 1. */
  readonly column?: number;
}

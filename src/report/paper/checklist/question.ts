/**
 * What a reviewer would ask of an audit, with its answer and where it is.
 * @module
 */
import { wordsOf } from "../../../audit/results/measure_names.ts";
import type { Measure } from "../../../audit/results/results.ts";

/** A question with its answer. */
export interface Question {
  /** What is asked. */
  readonly question: string;
  /** The answer of this audit, or that it has none and what would answer it. */
  readonly answer: string;
  /** Heading of the report's section with the answer; empty without one. */
  readonly report: string;
  /** Where `results.json` has it. */
  readonly results: string;
}

/** The headings of the report's sections that answers name. */
export const SECTIONS = {
  conditions: (measure: Measure) => `${wordsOf(measure).first} by condition`,
  path: (measure: Measure) => `Where the dirty ${wordsOf(measure).accuracy} comes from`,
  contrasts: "Backbones beside each other",
  factors: "Four factors, each off or on",
  references: "Audio only",
  choices: "What choosing would add",
  labels: "What the backbone's labels know already",
  published: "Published models",
  leaks: "Leaks",
  ledger: "Ledger of the backbones",
  data: "Data",
  intervals: "Intervals",
  reproduction: "To make it again",
} as const;

/** Makes the answer of an audit that has none. */
export function notAnswered(question: string, what: string, results: string): Question {
  return { question, answer: `Not answered by this audit. ${what}`, report: "", results };
}

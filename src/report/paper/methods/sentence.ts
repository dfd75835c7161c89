/**
 * The sentences of a methods paragraph, before they are Markdown or LaTeX.
 * @module
 */
import type { AuditConfiguration } from "../../../audit/configuration/configuration.ts";
import type { AuditResults } from "../../../audit/results/results.ts";
import { isOfCaptions } from "../../pairs.ts";
import { codesPhrase } from "../../words/factors.ts";
import type { Citation } from "../citations.ts";

/** A sentence that is true of one audit. */
export interface Sentence {
  /** Its words, without the period. */
  readonly text: string;
  /** The works that it cites. */
  readonly cites: readonly Citation[];
}

/** Sentences about one thing. */
export interface Paragraph {
  /** What they are about. */
  readonly heading: string;
  /** The sentences. */
  readonly sentences: readonly Sentence[];
}

/** What sentences are made from. */
export interface MethodsInput {
  /** What was found. */
  readonly results: AuditResults;
  /** What was asked for. */
  readonly configuration: AuditConfiguration;
}

/** Makes a sentence. */
export function say(text: string, ...cites: Citation[]): Sentence {
  return { text, cites };
}

/** Makes a list, such as `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? "";
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** Returns a sentence without its period, for within another. */
export function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

/** Whether the results are of the first schema, which say less of how they were made. */
export function isFirstSchema({ least_sources }: AuditResults): boolean {
  return least_sources === undefined;
}

/** Whether training pairs are captions, which have no classes. */
export function hasCaptions({ conditions }: AuditResults): boolean {
  return conditions.some(isOfCaptions);
}

/** Says what random codes put in the place of a text's embedding. */
export function codesOf(results: AuditResults): string {
  return codesPhrase(hasCaptions(results));
}

/** Returns the results of a condition, of the first pair of backbones that has it. */
export function conditionOf(
  { conditions }: AuditResults,
  name: AuditResults["conditions"][number]["condition"],
): AuditResults["conditions"][number] | undefined {
  return conditions.find(({ condition }) => condition === name);
}

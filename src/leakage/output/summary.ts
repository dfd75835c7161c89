/**
 * The shape of what a scan found, in numbers by rule and by label.
 * @module
 */
import type { LeakRule } from "../findings.ts";
import type { NotRun } from "../not_run.ts";
import type { SemanticSummary } from "../semantic/summary.ts";

/** The name and version of the schema of `scan.json`. */
export const SCAN_SCHEMA = "earnest/scan/1";

/** Numbers of findings and of the pairs that they are about. */
export interface Tally {
  /** Number of findings, flagged or only reported, suppressed ones not counted. */
  readonly findings: number;
  /** Number of findings that are flagged. */
  readonly flagged: number;
  /** Number of training pairs with a flagged finding. */
  readonly flaggedPairs: number;
}

/**
 * Whether training pairs or backbones know the evaluation; `unknown` where nothing shows it, but a backbone does not
 * declare its training, a sound could not be read, or a rule that flags and is on by default could not run.
 */
export type Verdict = "clean" | "leaky" | "unknown";

/** The numbers of a scan. */
export interface ScanSummary {
  /** The verdict. */
  readonly verdict: Verdict;
  /** Rules that are on by default and could not run, or not for all labels; the verdict is not clean then. */
  readonly notRun: readonly NotRun[];
  /** Number of training pairs read. */
  readonly pairs: number;
  /** Number of captions that are not English, of which the rules about words do not speak. */
  readonly notEnglish: number;
  /** All findings together. */
  readonly total: Tally;
  /** By rule; every rule that ran is listed, in order. */
  readonly byRule: Readonly<Partial<Record<LeakRule, Tally>>>;
  /** By label, in the label set's order; labels without a finding are absent. */
  readonly byLabel: Readonly<Record<string, Readonly<Partial<Record<LeakRule, Tally>>>>>;
  /** Number of findings that are suppressed. */
  readonly suppressed: number;
  /** The numbers of `TEXT-SEMANTIC`, where it ran. */
  readonly semantic?: SemanticSummary;
  /** Sentences that a reader must know. */
  readonly notes: readonly string[];
}

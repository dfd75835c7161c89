/**
 * The content of `scan.json`.
 * @module
 */
import { VERSION } from "../../basics/version.ts";
import type { CorpusScan } from "../corpus/corpus_scan.ts";
import type { HashedInput } from "../corpus/scan_inputs.ts";
import type { LeakRule } from "../findings.ts";
import type { ChosenLabelSet } from "../labels/chosen_label_set.ts";
import { idleRules } from "../not_run.ts";
import { SCAN_SCHEMA, type ScanSummary } from "../output/summary.ts";
import { flaggingRules, type RulePolicy } from "../policy.ts";

/** The content of `scan.json`. */
export interface ScanResults extends ScanSummary {
  /** The schema's name and version. */
  readonly schema: string;
  /** Version of Earnest, and so of its rules. */
  readonly version: string;
  /** Hash of the code that scanned. */
  readonly code: { readonly trainings: string };
  /** Path and SHA-256 of each input, by what it is. */
  readonly inputs: Readonly<Record<string, HashedInput>>;
  /** Name of the label set. */
  readonly labels: string;
  /** What the labels were taken to mean, where they are plain and a rule looks beyond their words. */
  readonly labelSet?: ChosenLabelSet;
  /** What the evaluation's data set is called, where `BACKBONE-DATA` ran. */
  readonly evaluationSets?: readonly string[];
  /** The rules that ran, in order, and whether their findings are flagged. */
  readonly rules: readonly { readonly rule: LeakRule; readonly flags: boolean }[];
}

/**
 * The results of a scan that has ended.
 *
 * @param notes further sentences that a reader must know
 * @param code hash of the code that scanned
 */
export function scanResults(
  scan: CorpusScan,
  policy: RulePolicy,
  notes: readonly string[],
  { trainings }: ScanResults["code"],
): ScanResults {
  const summary = scan.summary();
  const flagging = flaggingRules(policy);
  const idle = idleRules(summary.notRun);
  return {
    schema: SCAN_SCHEMA,
    version: VERSION,
    code: { trainings },
    verdict: summary.verdict,
    notRun: summary.notRun,
    inputs: scan.hashes(),
    labels: scan.labels.name,
    ...(scan.chosen === undefined ? {} : { labelSet: scan.chosen }),
    ...(scan.rules.includes("BACKBONE-DATA") ? { evaluationSets: scan.evaluationSets } : {}),
    pairs: summary.pairs,
    notEnglish: summary.notEnglish,
    rules: scan.rules.filter((rule) => !idle.includes(rule))
      .map((rule) => ({ rule, flags: flagging.has(rule) })),
    total: summary.total,
    byRule: summary.byRule,
    byLabel: summary.byLabel,
    suppressed: summary.suppressed,
    ...(summary.semantic === undefined ? {} : { semantic: summary.semantic }),
    notes: [...summary.notes, ...notes],
  };
}

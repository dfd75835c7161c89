/** What `scan` and `split` share: the options of a scan, and a scan that gives its findings while it reads. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import type { EvaluationItem, LeakRule, TrainingPair } from "../src/leakage/findings.ts";
import type { ScannedFinding } from "../src/leakage/output/scanned_finding.ts";
import type { ScanSummary } from "../src/leakage/output/summary.ts";
import type { CommonOptions } from "./options.ts";
import type { ProgressDisplay } from "./progress.ts";

/** Values of the options that {@link scanOptions} adds. */
export interface ScanOptions extends CommonOptions {
  labels: string;
  items?: string;
  rules?: LeakRule[];
  flag: LeakRule[];
  report: LeakRule[];
  suppressions?: string;
  backbone: string[];
  calibration?: string;
  labelColumn?: string;
  textColumn?: string;
  idColumn?: string;
  sourceColumn?: string;
  fileColumn?: string;
  allowOutside: boolean;
}

/** A scan whose inputs are checked and whose rules are compiled. */
export interface Scan {
  /** The rules that run, in the order of `LEAK_RULES`. */
  readonly rules: readonly LeakRule[];
  /** The evaluation's items; empty without `--items`. */
  readonly items: readonly EvaluationItem[];
  /** Files that were read, for `fillFolder`. */
  readonly files: readonly string[];
  /** Reads the pairs once and gives the findings, some at a time; flags and suppressions are settled. */
  findings(): AsyncIterable<readonly ScannedFinding[]>;
  /** What was found; only after {@link findings} has ended. */
  summary(): ScanSummary;
  /** The pairs; only after {@link findings} has ended, and only where they were to be kept. */
  pairs(): readonly TrainingPair[];
}

/** Adds the options of a scan to a command. */
export declare function scanOptions(command: Command): Command;

/** Opens a scan; `keepPairs` keeps all pairs in memory, for `split`. */
export declare function openScan(
  pairsPath: string,
  options: ScanOptions,
  progress: ProgressDisplay,
  keepPairs: boolean,
): Promise<Scan>;

/**
 * What is collected of findings while they are written.
 * @module
 */
import { findingLine } from "../output/findings_file.ts";
import type { ScannedFinding } from "../output/scanned_finding.ts";
import type { Examples, WorstFindings } from "../output/worst.ts";
import type { BlockResult } from "./block_scan.ts";

/** Collections that are filled. */
export interface Collected {
  /** The worst finding of each rule and label. */
  readonly examples?: Examples | undefined;
  /** The worst findings. */
  readonly worst?: WorstFindings | undefined;
}

/** Collects findings and returns their lines in `findings.jsonl`. */
export function collectLines(
  findings: readonly ScannedFinding[],
  { examples, worst }: Collected,
): Uint8Array {
  let lines = "";
  for (const finding of findings) {
    examples?.add(finding);
    worst?.add(finding);
    lines += findingLine(finding);
  }
  return new TextEncoder().encode(lines);
}

/** Collects what a block's scan has collected, after those of all blocks before it. */
export function collectBlock(result: BlockResult, { examples, worst }: Collected): void {
  examples?.merge(result.examples);
  worst?.merge(result.worst.findings, result.worst.given);
}

/**
 * The scan of a corpus into a folder: `findings.jsonl` and `scan.json`.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { codeHashes } from "../../basics/code_hashes.ts";
import { fillFolder } from "../../basics/output/output_folder.ts";
import { type Collected, collectLines } from "../corpus/collected.ts";
import type { CorpusScan } from "../corpus/corpus_scan.ts";
import { openScan } from "../corpus/open_scan.ts";
import type { CorpusScanOptions } from "../corpus/options.ts";
import type { LeakRule } from "../findings.ts";
import { safeJson } from "../../basics/safe_json.ts";
import type { ScannedFinding } from "../output/scanned_finding.ts";
import { FINDINGS_FILE, SCAN_FILE, SCAN_FOLDER } from "./kinds.ts";
import { type ScanResults, scanResults } from "./scan_results.ts";

/** How a corpus is scanned into a folder. */
export interface ScanFolderOptions extends CorpusScanOptions {
  /** Whether an earlier scan in the folder is replaced; default no. */
  readonly force?: boolean | undefined;
  /**
   * Called when all inputs but the pairs are read and checked, with the rules that will run and the files that are read.
   * What it throws ends the scan.
   */
  readonly onOpened?: ((rules: readonly LeakRule[], files: readonly string[]) => void) | undefined;
  /** Called with the findings, some at a time, in the order of `findings.jsonl`; then the scan runs in one thread. */
  readonly onFindings?: ((findings: readonly ScannedFinding[]) => void) | undefined;
  /** Filled with the worst findings while the scan proceeds. */
  readonly collected?: Collected | undefined;
  /** Gives further notes for `scan.json`; called when all is found. */
  readonly addNotes?: (() => readonly string[]) | undefined;
}

/** Implements {@link scanIntoFolder}, which `doors/leakage/scan_into_folder.ts` documents. */
export async function scanIntoFolder(
  path: string,
  folder: string,
  options: ScanFolderOptions,
): Promise<ScanResults> {
  const { force = false, onNote = () => {}, onOpened, onFindings, signal } = options;
  signal?.throwIfAborted();
  return await fillFolder(folder, SCAN_FOLDER, { force, onNote }, async (filling) => {
    const scan = await openScan(path, options, false);
    filling.protect(scan.files);
    onOpened?.(scan.rules, scan.files);
    const lines = onFindings === undefined
      ? scan.lines(options.collected)
      : passingFindings(scan, onFindings, options.collected);
    return await writeScan(filling.folder, scan, lines, options);
  });
}

/**
 * Writes the files of a scan.
 *
 * @param lines of `findings.jsonl`; when they end, the scan has ended
 * @returns the content of `scan.json`, which is written last
 */
export async function writeScan(
  folder: string,
  scan: CorpusScan,
  lines: AsyncIterable<Uint8Array>,
  options: ScanFolderOptions,
): Promise<ScanResults> {
  const { addNotes, signal } = options;
  await writeFileAtomic(join(folder, FINDINGS_FILE), lines).catch((thrown) => {
    // What ends the lines is reported as a file that cannot be written.
    signal?.throwIfAborted();
    throw thrown;
  });
  const results = scanResults(scan, options, addNotes?.() ?? [], await codeHashes());
  await writeFileAtomic(join(folder, SCAN_FILE), `${safeJson(results, 2)}\n`);
  signal?.throwIfAborted();
  return results;
}

/** The lines of `findings.jsonl`, as the findings pass. */
async function* passingFindings(
  scan: CorpusScan,
  onFindings: (findings: readonly ScannedFinding[]) => void,
  collected: Collected = {},
): AsyncGenerator<Uint8Array> {
  for await (const some of scan.findings()) {
    onFindings(some);
    yield collectLines(some, collected);
  }
}

/**
 * Pools of a corpus into a folder: `pools.json`, `findings.jsonl`, and manifests to train on.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { fillFolder } from "../../basics/output/output_folder.ts";
import type { CorpusScan } from "../corpus/corpus_scan.ts";
import { openScan } from "../corpus/open_scan.ts";
import type { CorpusScanOptions } from "../corpus/options.ts";
import type { Finding, TrainingPair } from "../findings.ts";
import { flaggingRules, type RulePolicy } from "../policy.ts";
import type { PoolOptions, PoolSet } from "../pools/pool_set.ts";
import { findingLine } from "../output/findings_file.ts";
import { FINDINGS_FILE, SPLIT_FOLDER } from "./kinds.ts";
import { type Scanned, writeSplit } from "./write_split.ts";

/** How the pools of a corpus are made in a folder. */
export interface SplitFolderOptions extends CorpusScanOptions, Omit<PoolOptions, "nouns"> {
  /** Whether an earlier output of this kind in the folder is replaced; default no. */
  readonly force?: boolean | undefined;
}

/** Pools and the pairs that they are made of. */
export interface SplitPools {
  /** The pools, with what a reader must know. */
  readonly pools: PoolSet;
  /** Every training pair. */
  readonly pairs: readonly TrainingPair[];
}

/** Implements {@link splitIntoFolder}, which `doors/leakage/split_into_folder.ts` documents. */
export async function splitIntoFolder(
  path: string,
  folder: string,
  options: SplitFolderOptions,
): Promise<SplitPools> {
  const { force = false, onNote = () => {}, signal } = options;
  signal?.throwIfAborted();
  return await fillFolder(folder, SPLIT_FOLDER, { force, onNote }, async (filling) => {
    const scan = await openScan(path, options, true);
    filling.protect(scan.files);
    const findings: Finding[] = [];
    for await (const some of scan.findings()) for (const finding of some) findings.push(finding);
    await writeFileAtomic(join(filling.folder, FINDINGS_FILE), findingLines(findings));
    return await writePools(filling.folder, path, scan, findings, options);
  });
}

/**
 * Writes the files of a split but `findings.jsonl`.
 *
 * @param scan one that has ended, and has kept the pairs
 * @param findings what was found: the rule, the item, the label and whether it is flagged are needed
 */
export async function writePools(
  folder: string,
  path: string,
  scan: CorpusScan,
  findings: readonly Finding[],
  options: SplitFolderOptions,
): Promise<SplitPools> {
  const { columns, allowOutside = false, signal } = options;
  const scanned = await scannedBy(scan, findings, options);
  const pools = await writeSplit(folder, path, scanned, options, { ...columns, allowOutside });
  signal?.throwIfAborted();
  return { pools, pairs: scanned.pairs };
}

/** A line at a time: a million of them are more than a string can hold. */
async function* findingLines(findings: readonly Finding[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const finding of findings) yield encoder.encode(findingLine(finding));
}

/** What a scan that has ended gives to be split. */
async function scannedBy(
  scan: CorpusScan,
  findings: readonly Finding[],
  policy: RulePolicy,
): Promise<Scanned> {
  const flagging = flaggingRules(policy);
  const rules = Object.fromEntries(
    scan.rules.map((rule) => [rule, flagging.has(rule) ? "flags" as const : "reports" as const]),
  );
  const inputs = Object.fromEntries(
    Object.values(scan.hashes()).map(({ path, sha256 }) => [path, sha256]),
  );
  const notes = [...scan.summary().notes];
  const nouns = await scan.nouns((note) => notes.push(note));
  return { pairs: scan.pairs(), findings, rules, nouns, notes, inputs };
}

/**
 * Writes the files of a split from the lines of `findings.jsonl`.
 *
 * @param scan one that has kept the pairs; when the lines end, it has ended
 */
export async function writeSplitFrom(
  folder: string,
  path: string,
  scan: CorpusScan,
  lines: AsyncIterable<Uint8Array>,
  options: SplitFolderOptions,
): Promise<SplitPools> {
  const findings: Finding[] = [];
  await writeFileAtomic(join(folder, FINDINGS_FILE), parsing(lines, findings));
  return await writePools(folder, path, scan, findings, options);
}

/** Passes whole lines, and adds what pools need of the findings in them. */
async function* parsing(
  lines: AsyncIterable<Uint8Array>,
  findings: Finding[],
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  for await (const some of lines) {
    for (const line of decoder.decode(some).split("\n")) {
      if (line === "") continue;
      const { rule, flagged, item, label, confidence } = JSON.parse(line) as Finding;
      const about = label === undefined ? {} : { label };
      findings.push({ rule, flagged, item, ...about, evidence: "", confidence });
    }
    yield some;
  }
}

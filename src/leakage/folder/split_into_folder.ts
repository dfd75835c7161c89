/**
 * Pools of a corpus into a folder: `pools.json`, `findings.jsonl`, and manifests to train on.
 * @module
 */
import { fillFolder } from "../../basics/output/output_folder.ts";
import type { CorpusScan } from "../corpus/corpus_scan.ts";
import { openScan } from "../corpus/open_scan.ts";
import type { CorpusScanOptions } from "../corpus/options.ts";
import type { Finding, TrainingPair } from "../findings.ts";
import { flaggingRules, type RulePolicy } from "../policy.ts";
import type { PoolOptions, PoolSet } from "../pools/pool_set.ts";
import { SPLIT_FOLDER } from "./kinds.ts";
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
  const { force = false, onNote = () => {}, columns, allowOutside = false, signal } = options;
  signal?.throwIfAborted();
  return await fillFolder(folder, SPLIT_FOLDER, { force, onNote }, async (filling) => {
    const scan = await openScan(path, options, true);
    filling.protect(scan.files);
    const scanned = await gather(scan, options);
    const reading = { ...columns, allowOutside };
    const pools = await writeSplit(filling.folder, path, scanned, options, reading);
    signal?.throwIfAborted();
    return { pools, pairs: scanned.pairs };
  });
}

/** Runs the scan to its end. */
async function gather(scan: CorpusScan, policy: RulePolicy): Promise<Scanned> {
  const findings: Finding[] = [];
  for await (const some of scan.findings()) for (const finding of some) findings.push(finding);
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

/**
 * A scan, or the scan of a split, whose pairs are divided among shards: what its shards and the command that puts them
 * together have in common.
 * @module
 */
import { codeHashes } from "../basics/code_hashes.ts";
import { InputError } from "../basics/errors.ts";
import { openInputFile } from "../basics/input_file.ts";
import { isFolder } from "../basics/on_disk.ts";
import { requireShardsPlace } from "../basics/output/divided_folder.ts";
import type { FolderKind } from "../basics/output/folder_kind.ts";
import { VERSION } from "../basics/version.ts";
import type { JsonObject } from "../embeddings/identity.ts";
import type { ObjectHeader } from "../leakage/corpus/block_object.ts";
import type { CorpusScan } from "../leakage/corpus/corpus_scan.ts";
import { openScan } from "../leakage/corpus/open_scan.ts";
import type { CorpusScanOptions } from "../leakage/corpus/options.ts";
import { wholeRule } from "../leakage/corpus/rules.ts";
import type { LeakRule } from "../leakage/findings.ts";
import { type Plan, planHash } from "./plan.ts";

/** What is scanned in shards. */
export interface DividedScanWork {
  /** Path of the training pairs. */
  readonly path: string;
  /** The output folder. */
  readonly folder: string;
  /** What the pairs are scanned against, by which rules. */
  readonly options: CorpusScanOptions;
  /** The output's kind. */
  readonly kind: FolderKind;
  /** Whether pools are made of the pairs. */
  readonly keepPairs: boolean;
  /** Number of the worst findings to keep; none where undefined. */
  readonly worst: number | undefined;
  /** What else the output depends on, as JSON. */
  readonly further: JsonObject;
  /** Called when all inputs but the pairs are read; what it throws ends the work. */
  readonly onOpened?: ((rules: readonly LeakRule[], files: readonly string[]) => void) | undefined;
}

/**
 * Refuses rules that compare pairs with each other: no part of the pairs can be scanned on its own.
 *
 * @throws {InputError} that names the first
 */
export function requireDivisible({ options }: DividedScanWork): void {
  const rule = wholeRule(options.rules ?? []);
  if (rule === undefined) return;
  throw new InputError(
    `${rule} compares all pairs with each other and cannot be divided; run it without --shard`,
  );
}

/**
 * Reads and checks all inputs but the pairs.
 *
 * @throws {InputError} as `openScan`, when the pairs do not exist, or the folder holds an input
 */
export async function openDivided(work: DividedScanWork): Promise<CorpusScan> {
  const { path, folder, kind, options, keepPairs, onOpened } = work;
  const scan = await openScan(path, options, keepPairs);
  requireShardsPlace(folder, kind, scan.files);
  onOpened?.(scan.rules, scan.files);
  return scan;
}

/**
 * Makes sure that the pairs exist before a plan is written for them.
 *
 * @throws {InputError} when they cannot be read
 */
export async function requirePairs({ path }: DividedScanWork): Promise<void> {
  if (await isFolder(path)) return;
  (await openInputFile(path)).close();
}

/**
 * What the findings in the shards' objects depend on.
 *
 * @param pairs SHA-256 of the pairs as they were read
 */
export async function identityOf(
  { path, options, worst, further }: DividedScanWork,
  scan: CorpusScan,
  pairs: string,
): Promise<JsonObject> {
  const { reading, evaluation: _, ...job } = scan.divided(worst).job;
  const inputs = Object.entries(scan.hashes()).map(([name, { sha256 }]) => [name, sha256]);
  const { items, itemColumns, itemsWhere, labelSeparator, backbones, projectors } = options;
  const identity = {
    inputs: { ...Object.fromEntries(inputs), pairs },
    // Findings name the manifest.
    path,
    reading,
    rules: job.rules,
    policy: job.policy,
    items: items === undefined ? null : { itemColumns, itemsWhere, labelSeparator },
    backbones,
    projectors,
    evaluationSets: options.evaluationSets,
    worst,
    ...further,
    code: (await codeHashes()).trainings,
    version: VERSION,
  };
  // Without what is undefined.
  return JSON.parse(JSON.stringify(identity));
}

/** What the object of a shard must be of. */
export function objectHeader(plan: Plan, shard: number): ObjectHeader {
  return { plan: planHash(plan), shard };
}

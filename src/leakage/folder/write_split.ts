/**
 * The files of a split but `findings.jsonl`: `pools.json`, `excluded.json`, and manifests to train on.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { codeHashes } from "../../basics/code_hashes.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { VERSION } from "../../basics/version.ts";
import type { DatasetOptions } from "../../datasets/open.ts";
import type { Finding, TrainingPair } from "../findings.ts";
import type { CaptionNouns } from "../pools/sounds_and_topics.ts";
import { ROW_NUMBERS_NOTE } from "../pools/notes.ts";
import { cutManifest } from "../pools/pool_manifest.ts";
import { poolOf } from "../pools/pool_of.ts";
import { makePoolSet, type PoolOptions, type PoolSet } from "../pools/pool_set.ts";
import { POOLS_FILE, type PoolsOrigin, writePools } from "../pools/pools_file.ts";
import { storedPools } from "../pools/stored_pools.ts";
import { exclusionList } from "../audio/write_exclusion_list.ts";
import { flaggedPairs } from "../pools/flagged.ts";
import { EXCLUDED_FILE } from "./kinds.ts";

/** What a scan gives to be split. */
export interface Scanned {
  /** Every training pair. */
  readonly pairs: readonly TrainingPair[];
  /** What the rules found. */
  readonly findings: readonly Finding[];
  /** What each rule that ran does with its findings. */
  readonly rules: PoolsOrigin["rules"];
  /** The nouns of the pairs without a label: their topics. */
  readonly nouns: CaptionNouns;
  /** What a reader must know of the scan, in sentences: what did not run, what could not be read. */
  readonly notes: readonly string[];
  /** SHA-256 of what was read, by the name under which it was given. */
  readonly inputs: PoolsOrigin["inputs"];
}

/**
 * Makes the pools and writes them. The manifests of the clean and the control pool leave out what is held out for
 * validation, which has a manifest of its own; `pools.json` has those pairs in every pool, and lists them.
 *
 * @param folder an empty one
 * @param path the manifest, or the folder of a data set, that the pairs come from
 * @param reading as the pairs were read
 */
export async function writeSplit(
  folder: string,
  path: string,
  scanned: Scanned,
  options: Omit<PoolOptions, "nouns">,
  reading: Omit<DatasetOptions, "modality"> = {},
): Promise<PoolSet> {
  const { pairs, findings, rules, nouns, notes: scanNotes, inputs } = scanned;
  const made = poolsOf(path, pairs, findings, { ...options, nouns });
  const { extension, areIdsRowNumbers, cut } = await cutManifest(path, pairs, reading);
  const notes = [...scanNotes, ...made.notes, ...(areIdsRowNumbers ? [ROW_NUMBERS_NOTE] : [])];
  const pools = { ...made, notes };
  const { trainings } = await codeHashes();
  const origin = { version: VERSION, code: { trainings }, rules, inputs };
  await writePools(join(folder, POOLS_FILE), { ...origin, ...pools });
  const flagged = flaggedPairs(
    new Map(pairs.map((pair) => [pair.id, pair])),
    findings,
    options.unit,
  );
  const excluded = exclusionList(pairs.filter(({ id }) => flagged.ids.has(id)));
  await writeFileAtomic(join(folder, EXCLUDED_FILE), excluded);
  const stored = storedPools(pools);
  const manifests = {
    clean: poolOf(stored, { kind: "clean" }).training,
    control: poolOf(stored, { kind: "control" }).training,
    ...(pools.validation ? { validation: pools.validation.ids } : {}),
  };
  for (const [name, ids] of Object.entries(manifests)) {
    await writeFileAtomic(join(folder, `${name}.${extension}`), cut(new Set(ids)));
  }
  return pools;
}

/** Makes the pools; an error about them names the manifest. */
function poolsOf(path: string, ...making: Parameters<typeof makePoolSet>): PoolSet {
  try {
    return makePoolSet(...making);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    throw new InputError(`"${quotable(path)}": ${thrown.message}`, { cause: thrown });
  }
}

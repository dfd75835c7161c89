/**
 * The folders that `scan` and `split` write, by which they are known: only these files are ever replaced or removed.
 * @module
 */
import type { FolderKind } from "../../basics/output/folder_kind.ts";
import type { OwnName } from "../../basics/output/own_names.ts";
import { SHARDS_NAME } from "../../basics/output/shard_names.ts";
import { SCAN_SCHEMA } from "../output/summary.ts";
import { POOLS_FILE, POOLS_SCHEMA } from "../pools/pools_file.ts";

/** Name of the file with a line for each finding. */
export const FINDINGS_FILE = "findings.jsonl";

/** Name of the file with the ids of the sounds that a split leaves out of the clean pool. */
export const EXCLUDED_FILE = "excluded.json";

/** Name of the file with the numbers of a scan. */
export const SCAN_FILE = "scan.json";

const files = (...names: (string | RegExp)[]): OwnName[] => names.map((name) => ({ name }));

/** The folder of `scan`. */
export const SCAN_FOLDER: FolderKind = {
  command: "scan",
  markers: [{ name: SCAN_FILE, schema: SCAN_SCHEMA }],
  names: [...files(FINDINGS_FILE, SCAN_FILE), SHARDS_NAME],
};

/** The folder of `split`. */
export const SPLIT_FOLDER: FolderKind = {
  command: "split",
  markers: [{ name: POOLS_FILE, schema: POOLS_SCHEMA }],
  names: [
    ...files(
      POOLS_FILE,
      FINDINGS_FILE,
      EXCLUDED_FILE,
      /^(clean|control|validation)\.(csv|jsonl)$/,
    ),
    SHARDS_NAME,
  ],
};

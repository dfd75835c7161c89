/**
 * The names in the folder of a command whose work is divided into shards. They are known to every kind of folder, so that
 * none takes them for a user's.
 * @module
 */
import type { OwnName } from "./own_names.ts";

/** Name of the folder, in a command's output folder. */
export const SHARDS_FOLDER = "shards";
/** Name of the file that fixes into how many shards the work is divided. */
export const PLAN_FILE = "plan.json";
/** Name of the file that says which rows of a manifest belong to which shard. */
export const RANGES_FILE = "ranges.json";
/** Name of the file that holds what an audit's residual check found. */
export const RESIDUAL_FILE = "residual.json";
/** Name of the file that says what the objects of the shards depend on. */
export const IDENTITY_FILE = "identity.json";
/** Name of the file that says that the shards were put together. */
export const COLLECTED_FILE = "collected.json";
/** Name of the folder in which an output is written before its files take their places. */
export const COLLECTING_FOLDER = "collecting";
/** Name of the folder of an engine's logs. */
export const LOGS_FOLDER = "logs";

/** What a shard's own files are: who works on it, how it failed, that it is done, or what it found. */
export type ShardFile = "running.json" | "failed.json" | "done.json" | "part";

/** Returns the name of one of a shard's files. */
export function shardFile(shard: number, ending: ShardFile): string {
  return `${String(shard).padStart(6, "0")}.${ending}`;
}

/** The folder of shards, and what it may hold. */
export const SHARDS_NAME: OwnName = {
  name: SHARDS_FOLDER,
  entries: [
    { name: PLAN_FILE },
    { name: RANGES_FILE },
    { name: IDENTITY_FILE },
    { name: RESIDUAL_FILE },
    { name: COLLECTED_FILE },
    { name: /^\d{6,9}\.(running\.json|failed\.json|done\.json|part)$/ },
    { name: COLLECTING_FOLDER, entries: [{ name: /^[\w.-]+$/ }] },
    { name: LOGS_FOLDER, entries: [{ name: /^[\w.-]+\.log$/ }] },
  ],
};

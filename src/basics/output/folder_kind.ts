/**
 * How the output folder of a command is recognized, and whether it may be replaced.
 * @module
 */
import { join } from "node:path";
import { quotable } from "../printable.ts";
import { readHead } from "./head.ts";
import { isOwnTrace, type OwnName, strangersIn } from "./own_names.ts";
import type { Marker } from "./marker.ts";
import { inputIn, isThere } from "./place.ts";
import { differencesFromRecord } from "./record.ts";
import { PLAN_FILE, SHARDS_FOLDER } from "./shard_names.ts";

/** Most names that a message lists. */
const SHOWN_NAMES = 3;

/** A kind of output folder. */
export interface FolderKind {
  /** The command that writes it. */
  readonly command: string;
  /** Marker files; every complete folder contains one of them. */
  readonly markers: readonly Marker[];
  /** Everything that the command writes into it. */
  readonly names: readonly OwnName[];
  /**
   * Whether the marker records the hashes of all files. If so, an unchanged folder may be replaced without --force, and
   * a changed one never.
   */
  readonly isRecorded?: boolean;
}

/** What may be replaced. */
export interface Replacing {
  /** Whether an earlier output of the same command may be replaced. */
  readonly force: boolean;
  /** Files that a replaced folder must not contain. */
  readonly inputs: readonly string[];
}

/** Whether a folder is an output of this kind. */
export function isMarked(folder: string, { markers }: Pick<FolderKind, "markers">): boolean {
  return markers.some(({ name, schema }) => {
    const [, found] = /^\s*\{\s*"schema"\s*:\s*"([^"\\]*)"/.exec(readHead(join(folder, name))) ??
      [];
    return found === schema;
  });
}

/**
 * Whether a path can be taken without losing anything: nothing exists there, or a folder that contains at most locks
 * and the partial files of killed processes.
 */
export function isFree(path: string): boolean {
  try {
    return Deno.lstatSync(path).isDirectory &&
      [...Deno.readDirSync(path)].every((entry) => isOwnTrace(path, entry));
  } catch (thrown) {
    return thrown instanceof Deno.errors.NotFound;
  }
}

/**
 * Says why an existing path may not be replaced, as the rest of a sentence that begins with the path.
 *
 * @param path of the existing file or folder
 * @returns undefined when it may be replaced
 */
export function whyKept(path: string, kind: FolderKind, replacing: Replacing): string | undefined {
  const { command, isRecorded = false, markers } = kind;
  const { force, inputs } = replacing;
  if (isThere(join(path, SHARDS_FOLDER, PLAN_FILE)) && !isMarked(path, kind)) {
    return "holds shards that are not put together; use earnest collect, or choose another --out";
  }
  if (!force && !isRecorded) return "exists; choose another --out, or replace it with --force";
  const remedy = force ? ", so --force does not replace it" : "; choose another place with --out";
  if (!Deno.lstatSync(path).isDirectory) return `is not a folder${remedy}`;
  const input = inputIn(path, inputs);
  if (input !== undefined) return `holds the input "${quotable(input)}"${remedy}`;
  if (!isMarked(path, kind)) {
    const names = [...new Set(markers.map(({ name }) => `"${name}"`))];
    const expected = names.join(" or ");
    return `is not an output of ${command} (no ${expected} of its schema is in it)${remedy}`;
  }
  const strangers = strangersIn(path, kind.names);
  if (force) {
    if (strangers.length === 0) return undefined;
    return `holds ${quotedList(strangers)}, which ${command} did not write${remedy}`;
  }
  const differing = differencesFromRecord(path, markers[0]!, strangers);
  if (differing.length === 0) return undefined;
  const others = strangers.length > 0 ? "" : ", or replace it with --force";
  return `has changed since ${command} wrote it (${quotedList(differing)})${remedy}${others}`;
}

/** Joins names for a sentence, up to the limit. */
function quotedList(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map((name) => `"${quotable(name)}"`);
  const more = names.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  if (all.length === 1) return all[0]!;
  return `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

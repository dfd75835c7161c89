/**
 * What the output folder of a command is known by, and whether one may be replaced.
 * @module
 */
import { join } from "node:path";
import { quotable } from "../printable.ts";
import { readHead } from "./head.ts";
import { isOwnTrace, type OwnName, strangersIn } from "./own_names.ts";
import type { Marker } from "./marker.ts";
import { inputIn } from "./place.ts";
import { differencesFromRecord } from "./record.ts";

/** Names that a message lists. */
const SHOWN_NAMES = 3;

/** The output folder of a command. */
export interface FolderKind {
  /** The command. */
  readonly command: string;
  /** One of these is in every whole folder. */
  readonly markers: readonly Marker[];
  /** All that the command writes into it. */
  readonly names: readonly OwnName[];
  /**
   * Whether the marker records the hashes of all files: then a folder that is still as it was written may be replaced
   * without being asked to, and none that is not.
   */
  readonly isRecorded?: boolean;
}

/** What is asked for when something is at a place. */
export interface Replacing {
  /** Whether an earlier output of the same command may be replaced. */
  readonly force: boolean;
  /** Files that must not be in what is replaced. */
  readonly inputs: readonly string[];
}

/** Whether a folder is known as a command's. */
export function isMarked(folder: string, { markers }: Pick<FolderKind, "markers">): boolean {
  return markers.some(({ name, schema }) => {
    const [, found] = /^\s*\{\s*"schema"\s*:\s*"([^"\\]*)"/.exec(readHead(join(folder, name))) ??
      [];
    return found === schema;
  });
}

/**
 * Whether nothing is lost when a path is taken: nothing is there, or a folder that is empty but for locks and what killed
 * processes left of files.
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
 * Why something may not be replaced, as the rest of a sentence that begins with its path.
 *
 * @param path of what is not free
 * @returns undefined when it may be replaced
 */
export function whyKept(path: string, kind: FolderKind, replacing: Replacing): string | undefined {
  const { command, isRecorded = false, markers } = kind;
  const { force, inputs } = replacing;
  if (!force && !isRecorded) return "exists; choose another --out, or replace it with --force";
  const remedy = force ? ", so --force does not replace it" : "; choose another place with --out";
  if (!Deno.lstatSync(path).isDirectory) return `is no folder${remedy}`;
  const input = inputIn(path, inputs);
  if (input !== undefined) return `holds the input "${quotable(input)}"${remedy}`;
  if (!isMarked(path, kind)) {
    const expected = markers.map(({ name }) => `"${name}"`).join(" or ");
    return `is no output of ${command} (no ${expected} of its schema is in it)${remedy}`;
  }
  const strangers = strangersIn(path, kind.names);
  if (force) {
    if (strangers.length === 0) return undefined;
    return `holds ${listed(strangers)}, which ${command} did not write${remedy}`;
  }
  const differing = differencesFromRecord(path, markers[0]!, strangers);
  if (differing.length === 0) return undefined;
  const others = strangers.length > 0 ? "" : ", or replace it with --force";
  return `is not as ${command} wrote it (${listed(differing)})${remedy}${others}`;
}

/** Some names, as a sentence lists them. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map((name) => `"${quotable(name)}"`);
  const more = names.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  if (all.length === 1) return all[0]!;
  return `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

/**
 * What the folder of an audit already holds, and whether an audit may work in it.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { recordOf } from "../../basics/record_schema.ts";
import { isPartial } from "../../basics/atomic.ts";
import { InputError } from "../../basics/errors.ts";
import { failure } from "../../basics/failure.ts";
import { irregularKind, readInputFile } from "../../basics/input_file.ts";
import { isMarked, whyKept } from "../../basics/output/folder_kind.ts";
import { readHead } from "../../basics/output/head.ts";
import type { Marker } from "../../basics/output/marker.ts";
import { isTrace } from "../../basics/output/own_names.ts";
import { isThere, lengthError, realPlace } from "../../basics/output/place.ts";
import { SHARDS_FOLDER } from "../../basics/output/shard_names.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { quotable } from "../../basics/printable.ts";
import { differenceText } from "../../embeddings/difference_text.ts";
import { differencesOf, type JsonObject } from "../../embeddings/identity.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { EMBEDDINGS_FOLDER } from "../inputs/running.ts";
import { readRun } from "../results/run_file.ts";
import { CODE_FIELDS } from "../run.ts";
import { CELLS_FOLDER } from "../trainings/finished_trainings.ts";
import { AUDIT_FOLDER, REPORT, REPORT_FILE, RESULTS_FILE } from "./kind.ts";

const [RUN, ...RESULTS] = AUDIT_FOLDER.markers as readonly [Marker, ...Marker[]];

/** What is needed of results to tell whether they are those of an audit. */
const earlierResults = z.object({
  schema: z.enum(RESULTS.map(({ schema }) => schema)),
  fingerprint: recordOf(z.string()),
});

/** What an audit does with an earlier output in its folder. Without either, there must be none. */
export interface FolderMode {
  /** Whether an unfinished audit is continued: finished trainings are not repeated. Default no. */
  readonly resume?: boolean | undefined;
  /**
   * Whether an earlier output is replaced; with `resume`, one of another configuration, whose finished trainings are kept
   * where they are the same. Default no.
   */
  readonly force?: boolean | undefined;
}

/**
 * Classifies what is at `path`; `blank` is a folder that is empty but for locks, unfinished files and the plan of shards.
 */
export function contentOf(
  path: string,
): "nothing" | "blank" | "finished" | "not finished" | "other" {
  let names: string[];
  try {
    names = Array.from(Deno.readDirSync(path), ({ name }) => name);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return "nothing";
    if (thrown instanceof Deno.errors.NotADirectory) return "other";
    throw lengthError(path, thrown) ??
      failure(`Cannot look into "${path}"`, thrown);
  }
  if (names.every((name) => isTrace(name) || name === SHARDS_FOLDER)) return "blank";
  if (hasResults(path)) return "finished";
  return isMarked(path, { markers: [RUN] }) ? "not finished" : "other";
}

/**
 * Makes sure that a path is free or an audit's folder.
 *
 * @throws {InputError} when something else is there
 */
export function checkKind(path: string): void {
  if (contentOf(path) === "other") throw taken(path, "no audit wrote it");
}

/**
 * Makes sure that an audit may work in a folder.
 *
 * @throws {InputError} when something is there that the mode does not allow
 */
export async function checkAuditFolder(
  path: string,
  { resume = false, force = false }: FolderMode,
  configuration: AuditConfiguration,
  inputs: readonly string[],
): Promise<void> {
  const place = realPlace(path);
  const content = contentOf(path);
  if (content === "nothing" || content === "blank") return;
  if (content === "other" && !force) {
    throw taken(path, resume ? "no audit wrote it" : "replace an earlier output with --force");
  }
  if (!resume && !force) {
    throw new InputError(
      `"${path}" holds an audit that is ${content}; use --resume to continue it, or --force to start over`,
    );
  }
  if (force) return checkReplaceable(path, place, inputs);
  refuseOtherKinds(path);
  // Now, and not only when all inputs are read: whether they can be read takes no time.
  await readFingerprint(path);
  if (!isMarked(path, { markers: [RUN] })) return;
  const earlier = plain((await readRun(path)).configuration);
  refuseDifference(path, earlier, plain(configuration));
}

/**
 * Makes sure that the results in a folder, if there are any, are those that an audit will have. Results of
 * other code are allowed: they stay as they are until the new ones are written.
 *
 * @throws {InputError} that names the first field in which they differ, or what is wrong with the file
 */
export async function checkResults(path: string, fingerprint: JsonObject): Promise<void> {
  const earlier = await readFingerprint(path);
  if (earlier) refuseDifference(path, withoutCode(earlier), withoutCode(fingerprint));
}

/**
 * Reads the fingerprint of the results in a folder.
 *
 * @returns undefined where there are none
 * @throws {InputError} when they are not those of an audit
 */
export async function readFingerprint(path: string): Promise<JsonObject | undefined> {
  const file = join(path, RESULTS_FILE);
  if (!isThere(file)) return undefined;
  try {
    return parseJson(decodeUtf8(await readInputFile(file), file), file, earlierResults).fingerprint;
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    throw new InputError(
      `${thrown.message}; choose another --out, or replace these results with --force --resume`,
    );
  }
}

/** Refuses a link, a pipe or a folder where the audit writes a file: it would be replaced. */
function refuseOtherKinds(path: string): void {
  for (const { name, entries } of AUDIT_FOLDER.names) {
    if (entries !== undefined || typeof name !== "string") continue;
    refuseOtherKind(join(path, name));
  }
  refuseOtherReport(path);
}

/**
 * Refuses a page that Earnest did not write where its report is to be written.
 *
 * @throws {InputError} that names it
 */
export function refuseOtherReport(folder: string): void {
  const file = join(folder, REPORT_FILE);
  refuseOtherKind(file);
  if (!isThere(file) || REPORT.head!.test(readHead(file))) return;
  throw new InputError(
    `"${quotable(file)}" is not a report of Earnest's, which would replace it; move it away`,
  );
}

/**
 * Refuses what is no regular file where one is to be written.
 *
 * @throws {InputError} that tells what is there
 */
export function refuseOtherKind(file: string): void {
  if (!isThere(file)) return;
  const info = Deno.lstatSync(file);
  if (info.isFile) return;
  throw new InputError(`"${file}" is ${irregularKind(info)}; expected a file (move it away)`);
}

function withoutCode(fingerprint: JsonObject): JsonObject {
  const fields = Object.entries(fingerprint).filter(([field]) => !CODE_FIELDS.includes(field));
  return Object.fromEntries(fields);
}

function checkReplaceable(path: string, place: string, inputs: readonly string[]): void {
  const reason = whyKept(place, AUDIT_FOLDER, { force: true, inputs });
  if (reason !== undefined) throw new InputError(`"${quotable(path)}" ${reason}`);
}

function taken(path: string, why: string): InputError {
  return new InputError(`"${path}" exists; choose another --out (${why})`);
}

function refuseDifference(path: string, earlier: JsonObject, now: JsonObject): void {
  const [difference] = differencesOf(earlier, now);
  if (!difference) return;
  throw new InputError(
    `"${path}" holds an audit that was begun ${differenceText(difference, "this run")}; ` +
      "choose another --out, or replace its results with --force --resume",
  );
}

/**
 * Whether an audit's folder holds what took time to make: embeddings, finished trainings or results.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * assert.equal(keepsAnything(folder), false);
 * await Deno.remove(folder);
 * ```
 */
export function keepsAnything(path: string): boolean {
  const isIn = (folder: string) => {
    try {
      return [...Deno.readDirSync(join(path, folder))].some(({ name }) => !isPartial(name));
    } catch {
      return false;
    }
  };
  return isIn(CELLS_FOLDER) || isIn(EMBEDDINGS_FOLDER) || hasResults(path);
}

function hasResults(path: string): boolean {
  return isMarked(path, { markers: RESULTS });
}

function plain(configuration: AuditConfiguration): JsonObject {
  return JSON.parse(JSON.stringify(configuration));
}

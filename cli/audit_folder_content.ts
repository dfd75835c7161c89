/** What is in the folder that an audit shall work in, and whether it may. */
import { join } from "node:path";
import { CELLS_FOLDER } from "../src/audit/trainings/finished_trainings.ts";
import type { AuditConfiguration } from "../src/audit/configuration/configuration.ts";
import { EMBEDDINGS_FOLDER } from "../src/audit/inputs/running.ts";
import { RESULTS_SCHEMA } from "../src/audit/results/results.ts";
import { CODE_FIELDS } from "../src/audit/run.ts";
import { readRun, RUN_FILE, RUN_SCHEMA } from "../src/audit/results/run_file.ts";
import { isPartial } from "../src/basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../src/basics/errors.ts";
import { quotable } from "../src/basics/printable.ts";
import {
  differencesOf,
  type Json,
  type JsonObject,
  quotableJson,
} from "../src/embeddings/identity.ts";
import { checkOutput, holds } from "./output_folder.ts";

/** Name of the file that a process locks while it works in the folder. */
export const LOCK_FILE = ".lock";

const RESULTS_FILE = "results.json";

/** What may be in the folder already. */
export interface FolderMode {
  /** Goes on: what is finished is not done again. */
  readonly resume: boolean;
  /** An earlier output is replaced; with `resume`, one of another configuration whose finished cells are kept. */
  readonly force: boolean;
}

/** What is at a path: nothing (or nothing yet), an audit's folder, or something else. */
export function contentOf(
  path: string,
): "nothing" | "blank" | "finished" | "not finished" | "other" {
  let names: string[];
  try {
    names = Array.from(Deno.readDirSync(path), ({ name }) => name);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return "nothing";
    if (thrown instanceof Deno.errors.NotADirectory) return "other";
    throw new SurroundingsError(`Cannot look into "${path}": ${messageOf(thrown)}`);
  }
  if (names.every((name) => name === LOCK_FILE || isPartial(name))) return "blank";
  if (hasResults(path)) return "finished";
  return holds(path, RUN_FILE, RUN_SCHEMA) ? "not finished" : "other";
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
  { resume, force }: FolderMode,
  configuration: AuditConfiguration,
  inputs: readonly string[],
): Promise<void> {
  const content = contentOf(path);
  if (content === "nothing" || content === "blank") return;
  if (content === "other" && !force) {
    throw taken(path, resume ? "no audit wrote it" : "replace an earlier output with --force");
  }
  if (!resume && !force) {
    throw new InputError(
      `"${path}" holds an audit that is ${content}; go on with --resume, or start over with --force`,
    );
  }
  if (force) return checkOutput(path, inputs);
  if (!holds(path, RUN_FILE, RUN_SCHEMA)) return;
  const earlier = plain((await readRun(path)).configuration);
  refuseDifference(path, earlier, plain(configuration));
}

/**
 * Makes sure that the results in a folder, if there are any, are those that an audit will have. Results of other code
 * are let pass: they stay as they are until the new ones are written.
 *
 * @throws {InputError} that names the first field in which they differ
 */
export function checkResults(path: string, fingerprint: JsonObject): void {
  if (!hasResults(path)) return;
  const earlier = JSON.parse(Deno.readTextFileSync(join(path, RESULTS_FILE)));
  refuseDifference(path, withoutCode(earlier.fingerprint), withoutCode(fingerprint));
}

function withoutCode(fingerprint: JsonObject): JsonObject {
  const fields = Object.entries(fingerprint).filter(([field]) => !CODE_FIELDS.includes(field));
  return Object.fromEntries(fields);
}

function taken(path: string, why: string): InputError {
  return new InputError(`"${path}" exists; choose another --out (${why})`);
}

function refuseDifference(path: string, earlier: JsonObject, now: JsonObject): void {
  const [difference] = differencesOf(earlier, now);
  if (!difference) return;
  const { field, first, second } = difference;
  const quoted = (value: Json | undefined) => value === undefined ? "nothing" : quotableJson(value);
  throw new InputError(
    `"${path}" holds an audit whose "${quotable(field)}" is ${quoted(first)}, not ${
      quoted(second)
    }; choose another --out, or replace its results with --force --resume`,
  );
}

/** Whether the folder holds what took time to make. */
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
  return holds(path, RESULTS_FILE, RESULTS_SCHEMA);
}

function plain(configuration: AuditConfiguration): JsonObject {
  return JSON.parse(JSON.stringify(configuration));
}

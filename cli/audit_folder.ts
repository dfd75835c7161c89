/** The folder that an audit works in: what it finishes is there at once, and stays whatever ends the audit. */
import { join } from "node:path";
import { CELLS_FOLDER } from "../src/audit/cell_cache.ts";
import type { AuditConfiguration } from "../src/audit/configuration.ts";
import { RESULTS_SCHEMA } from "../src/audit/results.ts";
import { type AuditRun, formatRun, readRun, RUN_FILE, RUN_SCHEMA } from "../src/audit/run_file.ts";
import { isPartial, writeFileAtomic } from "../src/basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../src/basics/errors.ts";
import { quotable } from "../src/basics/printable.ts";
import {
  differencesOf,
  type Json,
  type JsonObject,
  quotableJson,
} from "../src/embeddings/identity.ts";
import { VARIANTS_FILE } from "../src/compute/variants_file.ts";
import { interruptible } from "./interrupt.ts";
import { checkOutput, holds } from "./output_folder.ts";

/** Folder of the embedding sets that audits make. */
export const EMBEDDINGS_FOLDER = "embeddings";

const RESULTS_FILE = "results.json";
const LOCK_FILE = ".lock";
const GO_ON = "the same command with --resume goes on";

/** What may be in the folder already. */
export interface FolderMode {
  /** Goes on: what is finished is not done again. */
  readonly resume: boolean;
  /** An earlier output is replaced; with `resume`, one of another configuration whose finished cells are kept. */
  readonly force: boolean;
}

/** The folder while an audit works in it. */
export interface AuditFolder {
  /** Its path. */
  readonly path: string;
  /**
   * To be called when all is read, before the first cell: refuses results of other inputs, or makes room for new ones.
   *
   * @param fingerprint that the results will have
   */
  begin(fingerprint: JsonObject): Promise<void>;
}

/**
 * Works in an audit's folder, which is made if it is not there; no other process can work in it meanwhile. When the work
 * ends early, what is finished stays, and a folder in which nothing is finished goes.
 *
 * @param path of the folder; the folder that it is in must be there
 * @param run what the audit was asked for
 * @param inputs files that must not lie in what is replaced
 * @throws {InputError} when something is there that the mode does not allow, or another audit works in it
 * @throws {SurroundingsError} when it cannot be written
 */
export async function workInAuditFolder<Result>(
  path: string,
  mode: FolderMode,
  run: AuditRun,
  inputs: readonly string[],
  work: (folder: AuditFolder) => Promise<Result>,
): Promise<Result> {
  await checkAuditFolder(path, mode, run.configuration, inputs);
  const isNew = makeFolder(path);
  using _lock = await lock(path);
  // Another process may have worked in it until now.
  await checkAuditFolder(path, mode, run.configuration, inputs);
  const wasBlank = contentOf(path) === "blank";
  const leave = () => {
    quietly(() => {
      if (wasBlank && !keepsAnything(path)) clear(path, []);
      else Deno.removeSync(join(path, LOCK_FILE));
      if (isNew) Deno.removeSync(path);
    });
  };
  const interrupted = () => {
    if (keepsAnything(path)) console.error(`\nWhat is finished is kept; ${GO_ON}.`);
    leave();
  };
  return await interruptible(interrupted, async () => {
    try {
      // So that it is known as an audit's; what an earlier one wrote is replaced when all is read.
      if (wasBlank) await writeRun(path, run);
      return await work({ path, begin: (fingerprint) => begin(path, mode, run, fingerprint) });
    } catch (thrown) {
      if (!(thrown instanceof SurroundingsError) || !keepsAnything(path)) throw thrown;
      throw new SurroundingsError(`${thrown.message}; what is finished is kept, ${GO_ON}`);
    } finally {
      leave();
    }
  });
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
    const choice = resume ? "no audit wrote it" : "replace an earlier output with --force";
    throw new InputError(`"${path}" exists; choose another --out (${choice})`);
  }
  if (!resume && !force) {
    throw new InputError(
      `"${path}" holds ${content} audit; go on with --resume, or start over with --force`,
    );
  }
  if (force) return checkOutput(path, inputs);
  if (!holds(path, RUN_FILE, RUN_SCHEMA)) return;
  const earlier = plain((await readRun(path)).configuration);
  refuseDifference(path, earlier, plain(configuration));
}

/** Refuses results that do not fit, or makes room for new ones. */
async function begin(
  path: string,
  { resume, force }: FolderMode,
  run: AuditRun,
  fingerprint: JsonObject,
): Promise<void> {
  if (!force && holds(path, RESULTS_FILE, RESULTS_SCHEMA)) {
    const earlier = JSON.parse(Deno.readTextFileSync(join(path, RESULTS_FILE)));
    refuseDifference(path, earlier.fingerprint, fingerprint);
  }
  await writeRun(path, run);
  if (!force) return;
  const kept = resume ? [CELLS_FOLDER, VARIANTS_FILE] : [];
  try {
    clear(path, [LOCK_FILE, RUN_FILE, EMBEDDINGS_FOLDER, ...kept]);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
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

/** What is at a path. */
function contentOf(
  path: string,
): "nothing" | "blank" | "other" | "a finished" | "an unfinished" {
  let names: string[];
  try {
    names = Array.from(Deno.readDirSync(path), ({ name }) => name);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return "nothing";
    if (thrown instanceof Deno.errors.NotADirectory) return "other";
    throw new SurroundingsError(`Cannot look into "${path}": ${messageOf(thrown)}`);
  }
  if (names.every((name) => name === LOCK_FILE || isPartial(name))) return "blank";
  if (holds(path, RESULTS_FILE, RESULTS_SCHEMA)) return "a finished";
  return holds(path, RUN_FILE, RUN_SCHEMA) ? "an unfinished" : "other";
}

/** Makes the folder, and tells whether it was not there. */
function makeFolder(path: string): boolean {
  try {
    Deno.mkdirSync(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.AlreadyExists) return false;
    throw unwritable(path, thrown);
  }
}

/** The lock of the folder, which ends with its disposal, or with the process. */
async function lock(path: string): Promise<Deno.FsFile> {
  const place = join(path, LOCK_FILE);
  for (;;) {
    let file: Deno.FsFile;
    try {
      file = await Deno.open(place, { write: true, create: true });
    } catch (thrown) {
      throw unwritable(path, thrown);
    }
    // Some file systems have no locks.
    const isTaken = await file.tryLock(true).catch(() => true);
    if (isTaken && await isAt(file, place)) return file;
    file.close();
    if (isTaken) continue;
    throw new InputError(`Another audit works in "${path}"; wait for it, or choose another --out`);
  }
}

/** Whether a file is still the one at a path: whoever held its lock may have removed it in the meantime. */
async function isAt(file: Deno.FsFile, path: string): Promise<boolean> {
  const there = await Deno.stat(path).catch(() => undefined);
  return there !== undefined && there.ino === (await file.stat()).ino;
}

/** Whether the folder holds what took time to make. */
function keepsAnything(path: string): boolean {
  const isIn = (folder: string) => {
    try {
      return [...Deno.readDirSync(join(path, folder))].some(({ name }) => !isPartial(name));
    } catch {
      return false;
    }
  };
  return isIn(CELLS_FOLDER) || isIn(EMBEDDINGS_FOLDER) || holds(path, RESULTS_FILE, RESULTS_SCHEMA);
}

/** Removes all that is in a folder but what is kept. */
function clear(path: string, kept: readonly string[]): void {
  for (const { name } of [...Deno.readDirSync(path)]) {
    if (!kept.includes(name)) Deno.removeSync(join(path, name), { recursive: true });
  }
}

function quietly(remove: () => void): void {
  try {
    remove();
  } catch {
    // Something else is in the folder, or it is gone already.
  }
}

async function writeRun(path: string, run: AuditRun): Promise<void> {
  await writeFileAtomic(join(path, RUN_FILE), formatRun(run));
}

function plain(configuration: AuditConfiguration): JsonObject {
  return JSON.parse(JSON.stringify(configuration));
}

function unwritable(path: string, thrown: unknown): SurroundingsError {
  return new SurroundingsError(`Cannot write "${path}": ${messageOf(thrown)}`);
}

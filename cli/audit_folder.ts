/** The folder that an audit works in: what it finishes is there at once, and stays whatever ends the audit. */
import { join } from "node:path";
import { CELLS_FOLDER } from "../src/audit/trainings/finished_trainings.ts";
import { EMBEDDINGS_FOLDER } from "../src/audit/inputs/running.ts";
import { type AuditRun, formatRun, RUN_FILE } from "../src/audit/results/run_file.ts";
import { removePartials, writeFileAtomic } from "../src/basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../src/basics/errors.ts";
import { VARIANTS_FILE } from "../src/compute/variants_file.ts";
import type { JsonObject } from "../src/embeddings/identity.ts";
import {
  checkAuditFolder,
  checkResults,
  contentOf,
  type FolderMode,
  keepsAnything,
  LOCK_FILE,
} from "./audit_folder_content.ts";
import { interruptible } from "./interrupt.ts";
import { exists } from "./output_folder.ts";

const CHARTS_FOLDER = "charts";
const GO_ON = "the same command with --resume goes on";

/**
 * To be called when all is read, before the first cell: refuses results of other inputs, or makes room for new ones.
 *
 * @param fingerprint that the results will have
 */
export type BeginAudit = (fingerprint: JsonObject) => Promise<void>;

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
  work: (begin: BeginAudit) => Promise<Result>,
): Promise<Result> {
  await checkAuditFolder(path, mode, run.configuration, inputs);
  const isNew = makeFolder(path);
  using _lock = await lock(path);
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
      // Another process may have worked in it until now.
      await checkAuditFolder(path, mode, run.configuration, inputs);
      await removePartials(path);
      // So that it is known as an audit's; what an earlier one wrote is replaced when all is read.
      if (wasBlank) await writeRun(path, run);
      return await work((fingerprint) => begin(path, mode, run, fingerprint));
    } catch (thrown) {
      if (!(thrown instanceof SurroundingsError) || !keepsAnything(path)) throw thrown;
      throw new SurroundingsError(`${thrown.message}; what is finished is kept, ${GO_ON}`);
    } finally {
      leave();
    }
  });
}

/** Refuses results that do not fit, or makes room for new ones. */
async function begin(
  path: string,
  { resume, force }: FolderMode,
  run: AuditRun,
  fingerprint: JsonObject,
): Promise<void> {
  if (!force) checkResults(path, fingerprint);
  if (exists(join(path, CHARTS_FOLDER))) await removePartials(join(path, CHARTS_FOLDER));
  await writeRun(path, run);
  if (!force) return;
  const kept = resume ? [CELLS_FOLDER, VARIANTS_FILE] : [];
  try {
    clear(path, [LOCK_FILE, RUN_FILE, EMBEDDINGS_FOLDER, ...kept]);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
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

function unwritable(path: string, thrown: unknown): SurroundingsError {
  return new SurroundingsError(`Cannot write "${path}": ${messageOf(thrown)}`);
}

/** The folder that an audit works in: what it finishes is there at once, and stays whatever ends the audit. */
import { join } from "node:path";
import { CELLS_FOLDER } from "../src/audit/trainings/finished_trainings.ts";
import { EMBEDDINGS_FOLDER } from "../src/audit/inputs/running.ts";
import { type AuditRun, formatRun, RUN_FILE } from "../src/audit/results/run_file.ts";
import { removePartials, writeFileAtomic } from "../src/basics/atomic.ts";
import { InputError, SurroundingsError } from "../src/basics/errors.ts";
import { type HeldLock, takeLock } from "../src/basics/output/lock.ts";
import { LOCK_FILE, removeOwn } from "../src/basics/output/own_names.ts";
import { isThere, unwritable } from "../src/basics/output/place.ts";
import { quotable } from "../src/basics/printable.ts";
import { VARIANTS_FILE } from "../src/compute/variants_file.ts";
import type { JsonObject } from "../src/embeddings/identity.ts";
import { CHARTS_FOLDER } from "../src/report/folder/write_folder.ts";
import {
  checkAuditFolder,
  checkResults,
  contentOf,
  type FolderMode,
  keepsAnything,
} from "./audit_folder_content.ts";
import { interruptible } from "./interrupt.ts";
import { AUDIT } from "./outputs.ts";

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
  using _lock = lockAuditFolder(path);
  const wasBlank = contentOf(path) === "blank";
  const leave = () => {
    if (!wasBlank || keepsAnything(path)) return;
    removeOwn(path, AUDIT.names, [LOCK_FILE]);
    if (isNew) removeOwn(path, []);
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
  if (isThere(join(path, CHARTS_FOLDER))) await removePartials(join(path, CHARTS_FOLDER));
  await writeRun(path, run);
  if (!force) return;
  const kept = resume ? [CELLS_FOLDER, VARIANTS_FILE] : [];
  removeOwn(path, AUDIT.names, [LOCK_FILE, RUN_FILE, EMBEDDINGS_FOLDER, ...kept]);
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

/**
 * Takes the lock of an audit's folder.
 *
 * @throws {InputError} when another process has it
 */
export function lockAuditFolder(path: string): HeldLock {
  let lock: HeldLock | undefined;
  try {
    lock = takeLock(join(path, LOCK_FILE));
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
  if (lock !== undefined) return lock;
  throw new InputError(
    `Another audit works in "${quotable(path)}"; wait for it, or choose another --out`,
  );
}

async function writeRun(path: string, run: AuditRun): Promise<void> {
  await writeFileAtomic(join(path, RUN_FILE), formatRun(run));
}

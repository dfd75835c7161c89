/**
 * The folder that an audit works in: what it finishes is kept at once, and stays whatever ends the audit.
 * @module
 */
import { join } from "node:path";
import { removePartials, writeFileAtomic } from "../../basics/atomic.ts";
import { DeviceLostError, InputError, SurroundingsError } from "../../basics/errors.ts";
import { untilExit } from "../../basics/output/exit.ts";
import { type HeldLock, takeLock } from "../../basics/output/lock.ts";
import { LOCK_FILE, removeOwn } from "../../basics/output/own_names.ts";
import { isThere, unwritable } from "../../basics/output/place.ts";
import { quotable } from "../../basics/printable.ts";
import { VARIANTS_FILE } from "../../compute/variants_file.ts";
import type { JsonObject } from "../../embeddings/identity.ts";
import { EMBEDDINGS_FOLDER } from "../inputs/running.ts";
import { type AuditRun, formatRun, RUN_FILE } from "../results/run_file.ts";
import { CELLS_FOLDER } from "../trainings/finished_trainings.ts";
import {
  checkAuditFolder,
  checkResults,
  contentOf,
  type FolderMode,
  keepsAnything,
} from "./content.ts";
import { AUDIT_FOLDER, CHARTS_FOLDER } from "./kind.ts";

/** How an audit that ended early is continued. */
export const TO_CONTINUE = "use the same command with --resume to continue";

/**
 * To be called when all inputs are read, before the first training: refuses results of other inputs, or makes room for
 * new ones.
 *
 * @param fingerprint that the results will have
 */
export type BeginAudit = (fingerprint: JsonObject) => Promise<void>;

/**
 * Works in an audit's folder, which is made if it is not there; no other process can work in it meanwhile. When the work
 * ends early, what is finished stays, and a folder in which nothing is finished is removed.
 *
 * @param path of the folder; the folder that it is in must exist
 * @param run what the audit was asked for
 * @param inputs files that must not lie in what is replaced
 * @param toContinue what a message says of work that ended early
 * @throws {InputError} when something is there that the mode does not allow, or another audit works in it
 * @throws {SurroundingsError} when it cannot be written
 */
export async function workInAuditFolder<Result>(
  path: string,
  mode: FolderMode,
  run: AuditRun,
  inputs: readonly string[],
  work: (begin: BeginAudit) => Promise<Result>,
  toContinue = TO_CONTINUE,
): Promise<Result> {
  await checkAuditFolder(path, mode, run.configuration, inputs);
  const isNew = makeFolder(path);
  let leave = () => {};
  // Registered before the lock's own clean-up, so that the folder is still locked while it is left.
  const stopWaiting = untilExit(() => leave());
  try {
    using _lock = lockAuditFolder(path);
    const wasBlank = contentOf(path) === "blank";
    leave = () => {
      if (!wasBlank || keepsAnything(path)) return;
      removeOwn(path, AUDIT_FOLDER.names, [LOCK_FILE]);
      if (isNew) removeOwn(path, []);
    };
    try {
      // Another process may have worked in it until now.
      await checkAuditFolder(path, mode, run.configuration, inputs);
      await removePartials(path);
      // So that it is known as an audit's; what an earlier one wrote is replaced when all is read.
      if (wasBlank) await writeRun(path, run);
      return await work((fingerprint) => begin(path, mode, run, fingerprint));
    } catch (thrown) {
      if (!(thrown instanceof SurroundingsError) || !keepsAnything(path)) throw thrown;
      // A caller may continue at once where the device alone was lost.
      const ErrorClass = thrown instanceof DeviceLostError ? DeviceLostError : SurroundingsError;
      throw new ErrorClass(`${thrown.message}; what is finished is kept, ${toContinue}`);
    } finally {
      leave();
    }
  } finally {
    stopWaiting();
  }
}

/**
 * Works on a shard in an audit's folder, which is there and has the plan of the shards. Others may work on other shards
 * meanwhile. Whatever ends the work, the folder stays.
 *
 * @throws {InputError} when the folder holds an audit of another configuration, or an audit that is no shard works in it
 * @throws {SurroundingsError} when it cannot be written
 */
export async function workOnShard<Result>(
  path: string,
  run: AuditRun,
  work: () => Promise<Result>,
): Promise<Result> {
  using _lock = lockAuditFolder(path, true);
  await checkAuditFolder(path, { resume: true }, run.configuration, []);
  if (!isThere(join(path, RUN_FILE))) await writeRun(path, run);
  return await work();
}

/** Refuses results that do not fit, or makes room for new ones. */
async function begin(
  path: string,
  { resume = false, force = false }: FolderMode,
  run: AuditRun,
  fingerprint: JsonObject,
): Promise<void> {
  if (!force) await checkResults(path, fingerprint);
  if (isThere(join(path, CHARTS_FOLDER))) await removePartials(join(path, CHARTS_FOLDER));
  await writeRun(path, run);
  if (!force) return;
  const kept = resume ? [CELLS_FOLDER, VARIANTS_FILE] : [];
  removeOwn(path, AUDIT_FOLDER.names, [LOCK_FILE, RUN_FILE, EMBEDDINGS_FOLDER, ...kept]);
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
 * @param isShared whether this process works on a shard, beside others
 * @throws {InputError} when another process has it
 */
export function lockAuditFolder(path: string, isShared = false): HeldLock {
  let lock: HeldLock | undefined;
  try {
    lock = takeLock(join(path, LOCK_FILE), isShared);
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

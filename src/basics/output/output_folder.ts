/**
 * Writes a command's output folder: it is built beside its place and renamed into it, so that it appears whole or not
 * at all.
 * @module
 */
import { join } from "node:path";
import { InputError, messageOf, SurroundingsError } from "../errors.ts";
import { quotable } from "../printable.ts";
import { untilExit } from "./exit.ts";
import { type FolderKind, isFree, whyKept } from "./folder_kind.ts";
import { moveAside, removeOutput, settle, workingName } from "./leftovers.ts";
import { type HeldLock, lockBeside, takeLock } from "./lock.ts";
import { isOwnTrace, LOCK_FILE, removeOwn } from "./own_names.ts";
import { keepPermissions } from "./permissions.ts";
import { asNamed, inputIn, isThere, isWithin, realPlace, unwritable } from "./place.ts";
import { writeRecord } from "./record.ts";

/** How a folder is filled. */
export interface FillOptions {
  /** Whether an earlier output of the same command may be replaced; default no. */
  readonly force?: boolean;
  /** Receives one-line notes for the user. */
  readonly onNote?: (note: string) => void;
}

/** A folder that is being filled. */
export interface Filling {
  /** Path to write into. */
  readonly folder: string;
  /**
   * Names files that a replaced folder must not contain.
   *
   * @throws {InputError} when the folder at the place contains one
   */
  protect(inputs: readonly string[]): void;
}

/**
 * Fills a folder. It takes the place at once, so that other processes cannot write there. `fill` writes into a folder
 * beside the place, which is renamed into it when everything is written. On an error the new folder is removed, and an
 * earlier output stays unchanged. The leftovers of killed processes are removed first.
 *
 * An existing path is replaced only as {@link FolderKind} allows, even if it appears while the command runs: the
 * finished folder then gets a free name beside it, which the error states.
 *
 * @param path the place, in an existing folder
 * @throws {InputError} when an existing path there may not be replaced, or another process is writing there
 * @throws {SurroundingsError} when it cannot be written, or its place was taken in the meantime
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const parent = await Deno.makeTempDir();
 * const kind = {
 *   command: "poem",
 *   markers: [{ name: "poem.json", schema: "poem/1" }],
 *   names: [{ name: "poem.json" }],
 * };
 * const text = '{ "schema": "poem/1" }';
 * const write = () =>
 *   fillFolder(`${parent}/out`, kind, {}, ({ folder }) =>
 *     Deno.writeTextFile(`${folder}/poem.json`, text));
 * await write();
 * assert.equal(await Deno.readTextFile(`${parent}/out/poem.json`), text);
 * await assert.rejects(write(), /out" exists; choose another --out, or replace it with --force/);
 * await Deno.remove(parent, { recursive: true });
 * ```
 */
export async function fillFolder<Result>(
  path: string,
  kind: FolderKind,
  options: FillOptions,
  fill: (filling: Filling) => Promise<Result>,
): Promise<Result> {
  using output = new OutputFolder(path, kind, options);
  const { folder } = output;
  const result = await fill({ folder, protect: (inputs) => output.protect(inputs) });
  if (kind.isRecorded) await writeRecord(folder, kind.markers[0]!);
  output.takePlace();
  return result;
}

class OutputFolder implements Disposable {
  readonly folder: string;
  readonly #path: string;
  readonly #place: string;
  readonly #kind: FolderKind;
  readonly #force: boolean;
  readonly #note: (note: string) => void;
  readonly #lock: HeldLock;
  readonly #stopWaiting: () => void;
  #inputs: readonly string[] = [];

  constructor(path: string, kind: FolderKind, { force = false, onNote }: FillOptions) {
    this.#path = path;
    this.#kind = kind;
    this.#force = force;
    this.#note = onNote ?? (() => {});
    this.#place = realPlace(path);
    refuseSurrounding(path, this.#place);
    this.#lock = lockPlace(path, this.#place);
    this.folder = workingName(this.#place, kind, "partial");
    this.#stopWaiting = untilExit(() => removeOwn(this.folder, kind.names));
    try {
      if (this.#lock.isSure) settle(this.#place, kind, (kept) => this.#noteKept(kept));
      this.#check();
      this.#tryMoving();
      Deno.mkdirSync(this.folder, isThere(this.#place) ? { mode: 0o700 } : {});
      keepPermissions(this.#place, this.folder, false);
    } catch (thrown) {
      this[Symbol.dispose]();
      throw unwritable(path, thrown);
    }
  }

  protect(inputs: readonly string[]): void {
    this.#inputs = [...this.#inputs, ...inputs];
    this.#check();
  }

  #check(): void {
    const reason = isFree(this.#place) ? this.#whyNotFree() : this.#whyKept(this.#place);
    if (reason !== undefined) throw new InputError(`"${quotable(this.#path)}" ${reason}`);
  }

  /** A mount point cannot be moved, so the command refuses it before the work. */
  #tryMoving(): void {
    if (!isThere(this.#place)) return;
    const away = workingName(this.#place, this.#kind, "replaced");
    try {
      Deno.renameSync(this.#place, away);
    } catch (thrown) {
      const [reason] = messageOf(thrown).split(": rename ");
      throw new SurroundingsError(
        `Cannot replace "${this.#path}" (${reason}); choose another --out, such as a folder in it`,
      );
    }
    Deno.renameSync(away, this.#place);
  }

  /** An empty folder can be an input, too: a data set without items. */
  #whyNotFree(): string | undefined {
    const input = inputIn(this.#place, this.#inputs);
    return input === undefined ? undefined : "is an input; choose another --out";
  }

  #whyKept(folder: string): string | undefined {
    if (isInUse(folder)) return "is in use by another process";
    return whyKept(folder, this.#kind, { force: this.#force, inputs: this.#inputs });
  }

  /** Moves the folder into its place. The renames are synchronous, so that no handled signal can interrupt them. */
  takePlace(): void {
    let problem: string;
    try {
      const reason = isFree(this.#place) ? this.#takeFree() : this.#replace();
      if (reason === undefined) return;
      problem = `"${quotable(this.#path)}" changed while the command ran: it ${reason}`;
    } catch (thrown) {
      problem = unwritable(this.#path, thrown).message;
    }
    const kept = asNamed(moveAside(this.folder, this.#place), this.#path, this.#place);
    // The input was valid and the work is done, so this is a failure of the environment.
    throw new SurroundingsError(`${problem}; the finished output is in "${kept}"`);
  }

  /** @returns why the place cannot be taken after all */
  #takeFree(): undefined {
    if (isThere(this.#place)) {
      keepPermissions(this.#place, this.folder);
      for (const entry of Deno.readDirSync(this.#place)) {
        if (isOwnTrace(this.#place, entry)) Deno.removeSync(join(this.#place, entry.name));
      }
      Deno.removeSync(this.#place);
    }
    // A rename never replaces a file or a folder that is not empty.
    Deno.renameSync(this.folder, this.#place);
  }

  /** @returns why the existing output stays */
  #replace(): string | undefined {
    const reason = this.#whyKept(this.#place);
    if (reason !== undefined) return reason;
    const old = workingName(this.#place, this.#kind, "replaced");
    Deno.renameSync(this.#place, old);
    try {
      // After the move, nothing more can be written through the old path, so the check sees the final state.
      const late = this.#whyKept(old);
      if (late !== undefined) {
        Deno.renameSync(old, this.#place);
        return late;
      }
      keepPermissions(old, this.folder);
      Deno.renameSync(this.folder, this.#place);
    } catch (thrown) {
      this.#putBack(old);
      throw thrown;
    }
    if (!removeOutput(old, this.#kind)) this.#noteLeft(old);
    return undefined;
  }

  #putBack(old: string): void {
    try {
      Deno.renameSync(old, this.#place);
    } catch {
      this.#noteLeft(old);
    }
  }

  #noteLeft(old: string): void {
    this.#noteKept(moveAside(old, this.#place));
  }

  #noteKept(kept: string): void {
    const named = asNamed(kept, this.#path, this.#place);
    this.#note(`the earlier output of "${this.#path}" is kept in "${named}"`);
  }

  [Symbol.dispose](): void {
    this.#stopWaiting();
    if (isThere(this.folder)) removeOwn(this.folder, this.#kind.names);
    this.#lock[Symbol.dispose]();
  }
}

/**
 * A folder that is a process's working directory cannot be replaced: the process would keep running in the removed one.
 */
export function refuseSurrounding(path: string, place: string): void {
  if (!isWithin(place, Deno.cwd())) return;
  throw new InputError(
    `"${
      quotable(path)
    }" is the folder that this command runs in, or holds it; choose another --out`,
  );
}

/**
 * Takes the lock of a place.
 *
 * @param path as the user named it
 * @throws {InputError} when another process holds it
 */
export function lockPlace(path: string, place: string): HeldLock {
  let lock: HeldLock | undefined;
  try {
    lock = takeLock(lockBeside(place));
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
  return lock ?? refuseSecond(path);
}

/** Refuses to write where another process is writing. */
export function refuseSecond(path: string): never {
  throw new InputError(
    `Another process is writing "${quotable(path)}"; wait for it, or choose another place`,
  );
}

/** Whether a process is working in a folder, by its lock. */
function isInUse(folder: string): boolean {
  const path = join(folder, LOCK_FILE);
  try {
    Deno.lstatSync(path);
    using lock = takeLock(path);
    return lock === undefined;
  } catch {
    return false;
  }
}

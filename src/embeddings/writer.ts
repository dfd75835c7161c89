/**
 * Writes an embedding set part by part. Every part is atomic, so a killed process loses at most the part in work, and
 * any process that finds all parts merges them into one set.
 * @module
 */
import { SurroundingsError } from "../basics/errors.ts";
import { lookAt, strangerIn, sweep } from "./folder.ts";
import { canonicalJson, fingerprintOf, type JsonObject } from "./identity.ts";
import type { OpenMode } from "./open_mode.ts";
import { beginSet, environmentNotes, type SetPlan } from "./opening.ts";
import { PartChecks } from "./part_checks.ts";
import type { PartContent } from "./part_file.ts";
import { type Cut, type Shard, shardParts } from "./parts.ts";
import { replacementFolder, settle, workFolder } from "./replacement.ts";
import type { CompleteSet, Environment } from "./set_file.ts";
import { SetFolder, type SetSummary } from "./set_folder.ts";

/** Which set to write, and how. */
export interface SetWriterOptions extends Cut {
  /**
   * What the values depend on (backbone, hashes of models and manifest, front end, code version ...): a folder with
   * another identity is refused. `items` and `partItems` are added to it.
   */
  readonly identity: JsonObject;
  /** The environment of the values: recorded, and noted if it differs. */
  readonly environment: Environment;
  /** What the folder may hold. */
  readonly mode: OpenMode;
  /** The share of this process among several; all write into one folder. */
  readonly shard?: Shard | undefined;
  /** Called with notes, one line each, that inform the user and require no action. */
  readonly onNote?: ((note: string) => void) | undefined;
  /** Whether `resume` and `renew` also compute parts again in which an item exceeded the time limit. */
  readonly retriesTimedOut?: boolean;
}

/**
 * Begins an embedding set, or continues it.
 *
 * @param folder the set's folder; created if missing, its parent must exist
 * @throws {InputError} when the folder holds something that the mode does not allow, or a set with another identity
 * @throws {SurroundingsError} when the folder cannot be written
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const parent = await Deno.makeTempDir();
 * const options = { identity: { backbone: "x" }, environment: {}, items: 3, partItems: 2 };
 * const writer = await openSetWriter(`${parent}/set`, { ...options, mode: "create" });
 * for (const part of await writer.pending()) {
 *   const rows = part === 0 ? ["a", "b"] : ["c"];
 *   await writer.writePart(part, {
 *     rows: rows.map((id) => ({ id, columns: {} })),
 *     values: new Float32Array(2 * rows.length),
 *     dim: 2,
 *     unreadable: [],
 *   });
 * }
 * const { complete, rows } = await writer.finish();
 * assert.deepEqual({ complete, rows }, { complete: true, rows: 3 });
 * await Deno.remove(parent, { recursive: true });
 * ```
 */
export async function openSetWriter(folder: string, options: SetWriterOptions): Promise<SetWriter> {
  const { items, partItems, environment, shard, retriesTimedOut = false } = options;
  for (const [name, value] of Object.entries({ items, partItems })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`A set of ${name} ${value}; expected 1 or more`);
    }
  }
  const identity = { ...options.identity, items, partItems };
  const plan = { identity, fingerprint: fingerprintOf(identity), environment };
  await settle(folder);
  const { mode } = options;
  const isAgain = mode === "resume" || mode === "renew";
  const late = retriesTimedOut && isAgain ? await lateSet(folder, plan) : undefined;
  const work = late
    ? await replacementFolder(folder, plan)
    : await workFolder(folder, plan, mode, shard);
  // From here on, the earlier content may be replaced or nothing is, so the work is the same as resuming.
  const set = await beginSet(work, folder, plan, mode === "create" ? mode : "resume", shard);
  const note = options.onNote ?? (() => {});
  const setFolder = new SetFolder(folder, work, plan, note);
  const parts = new Set(shardParts(identity, shard));
  if (!set.complete) {
    environmentNotes(set, folder, plan).forEach(note);
    await sweep(work);
    if (retriesTimedOut && isAgain) await setFolder.removeTimedOut(parts);
  }
  // Parts that another environment computed must not be recorded as this one's.
  const keepsParts = late !== undefined &&
    canonicalJson(late.environments) === canonicalJson([environment]);
  return new SetWriter(setFolder, plan, parts, keepsParts);
}

/**
 * Refuses to report an unfinished set as done.
 *
 * @throws {SurroundingsError} when parts turned out damaged
 */
export function requireComplete(summary: SetSummary, folder: string): SetSummary {
  if (summary.complete) return summary;
  const count = summary.missingParts.length;
  throw new SurroundingsError(
    `"${folder}" is not complete: ${count} part${count === 1 ? " was" : "s were"} damaged or ` +
      "removed while it was written; use --resume to continue",
  );
}

/**
 * Returns the finished set at a place if it is the one to be written and lacks items that exceeded the time limit. One
 * that cannot be replaced counts as finished.
 */
async function lateSet(folder: string, plan: SetPlan): Promise<CompleteSet | undefined> {
  const place = await lookAt(folder);
  if (place.kind !== "set" || !place.set.complete) return undefined;
  const { set } = place;
  const isLate = set.fingerprint === plan.fingerprint &&
    set.unreadable.some(({ timedOut }) => timedOut);
  return isLate && strangerIn(folder) === undefined ? set : undefined;
}

/** Writes one embedding set; see {@link openSetWriter}. */
export class SetWriter {
  readonly #folder: SetFolder;
  readonly #checks: PartChecks;
  readonly #parts: ReadonlySet<number>;

  /**
   * @param parts the share of this process
   * @param keepsParts whether parts of the set that is replaced can be written again as they are
   */
  constructor(
    folder: SetFolder,
    plan: SetPlan,
    parts: ReadonlySet<number>,
    readonly keepsParts: boolean,
  ) {
    this.#folder = folder;
    this.#checks = new PartChecks(folder.name, plan.identity);
    this.#parts = parts;
  }

  /** Lists the parts that this process still has to compute, in order. */
  async pending(): Promise<number[]> {
    return (await this.#folder.missing()).filter((part) => this.#parts.has(part));
  }

  /**
   * Writes a part, unless another process was faster.
   *
   * @throws {RangeError} when the part does not belong to this process, it or one of its items was given before, or
   * the content does not have a row or a reason for each of its items: defects of the caller
   * @throws {InputError} when a value is not finite, or the rows are not as long as those of earlier parts
   * @throws {SurroundingsError} when it cannot be written
   */
  async writePart(part: number, content: PartContent): Promise<void> {
    if (!this.#parts.has(part)) {
      throw new RangeError(`Part ${part} does not belong to this process`);
    }
    this.#checks.check(part, content);
    await this.#folder.write(part, content);
  }

  /**
   * Merges the parts into one set if all exist, whichever process wrote them.
   *
   * @returns how far the set is; {@link pending} lists parts that turned out damaged and are computed again
   * @throws {InputError} when the folder now holds a set with another identity, or rows of different lengths
   * @throws {SurroundingsError} when a file cannot be read or written; the parts are unchanged
   */
  finish(): Promise<SetSummary> {
    return this.#folder.finish();
  }
}

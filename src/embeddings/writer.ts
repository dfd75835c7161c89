/**
 * Writes an embedding set part by part. Every part is atomic, so a killed process loses no more than the part that it
 * was at, and any process that finds all parts there makes one set of them.
 * @module
 */
import { lookAt, sweep } from "./folder.ts";
import { fingerprintOf, type JsonObject } from "./identity.ts";
import { beginSet, environmentNotes, type OpenMode, type SetPlan } from "./opening.ts";
import { PartChecks } from "./part_checks.ts";
import type { PartContent } from "./part_file.ts";
import { type Cut, partsOf, type Shard } from "./parts.ts";
import { settle, workFolder } from "./replacement.ts";
import type { Environment } from "./set_file.ts";
import { SetFolder, type SetSummary } from "./set_folder.ts";

/** What set is written, and how. */
export interface SetWriterOptions extends Cut {
  /**
   * What the values depend on (backbone, hashes of models and manifest, front end, code version ...): a folder with
   * another one is refused. `items` and `partItems` are added to it.
   */
  readonly identity: JsonObject;
  /** What the values are computed on: recorded, and noted where it differs. */
  readonly environment: Environment;
  /** What may be in the folder. */
  readonly mode: OpenMode;
  /** Which of several processes this is; all write into one folder. */
  readonly shard?: Shard | undefined;
  /** Told, in one line, what a user should know and nobody has to act on. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/**
 * Begins an embedding set, or goes on with it.
 *
 * @param folder the set's folder; made if it is not there, in a folder that is
 * @throws {InputError} when something is there that the mode does not allow, or a set with another identity
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
  const { items, partItems, environment, shard } = options;
  for (const [name, value] of Object.entries({ items, partItems })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`A set of ${name} ${value}; expected 1 or more`);
    }
  }
  const identity = { ...options.identity, items, partItems };
  const plan = { identity, fingerprint: fingerprintOf(identity), environment };
  await settle(folder);
  const mode = options.mode === "renew" ? await renewal(folder, plan) : options.mode;
  const work = mode === "force" ? await workFolder(folder, plan, shard) : folder;
  // What is there may be replaced, or nothing is: from here on it is like going on.
  const set = await beginSet(work, folder, plan, mode === "force" ? "resume" : mode, shard);
  const note = options.onNote ?? (() => {});
  if (!set.complete) {
    environmentNotes(set, folder, plan).forEach(note);
    await sweep(work);
  }
  return new SetWriter(new SetFolder(folder, work, plan, note), plan, shard);
}

/** Goes on with the same set, and replaces another. */
async function renewal(folder: string, { fingerprint }: SetPlan): Promise<OpenMode> {
  const place = await lookAt(folder);
  return place.kind === "set" && place.set.fingerprint !== fingerprint ? "force" : "resume";
}

/** Writes one embedding set; see {@link openSetWriter}. */
export class SetWriter {
  readonly #folder: SetFolder;
  readonly #checks: PartChecks;
  readonly #parts: ReadonlySet<number>;

  /** @param shard which of several processes this is */
  constructor(folder: SetFolder, plan: SetPlan, shard: Shard | undefined) {
    this.#folder = folder;
    this.#checks = new PartChecks(folder.name, plan.identity);
    this.#parts = new Set(partsOf(plan.identity, shard));
  }

  /** The parts that this process has still to do, in order. */
  async pending(): Promise<number[]> {
    return (await this.#folder.missing()).filter((part) => this.#parts.has(part));
  }

  /**
   * Writes a part, unless another process was faster.
   *
   * @throws {RangeError} when the part is none of this process's or was given before, an item was, or the content is
   * not a row or a reason for each of its items: defects of the caller
   * @throws {InputError} when a value is not finite, or the rows are not as long as those of earlier parts
   * @throws {SurroundingsError} when it cannot be written
   */
  async writePart(part: number, content: PartContent): Promise<void> {
    if (!this.#parts.has(part)) throw new RangeError(`Part ${part} is none of this process's`);
    this.#checks.check(part, content);
    await this.#folder.write(part, content);
  }

  /**
   * Makes one set of the parts if all are there, whoever wrote them.
   *
   * @returns how far the set is; {@link pending} tells of parts that turned out damaged and are to be done again
   * @throws {InputError} when the folder now holds a set with another identity, or rows of different lengths
   * @throws {SurroundingsError} when a file cannot be read or written; the parts are as they were
   */
  finish(): Promise<SetSummary> {
    return this.#folder.finish();
  }
}

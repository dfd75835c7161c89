/**
 * An embedding set while it is written: which parts exist, and how they become one set.
 * @module
 */
import { join } from "node:path";
import { failure } from "../basics/failure.ts";
import type { UnreadableItem, UnusualItem } from "./embedding_set.ts";
import { lookAt, partsIn, readWritten, tidy, withLock } from "./folder.ts";
import { mergeParts } from "./merge.ts";
import { checkSameSet, type SetPlan } from "./opening.ts";
import { type PartContent, type PartHeader, writePart } from "./part_file.ts";
import { DamagedPartError, inspectPart, PartReader } from "./part_reading.ts";
import { partCount, partFile, partLength } from "./parts.ts";
import { takePlace } from "./replacement.ts";
import type { CompleteSet, SetFile } from "./set_file.ts";

/** How far a set is. */
export interface SetSummary {
  /** Whether it can be read. */
  readonly complete: boolean;
  /** Number of rows so far. */
  readonly rows: number;
  /** Numbers in a row; 0 if there are no rows yet. */
  readonly dim: number;
  /** Items without a row so far, over all parts. */
  readonly unreadable: readonly UnreadableItem[];
  /** Items so far that were read although their files are unusual; absent without any. */
  readonly unusual?: readonly UnusualItem[] | undefined;
  /** Parts that do not exist yet. */
  readonly missingParts: readonly number[];
}

/** A set that is being written. */
export class SetFolder {
  readonly #folder: string;
  readonly #plan: SetPlan;
  readonly #note: (note: string) => void;

  /**
   * @param name the set's place
   * @param folder where it is written: its place, or another folder until it replaces the earlier set
   * @param note called with notes for the user
   */
  constructor(
    readonly name: string,
    folder: string,
    plan: SetPlan,
    note: (note: string) => void,
  ) {
    this.#folder = folder;
    this.#plan = plan;
    this.#note = note;
  }

  /** Lists the parts that do not exist yet, in order. */
  missing(): Promise<readonly number[]> {
    return this.#unlessComplete(async () => {
      const { missing } = await this.#scan();
      // This is checked last: parts are removed as soon as they are merged.
      return (await this.#read()).complete ? [] : missing;
    }, () => []);
  }

  /** Whether a part exists, as a file of its own or in the complete set. */
  has(part: number): Promise<boolean> {
    return this.#unlessComplete(
      async () => await this.#inspect(part) !== undefined || (await this.#read()).complete,
      () => true,
    );
  }

  /**
   * Writes a missing part.
   *
   * @throws {SurroundingsError} when it cannot be written
   */
  async write(part: number, content: PartContent): Promise<void> {
    const isThere = await this.#withoutDamaged(() => this.#inspect(part));
    if (isThere) return;
    const { fingerprint, environment } = this.#plan;
    await writePart(this.#folder, part, content, fingerprint, environment);
  }

  /** Removes those of some finished parts in which an item exceeded the time limit: they are computed again. */
  removeTimedOut(parts: ReadonlySet<number>): Promise<void> {
    return this.#unlessComplete(async () => {
      const reader = new PartReader(this.#folder);
      for (const header of (await this.#scan()).parts) {
        if (header.unreadable === 0 || !parts.has(header.part)) continue;
        const { unreadable } = await reader.readItems(header);
        if (unreadable.some(({ timedOut }) => timedOut)) await this.#remove(header.part);
      }
    }, () => {});
  }

  /** Merges the parts into one set if all exist; see {@link SetWriter.finish}. */
  finish(): Promise<SetSummary> {
    return this.#unlessComplete(() => this.#finish(), summaryOf);
  }

  async #finish(): Promise<SetSummary> {
    const { parts, missing } = await this.#scan();
    const set = await this.#read();
    if (!set.complete && missing.length > 0) return await this.#unfinished(parts, missing);
    if (set.complete && this.#folder === this.name) {
      await tidy(this.#folder);
      return summaryOf(set);
    }
    return summaryOf(await withLock(this.#folder, () => this.#complete(parts)));
  }

  async #complete(parts: readonly PartHeader[]): Promise<CompleteSet> {
    // Another process may have been faster.
    const found = await this.#read();
    const set = found.complete ? found : await mergeParts(this.#folder, found, parts);
    await tidy(this.#folder);
    if (this.#folder !== this.name && (await lookAt(this.#folder)).kind === "set") {
      await takePlace(this.#folder, this.name);
    }
    return set;
  }

  async #unfinished(
    parts: readonly PartHeader[],
    missingParts: readonly number[],
  ): Promise<SetSummary> {
    const unreadable: UnreadableItem[] = [];
    const unusual: UnusualItem[] = [];
    const reader = new PartReader(this.#folder);
    for (const part of parts) {
      if (part.unreadable === 0 && !part.unusual) continue;
      const items = await reader.readItems(part);
      for (const item of items.unreadable) unreadable.push(item);
      for (const item of items.unusual) unusual.push(item);
    }
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    const dim = parts.find((part) => part.rows > 0)?.dim ?? 0;
    return { complete: false, rows, dim, unreadable, ...some(unusual), missingParts };
  }

  /** Reads the set's current state, wherever it is. */
  async #read(): Promise<SetFile> {
    const found = await lookAt(this.#folder);
    const set = found.kind === "set" ? found.set : await readWritten(this.name);
    checkSameSet(set, this.name, this.#plan);
    return set;
  }

  async #scan(): Promise<{ parts: PartHeader[]; missing: number[] }> {
    const there = await partsIn(this.#folder);
    const parts: PartHeader[] = [];
    const missing: number[] = [];
    for (let part = 0; part < partCount(this.#plan.identity); part++) {
      const header = there.has(part) ? await this.#inspect(part) : undefined;
      if (header) parts.push(header);
      else missing.push(part);
    }
    return { parts, missing };
  }

  #inspect(part: number): Promise<PartHeader | undefined> {
    const { identity, fingerprint } = this.#plan;
    return inspectPart(this.#folder, part, partLength(identity, part), fingerprint);
  }

  /**
   * Repeats an operation on the parts until none of them turns out damaged; damaged ones are removed and computed
   * again.
   */
  async #withoutDamaged<Result>(body: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await body();
      } catch (thrown) {
        if (!(thrown instanceof DamagedPartError)) throw thrown;
        await this.#discard(thrown);
      }
    }
  }

  /** Runs an operation on the parts, which another process may merge away at the same time. */
  async #unlessComplete<Result>(
    body: () => Promise<Result>,
    ifComplete: (set: CompleteSet) => Result,
  ): Promise<Result> {
    try {
      return await this.#withoutDamaged(body);
    } catch (thrown) {
      const set = await this.#placed().catch(() => undefined);
      if (set?.complete) return ifComplete(set);
      throw thrown;
    }
  }

  /** Returns the set if it is at its place. */
  async #placed(): Promise<SetFile | undefined> {
    const isElsewhere = this.#folder !== this.name &&
      (await lookAt(this.#folder)).kind !== "missing";
    return isElsewhere ? undefined : await this.#read();
  }

  async #discard({ part, message }: DamagedPartError): Promise<void> {
    await this.#remove(part);
    this.#note(`${message}; this part is computed again`);
  }

  async #remove(part: number): Promise<void> {
    const path = join(this.#folder, partFile(part, "npy"));
    try {
      await Deno.remove(path);
    } catch (thrown) {
      if (thrown instanceof Deno.errors.NotFound) return;
      throw failure(`Cannot remove "${path}"`, thrown);
    }
  }
}

function summaryOf({ rows, dim, unreadable, unusual = [] }: CompleteSet): SetSummary {
  return { complete: true, rows, dim, unreadable, ...some(unusual), missingParts: [] };
}

function some(unusual: readonly UnusualItem[]): Pick<SetSummary, "unusual"> {
  return unusual.length > 0 ? { unusual } : {};
}

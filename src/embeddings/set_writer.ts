/**
 * Writing an embedding set, part by part and by several processes at once; a killed process loses the part that it was
 * at, and the next one goes on.
 * @module
 */
import { join } from "node:path";
import { removePartials, writeNewFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { checkDistinctIds, checkFinite, type UnreadableItem } from "./embedding_set.ts";
import { differencesOf, fingerprintOf, quotableJson } from "./identity.ts";
import { type PartContent, type PartHeader, writePart } from "./part_file.ts";
import { DamagedPartError, inspectPart } from "./part_reading.ts";
import { partCount, partLength, partsOf, type Shard } from "./parts.ts";
import {
  type CompleteSet,
  type Environment,
  formatSetFile,
  readSetFile,
  SET_FILE,
  type SetFile,
  type SetIdentity,
  type UnfinishedSet,
} from "./set_file.ts";
import { lookAt, makeFolder, removeParts, removeSet } from "./set_folder.ts";
import { mergeParts } from "./set_merging.ts";

/** Whether a set is new, goes on where an unfinished one stopped, or takes the place of another set. */
export type SetMode = "create" | "resume" | "force";

/** How a set is written. */
export interface SetWriterOptions {
  /** What the values depend on. */
  readonly identity: SetIdentity;
  /** What they are computed on. */
  readonly environment: Environment;
  /** Whether the set is new. */
  readonly mode: SetMode;
  /** Which of several processes this is; they write one set together, whoever comes first. */
  readonly shard?: Shard;
  /** Told what a user should know, a line each. */
  readonly onNote?: (line: string) => void;
}

/** What is there when a process has done its parts. */
export interface SetSummary {
  /** Whether the set is whole. */
  readonly complete: boolean;
  /** Fingerprint of its identity. */
  readonly fingerprint: string;
  /** Number of rows; of an unfinished set 0. */
  readonly rows: number;
  /** Numbers in a row. */
  readonly dim: number;
  /** Items without a row. */
  readonly unreadable: readonly UnreadableItem[];
  /** Number of parts that are not done yet. */
  readonly missingParts: number;
}

/**
 * Begins a set, or goes on with it.
 *
 * @param folder the set's folder; the one that it lies in must exist
 * @throws {InputError} when something is there that the mode does not allow, or a set of another identity
 * @throws {SurroundingsError} when the folder cannot be written
 */
export async function openSetWriter(
  folder: string,
  options: SetWriterOptions,
): Promise<SetWriter> {
  const { identity, environment, mode, shard } = options;
  const fingerprint = fingerprintOf(identity);
  const found = await lookAt(folder);
  if (found.kind === "other") {
    throw new InputError(`"${folder}" exists and is no embedding set; choose another --out`);
  }
  if (found.kind === "set" && mode === "create" && shard === undefined) {
    throw exists(folder, found.set);
  }
  if (found.kind === "set" && mode === "force") await removeSet(folder);
  if (found.kind === "nothing" || mode === "force") {
    await makeFolder(folder);
    const begun: UnfinishedSet = {
      complete: false,
      fingerprint,
      identity,
      environments: [environment],
    };
    await writeNewFileAtomic(join(folder, SET_FILE), formatSetFile(begun));
  }
  // Read again: another shard may have begun the set at the same moment.
  const set = await readSetFile(folder);
  expectIdentity(folder, set, identity);
  await removePartials(folder);
  if (set.complete) await removeParts(folder);
  else noteEnvironment(folder, set, options);
  const pending: number[] = [];
  for (const part of set.complete ? [] : partsOf(identity, shard)) {
    if (!await finished(folder, part, set)) pending.push(part);
  }
  return new SetWriter(folder, set, environment, pending);
}

/** Writes the parts of a set. */
export class SetWriter {
  readonly #folder: string;
  readonly #set: SetFile;
  readonly #environment: Environment;
  /** Numbers of the parts that are to be done, rising. */
  readonly pending: readonly number[];

  /** @param pending parts that are to be done */
  constructor(
    folder: string,
    set: SetFile,
    environment: Environment,
    pending: readonly number[],
  ) {
    this.#folder = folder;
    this.#set = set;
    this.#environment = environment;
    this.pending = pending;
  }

  /** The items of a part, of all items in order. */
  itemsOf<Item>(part: number, items: readonly Item[]): Item[] {
    const { identity } = this.#set;
    const start = part * identity.partItems;
    return items.slice(start, start + partLength(identity, part));
  }

  /**
   * Writes a part.
   *
   * @throws {RangeError} when the content has another number of items or values than the part
   * @throws {InputError} when a value is not finite, or an id stands twice
   * @throws {SurroundingsError} when it cannot be written
   */
  async writePart(part: number, content: PartContent): Promise<void> {
    const { rows, values, dim, unreadable } = content;
    const length = partLength(this.#set.identity, part);
    if (rows.length + unreadable.length !== length || values.length !== rows.length * dim) {
      throw new RangeError(
        `Part ${part} has ${rows.length} rows, ${unreadable.length} unreadable items and ` +
          `${values.length} values of width ${dim}; expected ${length} items`,
      );
    }
    const name = `${this.#folder} part ${part}`;
    checkFinite(values, dim, name);
    checkDistinctIds([...rows, ...unreadable].map(({ id }) => id), name);
    await writePart(this.#folder, part, content, this.#set.fingerprint, this.#environment);
  }

  /**
   * Merges the parts if all are there, whoever wrote them.
   *
   * @throws {InputError} when a part turns out to be damaged
   * @throws {SurroundingsError} when the set cannot be written
   */
  async finish(): Promise<SetSummary> {
    const set = await readSetFile(this.#folder);
    if (set.complete) return summaryOf(set);
    const headers: PartHeader[] = [];
    let missingParts = 0;
    for (let part = 0; part < partCount(set.identity); part++) {
      const header = await finished(this.#folder, part, set);
      if (header) headers.push(header);
      else missingParts++;
    }
    if (missingParts === 0) return summaryOf(await mergeParts(this.#folder, set, headers));
    // Another process may have merged the parts, and removed them, since set.json was read.
    const again = await readSetFile(this.#folder);
    if (again.complete) return summaryOf(again);
    const { fingerprint } = set;
    return { complete: false, fingerprint, rows: 0, dim: 0, unreadable: [], missingParts };
  }
}

function summaryOf({ fingerprint, rows, dim, unreadable }: CompleteSet): SetSummary {
  return { complete: true, fingerprint, rows, dim, unreadable, missingParts: 0 };
}

/** The first line of a finished part; a damaged one is to be done again. */
async function finished(
  folder: string,
  part: number,
  { identity, fingerprint }: SetFile,
): Promise<PartHeader | undefined> {
  try {
    return await inspectPart(folder, part, partLength(identity, part), fingerprint);
  } catch (thrown) {
    if (thrown instanceof DamagedPartError) return undefined;
    throw thrown;
  }
}

function exists(folder: string, set: SetFile): InputError {
  return new InputError(
    set.complete
      ? `"${folder}" is an embedding set; choose another --out, or replace it with --force`
      : `"${folder}" is an unfinished embedding set; go on with --resume, begin anew with --force, ` +
        "or choose another --out",
  );
}

function expectIdentity(folder: string, set: SetFile, identity: SetIdentity): void {
  const [difference] = differencesOf(set.identity, identity);
  if (!difference) return;
  const { field, first, second } = difference;
  const inWords = (value: typeof first) => value === undefined ? "nothing" : quotableJson(value);
  throw new InputError(
    `"${folder}" was begun with ${field} ${inWords(first)}; this run has ${inWords(second)}: ` +
      "choose another --out, or begin anew with --force",
  );
}

function noteEnvironment(
  folder: string,
  { environments }: UnfinishedSet,
  { environment, onNote }: SetWriterOptions,
): void {
  const [difference] = differencesOf(environments[0] ?? environment, environment);
  if (!difference) return;
  onNote?.(
    `earnest: "${folder}" was begun with ${difference.field} ${difference.first}, this run has ` +
      `${difference.second}; the last bits of embeddings may differ`,
  );
}

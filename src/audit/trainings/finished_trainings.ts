/**
 * The cells of an audit that are finished, a file each: whatever ends an audit, they are there when it goes on.
 *
 * A file's name begins with the hash of the cell's settings and data; the first digits of the hash of the code follow.
 * Cells that other code finished are not taken, and stay: whoever goes back to that code has them.
 * @module
 */
import { join } from "node:path";
import { removePartials, writeFileAtomic } from "../../basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { makeOwnFolder } from "../../basics/own_folder.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { CellOutcome } from "./run_training.ts";
import type { CellFingerprints } from "./identity.ts";
import { type CellIdentity, formatOutcome, parseOutcome } from "./outcome_file.ts";
import type { Cell } from "./plan.ts";
import type { CellRunner } from "./runner.ts";

/** Name of the folder of finished cells in an audit's folder. */
export const CELLS_FOLDER = "cells";

/** Digits of the code's hash in a file's name. */
const CODE_DIGITS = 16;

/** Finished cells in a folder. */
export class CellCache {
  readonly #folder: string;
  readonly #fingerprints: CellFingerprints;
  readonly #known: ReadonlyMap<string, CellOutcome>;
  readonly #codes: ReadonlyMap<string, readonly string[]>;

  private constructor(
    folder: string,
    fingerprints: CellFingerprints,
    known: ReadonlyMap<string, CellOutcome>,
    codes: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#folder = folder;
    this.#fingerprints = fingerprints;
    this.#known = known;
    this.#codes = codes;
  }

  /**
   * Reads which of some cells are finished.
   *
   * @param folder need not be there
   * @param onNote told of each file that is damaged: its cell counts as not finished
   * @throws {SurroundingsError} when a file is there but cannot be read
   */
  static async open(
    folder: string,
    cells: readonly Cell[],
    fingerprints: CellFingerprints,
    onNote: (note: string) => void,
  ): Promise<CellCache> {
    const known = new Map<string, CellOutcome>();
    const { code } = fingerprints;
    for (const fingerprint of new Set(cells.map((cell) => fingerprints.of(cell)))) {
      const identity = { fingerprint, code };
      const outcome = await readOutcome(fileOf(folder, identity), identity, onNote);
      if (outcome) known.set(fingerprint, outcome);
    }
    return new CellCache(folder, fingerprints, known, codesIn(folder));
  }

  /** Those of the cells that are not finished. */
  unfinished(cells: readonly Cell[]): Cell[] {
    return cells.filter((cell) => !this.#known.has(this.#fingerprints.of(cell)));
  }

  /** Those of the cells that other code finished and this code did not, and the first digits of that code's hashes. */
  ofOtherCode(cells: readonly Cell[]): { readonly count: number; readonly codes: string[] } {
    const own = this.#fingerprints.code.slice(0, CODE_DIGITS);
    const codes = this.unfinished(cells)
      .map((cell) => this.#codes.get(this.#fingerprints.of(cell)) ?? [])
      .map((all) => all.filter((code) => code !== own))
      .filter((others) => others.length > 0);
    return { count: codes.length, codes: [...new Set(codes.flat())].sort() };
  }

  /**
   * A runner that has the finished cells from the folder, first of all, and writes the others there as another runner
   * finishes them.
   *
   * @throws {SurroundingsError} (the runner) when a file cannot be written
   */
  around(run: CellRunner): CellRunner {
    return async (cells, onOutcome) => {
      const known = cells.map((cell) => {
        const outcome = this.#known.get(this.#fingerprints.of(cell));
        // An earlier audit may have had other names for the same backbones.
        return outcome && { ...outcome, cell };
      });
      for (const outcome of known) if (outcome) await onOutcome(outcome);
      await prepare(this.#folder);
      const others = await run(this.unfinished(cells), async (outcome) => {
        const fingerprint = this.#fingerprints.of(outcome.cell);
        const identity = { fingerprint, code: this.#fingerprints.code };
        const text = formatOutcome(outcome, identity);
        await writeFileAtomic(fileOf(this.#folder, identity), text);
        await onOutcome(outcome);
      });
      return known.map((outcome) => outcome ?? others.shift()!);
    };
  }
}

function fileOf(folder: string, { fingerprint, code }: CellIdentity): string {
  return join(folder, `${fingerprint}.${code.slice(0, CODE_DIGITS)}.json`);
}

/** The first digits of the codes that finished cells, by the cells' fingerprints, as the names of files tell. */
function codesIn(folder: string): Map<string, string[]> {
  const codes = new Map<string, string[]>();
  for (const name of namesIn(folder)) {
    const [, fingerprint, code] = /^([0-9a-f]{64})\.([0-9a-f]+)\.json$/.exec(name) ?? [];
    if (fingerprint === undefined) continue;
    codes.set(fingerprint, [...codes.get(fingerprint) ?? [], code!]);
  }
  return codes;
}

function namesIn(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return [];
    throw new SurroundingsError(`Cannot look into "${folder}": ${messageOf(thrown)}`);
  }
}

async function readOutcome(
  path: string,
  identity: CellIdentity,
  onNote: (note: string) => void,
): Promise<CellOutcome | undefined> {
  try {
    await Deno.lstat(path);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return undefined;
    throw new SurroundingsError(`Cannot look for "${path}": ${messageOf(thrown)}`);
  }
  try {
    return parseOutcome(decodeUtf8(await readInputFile(path), path), identity, path);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    onNote(`${thrown.message}; the cell is trained again`);
    return undefined;
  }
}

async function prepare(folder: string): Promise<void> {
  await makeOwnFolder(folder);
  try {
    await removePartials(folder);
  } catch (thrown) {
    throw new SurroundingsError(`Cannot write "${folder}": ${messageOf(thrown)}`);
  }
}

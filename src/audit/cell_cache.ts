/**
 * The cells of an audit that are finished, a file each: whatever ends an audit, they are there when it goes on.
 * @module
 */
import { join } from "node:path";
import { removePartials, writeFileAtomic } from "../basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import { makeOwnFolder } from "../basics/own_folder.ts";
import { decodeUtf8 } from "../formats/reading.ts";
import type { CellOutcome } from "./cell.ts";
import type { CellFingerprints } from "./cell_identity.ts";
import { formatOutcome, parseOutcome } from "./outcome_file.ts";
import type { Cell } from "./plan.ts";
import type { CellRunner } from "./runner.ts";

/** Name of the folder of finished cells in an audit's folder. */
export const CELLS_FOLDER = "cells";

/** Finished cells in a folder. */
export class CellCache {
  readonly #folder: string;
  readonly #fingerprints: CellFingerprints;
  readonly #known: ReadonlyMap<string, CellOutcome>;

  private constructor(
    folder: string,
    fingerprints: CellFingerprints,
    known: ReadonlyMap<string, CellOutcome>,
  ) {
    this.#folder = folder;
    this.#fingerprints = fingerprints;
    this.#known = known;
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
    for (const fingerprint of new Set(cells.map((cell) => fingerprints.of(cell)))) {
      const outcome = await readOutcome(fileOf(folder, fingerprint), fingerprint, onNote);
      if (outcome) known.set(fingerprint, outcome);
    }
    return new CellCache(folder, fingerprints, known);
  }

  /** Those of the cells that are not finished. */
  unfinished(cells: readonly Cell[]): Cell[] {
    return cells.filter((cell) => !this.#known.has(this.#fingerprints.of(cell)));
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
        const text = formatOutcome(outcome, fingerprint);
        await writeFileAtomic(fileOf(this.#folder, fingerprint), text);
        await onOutcome(outcome);
      });
      return known.map((outcome) => outcome ?? others.shift()!);
    };
  }
}

function fileOf(folder: string, fingerprint: string): string {
  return join(folder, `${fingerprint}.json`);
}

async function readOutcome(
  path: string,
  fingerprint: string,
  onNote: (note: string) => void,
): Promise<CellOutcome | undefined> {
  try {
    await Deno.lstat(path);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return undefined;
    throw new SurroundingsError(`Cannot look for "${path}": ${messageOf(thrown)}`);
  }
  try {
    return parseOutcome(decodeUtf8(await readInputFile(path), path), fingerprint, path);
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

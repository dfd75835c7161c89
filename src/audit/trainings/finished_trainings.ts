/**
 * The trainings of an audit that are finished, a file each: whatever ends an audit, they are not trained again.
 *
 * A file's name begins with the hash of the training's settings and data; the first digits of the hash of the code
 * follow. Trainings that other code finished are not taken, and stay: whoever goes back to that code has them.
 * @module
 */
import { join } from "node:path";
import { removePartials, writeFileAtomic } from "../../basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { makeOwnFolder } from "../../basics/own_folder.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { TrainingOutcome } from "./run_training.ts";
import type { TrainingFingerprints } from "./identity.ts";
import { formatOutcome, type OutcomeIdentity, parseOutcome } from "./outcome_file.ts";
import type { Training } from "./plan.ts";
import type { TrainingRunner } from "./runner.ts";

/** Name of the folder of finished trainings in an audit's folder. */
export const CELLS_FOLDER = "cells";

/** Digits of the code's hash in a file's name. */
const CODE_DIGITS = 16;

/** Finished trainings in a folder. */
export class FinishedTrainings {
  readonly #folder: string;
  readonly #fingerprints: TrainingFingerprints;
  readonly #known: ReadonlyMap<string, TrainingOutcome>;
  readonly #codes: ReadonlyMap<string, readonly string[]>;

  private constructor(
    folder: string,
    fingerprints: TrainingFingerprints,
    known: ReadonlyMap<string, TrainingOutcome>,
    codes: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#folder = folder;
    this.#fingerprints = fingerprints;
    this.#known = known;
    this.#codes = codes;
  }

  /**
   * Reads which of some trainings are finished.
   *
   * @param folder need not be there
   * @param onNote called with a note on each file that is damaged: its training counts as not finished
   * @throws {SurroundingsError} when a file is there but cannot be read
   */
  static async open(
    folder: string,
    trainings: readonly Training[],
    fingerprints: TrainingFingerprints,
    onNote: (note: string) => void,
  ): Promise<FinishedTrainings> {
    const known = new Map<string, TrainingOutcome>();
    const { code } = fingerprints;
    for (const fingerprint of new Set(trainings.map((training) => fingerprints.of(training)))) {
      const identity = { fingerprint, code };
      const outcome = await readOutcome(fileOf(folder, identity), identity, onNote);
      if (outcome) known.set(fingerprint, outcome);
    }
    return new FinishedTrainings(folder, fingerprints, known, codesIn(folder));
  }

  /** Those of some trainings that are not finished. */
  unfinished(trainings: readonly Training[]): Training[] {
    return trainings.filter((training) => !this.#known.has(this.#fingerprints.of(training)));
  }

  /** How many of some trainings other code finished and this code did not, and the first digits of that code's hashes. */
  ofOtherCode(
    trainings: readonly Training[],
  ): { readonly count: number; readonly codes: string[] } {
    const own = this.#fingerprints.code.slice(0, CODE_DIGITS);
    const codes = this.unfinished(trainings)
      .map((training) => this.#codes.get(this.#fingerprints.of(training)) ?? [])
      .map((all) => all.filter((code) => code !== own))
      .filter((others) => others.length > 0);
    return { count: codes.length, codes: [...new Set(codes.flat())].sort() };
  }

  /**
   * A runner that has the finished trainings from the folder, first of all, and writes the others there as another runner
   * finishes them.
   *
   * @throws {SurroundingsError} (the runner) when a file cannot be written
   */
  around(run: TrainingRunner): TrainingRunner {
    return async (trainings, onOutcome) => {
      const known = trainings.map((training) => {
        const outcome = this.#known.get(this.#fingerprints.of(training));
        // An earlier audit may have had other names for the same backbones.
        return outcome && { ...outcome, training };
      });
      for (const outcome of known) if (outcome) await onOutcome(outcome);
      await prepare(this.#folder);
      const others = await run(this.unfinished(trainings), async (outcome) => {
        const fingerprint = this.#fingerprints.of(outcome.training);
        const identity = { fingerprint, code: this.#fingerprints.code };
        const text = formatOutcome(outcome, identity);
        await writeFileAtomic(fileOf(this.#folder, identity), text);
        await onOutcome(outcome);
      });
      return known.map((outcome) => outcome ?? others.shift()!);
    };
  }
}

function fileOf(folder: string, { fingerprint, code }: OutcomeIdentity): string {
  return join(folder, `${fingerprint}.${code.slice(0, CODE_DIGITS)}.json`);
}

/** The first digits of the codes that finished trainings, by their fingerprints, as the names of files tell. */
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
  identity: OutcomeIdentity,
  onNote: (note: string) => void,
): Promise<TrainingOutcome | undefined> {
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
    onNote(`${thrown.message}; it is trained again`);
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

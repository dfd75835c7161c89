/**
 * Keeps each finished training of an audit in a file of its own, so that an interrupted audit does not repeat it.
 *
 * A file's name begins with the hash of the training's settings and data, followed by the first digits of the hash of
 * the code. Trainings of other code are not used and not removed, so that they are available when the user returns to
 * that code.
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

/** The finished trainings in a folder. */
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
   * Finds which of some trainings are finished.
   *
   * @param folder the folder of finished trainings; it need not exist
   * @param onNote called with a note about each damaged file, whose training counts as not finished
   * @throws {SurroundingsError} when a file exists but cannot be read
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

  /** Returns the trainings that are not finished. */
  unfinished(trainings: readonly Training[]): Training[] {
    return trainings.filter((training) => !this.#known.has(this.#fingerprints.of(training)));
  }

  /** Counts trainings that only other code finished, and returns the first digits of that code's hashes. */
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
   * Wraps a runner: the returned runner first reads the finished trainings from the folder, then runs the others and
   * writes each to the folder when it is finished.
   *
   * @throws {SurroundingsError} (by the returned runner) when a file cannot be written
   */
  around(run: TrainingRunner): TrainingRunner {
    return async (trainings, onOutcome) => {
      const known = trainings.map((training) => {
        const outcome = this.#known.get(this.#fingerprints.of(training));
        // An earlier audit may have used other names for the same backbones.
        return outcome && { ...outcome, training };
      });
      for (const outcome of known) if (outcome) await onOutcome(outcome);
      await prepare(this.#folder);
      // Arms that differ in their backbones' names alone share trainings: each is done once, for all of them.
      const sharing = Map.groupBy(
        this.unfinished(trainings),
        (training) => this.#fingerprints.of(training),
      );
      const trained = new Map<string, TrainingOutcome>();
      await run([...sharing.values()].map(([first]) => first!), async (outcome) => {
        const fingerprint = this.#fingerprints.of(outcome.training);
        const identity = { fingerprint, code: this.#fingerprints.code };
        const text = formatOutcome(outcome, identity);
        await writeFileAtomic(fileOf(this.#folder, identity), text);
        trained.set(fingerprint, outcome);
        for (const training of sharing.get(fingerprint)!) await onOutcome({ ...outcome, training });
      });
      return trainings.map((training, i) =>
        known[i] ?? { ...trained.get(this.#fingerprints.of(training))!, training }
      );
    };
  }
}

function fileOf(folder: string, { fingerprint, code }: OutcomeIdentity): string {
  return join(folder, `${fingerprint}.${code.slice(0, CODE_DIGITS)}.json`);
}

/** Returns the first digits of the hashes of code, by fingerprint of training, from the names of files. */
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

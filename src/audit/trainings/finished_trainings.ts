/**
 * The trainings of an audit that are finished, a file each: whatever ends an audit, they are not trained again.
 * @module
 */
import { join } from "node:path";
import { removePartials, writeFileAtomic } from "../../basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { TrainingOutcome } from "./run_training.ts";
import type { TrainingFingerprints } from "./identity.ts";
import { formatOutcome, parseOutcome } from "./outcome_file.ts";
import type { Training } from "./plan.ts";
import type { TrainingRunner } from "./runner.ts";

/** Name of the folder of finished trainings in an audit's folder. */
export const CELLS_FOLDER = "cells";

/** Finished trainings in a folder. */
export class FinishedTrainings {
  readonly #folder: string;
  readonly #fingerprints: TrainingFingerprints;
  readonly #known: ReadonlyMap<string, TrainingOutcome>;

  private constructor(
    folder: string,
    fingerprints: TrainingFingerprints,
    known: ReadonlyMap<string, TrainingOutcome>,
  ) {
    this.#folder = folder;
    this.#fingerprints = fingerprints;
    this.#known = known;
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
    for (const fingerprint of new Set(trainings.map((training) => fingerprints.of(training)))) {
      const outcome = await readOutcome(fileOf(folder, fingerprint), fingerprint, onNote);
      if (outcome) known.set(fingerprint, outcome);
    }
    return new FinishedTrainings(folder, fingerprints, known);
  }

  /** Those of some trainings that are not finished. */
  unfinished(trainings: readonly Training[]): Training[] {
    return trainings.filter((training) => !this.#known.has(this.#fingerprints.of(training)));
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
): Promise<TrainingOutcome | undefined> {
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
    onNote(`${thrown.message}; it is trained again`);
    return undefined;
  }
}

async function prepare(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    await removePartials(folder);
  } catch (thrown) {
    throw new SurroundingsError(`Cannot write "${folder}": ${messageOf(thrown)}`);
  }
}

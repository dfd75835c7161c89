/**
 * Keeps each finished training of an audit in files of its own, one for each class fold on which it is evaluated, so
 * that an interrupted audit does not repeat it.
 *
 * A file's name begins with the hash of the settings, the data and the device, followed by the first digits of the hash
 * of the code. Trainings of other code are not used and not removed, so that they are available when the user returns
 * to that code.
 * @module
 */
import { join } from "node:path";
import { removePartials, writeFileAtomic } from "../../basics/atomic.ts";
import { InputError } from "../../basics/errors.ts";
import { failure } from "../../basics/failure.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { makeOwnFolder } from "../../basics/own_folder.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { DeviceDescription } from "../../compute/compute.ts";
import { fingerprintOf } from "../../embeddings/identity.ts";
import { type OutcomeIdentity, outcomePieces, parseOutcome, plainOf } from "./outcome_file.ts";
import type { TrainingOutcome } from "./run_training.ts";
import type { TrainingRunner } from "./runner.ts";
import { distinctMembers, type TrainingGroup } from "./training_group.ts";

/** Name of the folder of finished trainings in an audit's folder. */
export const CELLS_FOLDER = "cells";

/** Digits of the code's hash in a file's name. */
const CODE_DIGITS = 16;

/** What the outcomes of trainings depend on, besides their settings and data. */
export interface FinishedTrainingsOptions {
  /** The device that trains, since the last bits depend on it. */
  readonly device: Pick<DeviceDescription, "class" | "name" | "variants">;
  /** Hash of the code of trainings. */
  readonly code: string;
  /** Called with a note about each damaged file, whose outcome counts as not there. */
  readonly onNote?: ((note: string) => void) | undefined;
}

type Surroundings = Omit<FinishedTrainingsOptions, "onNote">;

/** The finished trainings in a folder. */
export class FinishedTrainings {
  readonly #folder: string;
  readonly #surroundings: Surroundings;
  readonly #known = new Map<string, TrainingOutcome>();
  readonly #codes: ReadonlyMap<string, readonly string[]>;

  private constructor(folder: string, surroundings: Surroundings) {
    this.#folder = folder;
    this.#surroundings = surroundings;
    this.#codes = codesIn(folder);
  }

  /**
   * Finds which outcomes of trainings are there.
   *
   * @param folder the folder of finished trainings; it need not exist
   * @throws {SurroundingsError} when a file exists but cannot be read
   */
  static async open(
    folder: string,
    groups: readonly TrainingGroup[],
    { onNote = () => {}, ...surroundings }: FinishedTrainingsOptions,
  ): Promise<FinishedTrainings> {
    const finished = new FinishedTrainings(folder, surroundings);
    for (const { outcome } of groups.flatMap(distinctMembers)) {
      const identity = finished.#identityOf(outcome);
      const known = await readOutcome(fileOf(folder, identity), identity, onNote);
      if (known) finished.#known.set(outcome, known);
    }
    return finished;
  }

  /** Returns the trainings that are not finished, with the members whose outcomes are not there. */
  unfinished(groups: readonly TrainingGroup[]): TrainingGroup[] {
    return groups
      .map(({ projectors, members }) => ({
        projectors,
        members: members.filter(({ outcome }) => !this.#known.has(outcome)),
      }))
      .filter(({ members }) => members.length > 0);
  }

  /**
   * Counts trainings whose missing outcomes are all there from other code, and returns the first digits of that code's
   * hashes.
   */
  ofOtherCode(
    groups: readonly TrainingGroup[],
  ): { readonly count: number; readonly codes: string[] } {
    const codes = this.unfinished(groups)
      .map(({ members }) => members.map(({ outcome }) => this.#otherCodesOf(outcome)))
      .filter((ofMembers) => ofMembers.every((others) => others.length > 0));
    return { count: codes.length, codes: [...new Set(codes.flat(2))].sort() };
  }

  /**
   * Wraps a runner: the returned runner first reads the finished trainings from the folder, then runs the others for
   * their missing outcomes, and writes these to the folder when the training is finished.
   *
   * @throws {SurroundingsError} (by the returned runner) when a file cannot be written
   */
  around(run: TrainingRunner): TrainingRunner {
    return async (groups, onTrained) => {
      const known = new Map(this.#known);
      // An earlier audit, or another arm, may have used other names for the same.
      const outcomesOf = ({ members }: TrainingGroup) =>
        members.map(({ training, outcome }) => ({ ...known.get(outcome)!, training }));
      const unfinished = this.unfinished(groups);
      const left = new Map(unfinished.map((group) => [group.projectors, group]));
      const whole = new Map(groups.map((group) => [group.projectors, group]));
      for (const group of groups) {
        if (!left.has(group.projectors)) await onTrained(outcomesOf(group));
      }
      await prepare(this.#folder);
      await run(unfinished, async (outcomes) => {
        const { trained } = outcomes[0]!;
        for (const [at, { outcome }] of left.get(trained)!.members.entries()) {
          if (known.has(outcome)) continue;
          await this.#write(outcome, outcomes[at]!);
          known.set(outcome, outcomes[at]!);
        }
        await onTrained(outcomesOf(whole.get(trained)!));
      });
      return groups.map(outcomesOf);
    };
  }

  async #write(outcome: string, content: TrainingOutcome): Promise<void> {
    const identity = this.#identityOf(outcome);
    await writeFileAtomic(
      fileOf(this.#folder, identity),
      encoded(outcomePieces(content, identity)),
    );
  }

  /** Returns the first digits of the hashes of other code that finished an outcome. */
  #otherCodesOf(outcome: string): string[] {
    const { fingerprint, code } = this.#identityOf(outcome);
    const own = code.slice(0, CODE_DIGITS);
    return (this.#codes.get(fingerprint) ?? []).filter((digits) => digits !== own);
  }

  #identityOf(outcome: string): OutcomeIdentity {
    const { device: { class: deviceClass, name, variants }, code } = this.#surroundings;
    const device = plainOf({ class: deviceClass, name, variants });
    return { fingerprint: fingerprintOf({ device, outcome }), code };
  }
}

/** The bytes of a text in pieces. */
async function* encoded(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}

function fileOf(folder: string, { fingerprint, code }: OutcomeIdentity): string {
  return join(folder, `${fingerprint}.${code.slice(0, CODE_DIGITS)}.json`);
}

/** Returns the first digits of the hashes of code, by fingerprint of outcome, from the names of files. */
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
    throw failure(`Cannot look into "${folder}"`, thrown);
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
    throw failure(`Cannot look for "${path}"`, thrown);
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
    throw failure(`Cannot write "${folder}"`, thrown);
  }
}

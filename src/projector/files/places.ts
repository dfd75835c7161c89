/**
 * Where a training leaves what it made: the projector file, and beside it a checkpoint until that file is whole.
 * @module
 */
import { prepareToWrite } from "../../basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { quotable } from "../../basics/printable.ts";
import type { OpenMode } from "../../embeddings/opening.ts";
import { readSafetensors } from "../../formats/safetensors.ts";
import { PROJECTOR_SCHEMA } from "../stored_projectors.ts";

const ENDING = ".safetensors";

/** The files of a training. */
export interface TrainingPlaces {
  /** The projector file. */
  readonly file: string;
  /** The checkpoint. */
  readonly checkpoint: string;
}

/**
 * The files of a training.
 *
 * @throws {InputError} when the name does not end in `.safetensors`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(placesOf("clean.safetensors").checkpoint, "clean.checkpoint.safetensors");
 * ```
 */
export function placesOf(file: string): TrainingPlaces {
  if (file.endsWith(ENDING)) {
    return { file, checkpoint: `${file.slice(0, -ENDING.length)}.checkpoint${ENDING}` };
  }
  throw new InputError(`"${quotable(file)}" does not end in "${ENDING}", as projector files do`);
}

/**
 * Makes the places ready.
 *
 * @returns what is there to go on from: a checkpoint, a finished file, or nothing
 * @throws {InputError} when something is there that the mode does not allow
 * @throws {SurroundingsError} when nothing can be written there
 */
export async function openPlaces(
  { file, checkpoint }: TrainingPlaces,
  mode: OpenMode,
): Promise<"checkpoint" | "file" | "nothing"> {
  const isFile = await isThere(file);
  const isCheckpoint = await isThere(checkpoint);
  if (mode === "create" && isFile) {
    throw new InputError(`"${file}" exists; choose another --out, or replace it with --force`);
  }
  if (mode === "create" && isCheckpoint) {
    const choice = "go on with --resume, or begin anew with --force";
    throw new InputError(`"${checkpoint}" is there from an unfinished training; ${choice}`);
  }
  if (isFile && mode === "force") await requireProjectors(file);
  await prepareToWrite(file);
  if (mode === "force" && isCheckpoint) await removeCheckpoint(checkpoint);
  if (mode !== "resume") return "nothing";
  return isCheckpoint ? "checkpoint" : isFile ? "file" : "nothing";
}

/** Removes a checkpoint. */
export async function removeCheckpoint(checkpoint: string): Promise<void> {
  try {
    await Deno.remove(checkpoint);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return;
    throw new SurroundingsError(`Cannot remove "${checkpoint}": ${messageOf(thrown)}`);
  }
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/** Nothing but what `train` wrote is ever replaced. */
async function requireProjectors(file: string): Promise<void> {
  try {
    const { metadata } = readSafetensors(await readInputFile(file), file);
    if (metadata["schema"] === PROJECTOR_SCHEMA) return;
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
  }
  throw new InputError(`"${file}" is no projector file, so --force does not replace it`);
}

/**
 * The output files of a training: the projector file, and beside it a checkpoint until that file is complete.
 * @module
 */
import { basename, dirname, join } from "node:path";
import { InputError, SurroundingsError } from "../../basics/errors.ts";
import { failure } from "../../basics/failure.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { fitted } from "../../basics/output/names.ts";
import type { HeldLock } from "../../basics/output/lock.ts";
import { type FileKind, OutputFile } from "../../basics/output/output_file.ts";
import { lockPlace } from "../../basics/output/output_folder.ts";
import { isThere, realPlace } from "../../basics/output/place.ts";
import { stampOf } from "../../basics/output/stamp.ts";
import { quotable } from "../../basics/printable.ts";
import type { OpenMode } from "../../embeddings/open_mode.ts";
import { readSafetensors } from "../../formats/safetensors.ts";
import { CHECKPOINT_SCHEMA } from "../checkpoint.ts";
import { PROJECTOR_SCHEMA } from "../stored_projectors.ts";

const ENDING = ".safetensors";

/** The files of a training. */
export interface TrainingFiles {
  /** The projector file. */
  readonly file: string;
  /** The checkpoint. */
  readonly checkpoint: string;
}

/**
 * Derives the files of a training.
 *
 * @throws {InputError} when the name does not end in `.safetensors`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(trainingFiles("clean.safetensors").checkpoint, "clean.checkpoint.safetensors");
 * ```
 */
export function trainingFiles(file: string): TrainingFiles {
  if (!file.endsWith(ENDING)) {
    throw new InputError(`"${quotable(file)}" does not end in "${ENDING}", as projector files do`);
  }
  const checkpoint = fitted(basename(file, ENDING), "", `.checkpoint${ENDING}`);
  return { file, checkpoint: join(dirname(file), checkpoint) };
}

/** The files of a training, locked against other processes. */
export class TrainingPlaces implements TrainingFiles, Disposable {
  readonly file: string;
  readonly checkpoint: string;
  /** The state to continue from, if any. */
  readonly found: "checkpoint" | "file" | "nothing";
  readonly #mode: OpenMode;
  readonly #output: OutputFile;
  readonly #checkpointLock: HeldLock;
  /** The stamp of the checkpoint as this training found or wrote it. */
  #stamp: string | undefined;

  private constructor(
    { file, checkpoint }: TrainingFiles,
    mode: OpenMode,
    found: TrainingPlaces["found"],
    output: OutputFile,
    checkpointLock: HeldLock,
    stamp: string | undefined,
  ) {
    this.file = file;
    this.checkpoint = checkpoint;
    this.found = found;
    this.#mode = mode;
    this.#output = output;
    this.#checkpointLock = checkpointLock;
    this.#stamp = stamp;
  }

  /**
   * Locks the files.
   *
   * @param out the projector file
   * @throws {InputError} when a file exists that the mode does not allow, or another process trains there
   * @throws {SurroundingsError} when the files cannot be written
   */
  static async take(out: string, mode: OpenMode): Promise<TrainingPlaces> {
    const files = trainingFiles(out);
    const [isFile, isCheckpoint] = [isThere(files.file), isThere(files.checkpoint)];
    const isResumed = mode === "resume";
    const found = !isResumed
      ? "nothing"
      : isCheckpoint
      ? "checkpoint"
      : isFile
      ? "file"
      : "nothing";
    // A finished file is read, and never written again.
    const kind = found === "file" ? { ...PROJECTORS, isOwn: () => true } : PROJECTORS;
    const output = await OutputFile.open(out, kind, {
      force: mode === "force" || isResumed && isFile,
    });
    let lock: HeldLock | undefined;
    try {
      lock = lockPlace(files.checkpoint, realPlace(files.checkpoint));
      const stamp = stampOf(files.checkpoint);
      if (isCheckpoint) await checkCheckpoint(files.checkpoint, mode);
      return new TrainingPlaces(files, mode, found, output, lock, stamp);
    } catch (thrown) {
      lock?.[Symbol.dispose]();
      output[Symbol.dispose]();
      throw thrown;
    }
  }

  /**
   * Begins: a checkpoint that is not continued is removed.
   *
   * @throws {SurroundingsError} when another file has appeared there
   */
  async begin(): Promise<void> {
    if (this.found !== "nothing") return;
    if (this.#mode === "force") await this.removeCheckpoint();
    if (!isThere(this.checkpoint)) return;
    throw new SurroundingsError(`${this.#changed}, so it stays; remove it, and start again`);
  }

  /** To be called when the training has read or written the checkpoint. */
  adoptCheckpoint(): void {
    this.#stamp = stampOf(this.checkpoint);
  }

  /**
   * Writes the projector file.
   *
   * @throws {SurroundingsError} when it cannot be written; the checkpoint stays
   */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#output.write(bytes);
  }

  /**
   * Ends a training whose projector file is written: its checkpoint is no longer needed.
   *
   * @throws {SurroundingsError} when another file is in the checkpoint's place
   */
  async end(): Promise<void> {
    await this.removeCheckpoint();
    if (!isThere(this.checkpoint)) return;
    throw new SurroundingsError(
      `${this.#changed}, so it stays; the finished projector is in "${this.file}"`,
    );
  }

  get #changed(): string {
    return `"${quotable(this.checkpoint)}" changed while the command ran: ` +
      "it is not the checkpoint of this training";
  }

  /** Removes the checkpoint; any other file in its place stays. */
  async removeCheckpoint(): Promise<void> {
    if (stampOf(this.checkpoint) !== this.#stamp) return;
    try {
      await Deno.remove(this.checkpoint);
    } catch (thrown) {
      if (thrown instanceof Deno.errors.NotFound) return;
      throw failure(`Cannot remove "${this.checkpoint}"`, thrown);
    }
  }

  /** Releases the locks. */
  [Symbol.dispose](): void {
    this.#checkpointLock[Symbol.dispose]();
    this.#output[Symbol.dispose]();
  }
}

const PROJECTORS: FileKind = {
  what: "a projector file",
  isOwn: (_, path) => isOfSchema(path, PROJECTOR_SCHEMA),
};

async function checkCheckpoint(checkpoint: string, mode: OpenMode): Promise<void> {
  if (mode === "create") {
    const choice = "use --resume to continue it, or --force to start over";
    throw new InputError(`"${checkpoint}" belongs to an unfinished training; ${choice}`);
  }
  if (mode !== "force" || await isOfSchema(checkpoint, CHECKPOINT_SCHEMA)) return;
  throw new InputError(`"${checkpoint}" is not a checkpoint, so --force does not replace it`);
}

async function isOfSchema(path: string, schema: string): Promise<boolean> {
  try {
    return readSafetensors(await readInputFile(path), path).metadata["schema"] === schema;
  } catch (thrown) {
    if (thrown instanceof InputError) return false;
    throw thrown;
  }
}

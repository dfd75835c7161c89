/**
 * Writes a file that a user named: its place is checked before the work and again after it.
 * @module
 */
import { extname } from "node:path";
import { type Content, type PartialFile, prepareToWrite, writePartial } from "../atomic.ts";
import { type EarnestError, InputError, SurroundingsError } from "../errors.ts";
import { quotable } from "../printable.ts";
import { readHead } from "./head.ts";
import type { HeldLock } from "./lock.ts";
import { numbered } from "./names.ts";
import { lockPlace } from "./output_folder.ts";
import { asNamed, inputIn, isThere, realPlace, unwritable } from "./place.ts";

/** A kind of file that a command writes. */
export interface FileKind {
  /** Its description in sentences: `a label set`. */
  readonly what: string;
  /**
   * Whether a file is of this kind.
   *
   * @param head its first 64 KiB as text
   */
  isOwn(head: string, path: string): boolean | Promise<boolean>;
}

/** How an output file is written. */
export interface FileOptions {
  /** Whether an earlier file of the same kind may be replaced; default no. */
  readonly force?: boolean;
  /** The option that named the file, for messages; default `--out`. */
  readonly option?: string;
}

/** The place of a file to be written. */
export class OutputFile implements Disposable {
  readonly #path: string;
  readonly #place: string;
  readonly #kind: FileKind;
  readonly #force: boolean;
  readonly #option: string;
  readonly #lock: HeldLock;

  private constructor(path: string, place: string, kind: FileKind, options: FileOptions) {
    this.#path = path;
    this.#place = place;
    this.#kind = kind;
    this.#force = options.force ?? false;
    this.#option = options.option ?? "--out";
    this.#lock = lockPlace(path, place);
  }

  /**
   * Takes the place of a file: until this is disposed of, other processes cannot write it.
   *
   * @param path the place, in an existing folder
   * @throws {InputError} when an existing file there may not be replaced, or another process is writing it
   * @throws {SurroundingsError} when no file can be written there
   *
   * @example
   * ```ts
   * import assert from "node:assert/strict";
   * const folder = await Deno.makeTempDir();
   * const kind = { what: "a poem", isOwn: (head: string) => head.startsWith("Roses") };
   * {
   *   using file = await OutputFile.open(`${folder}/poem.txt`, kind);
   *   await file.write("Roses are red");
   * }
   * await assert.rejects(OutputFile.open(`${folder}/poem.txt`, kind), /poem.txt" exists; choose/);
   * await Deno.remove(folder, { recursive: true });
   * ```
   */
  static async open(path: string, kind: FileKind, options: FileOptions = {}): Promise<OutputFile> {
    const file = new OutputFile(path, realPlace(path), kind, options);
    try {
      const reason = await file.#whyKept();
      if (reason !== undefined) throw new InputError(`"${quotable(path)}" ${reason}`);
      await prepareToWrite(file.#place);
      return file;
    } catch (thrown) {
      file[Symbol.dispose]();
      throw file.#named(thrown);
    }
  }

  /**
   * Refuses to overwrite an input.
   *
   * @throws {InputError} when one of the files is at the place
   */
  protect(inputs: readonly string[]): void {
    const input = inputIn(this.#place, inputs);
    if (input === undefined) return;
    throw new InputError(`"${quotable(this.#path)}" is an input; choose another ${this.#option}`);
  }

  /**
   * Writes the file whole or not at all.
   *
   * @throws {SurroundingsError} when it cannot be written, or when a file that may not be replaced has appeared at the
   * place: the new file then gets a free name beside it, which the error states
   */
  async write(content: Content): Promise<void> {
    using partial = await this.#partial(content);
    const reason = await this.#whyKept();
    if (reason === undefined && this.#put(partial.path)) return;
    const kept = asNamed(putAside(partial.path, this.#place), this.#path, this.#place);
    throw new SurroundingsError(
      `"${quotable(this.#path)}" changed while the command ran: it ${reason ?? "exists"}; the ` +
        `finished output is in "${kept}"`,
    );
  }

  async #partial(content: Content): Promise<PartialFile> {
    try {
      return await writePartial(this.#place, content);
    } catch (thrown) {
      throw this.#named(thrown);
    }
  }

  /** Moves the file into its place; returns whether that succeeded. */
  #put(temporary: string): boolean {
    try {
      if (!this.#force) return putNew(temporary, this.#place);
      Deno.renameSync(temporary, this.#place);
      return true;
    } catch (thrown) {
      throw unwritable(this.#path, thrown);
    }
  }

  /** Says why the file at the place may not be replaced. */
  async #whyKept(): Promise<string | undefined> {
    if (!isThere(this.#place)) return undefined;
    if (!this.#force) return `exists; choose another ${this.#option}, or replace it with --force`;
    const { isFile, size } = Deno.lstatSync(this.#place);
    if (isFile && size === 0) return undefined;
    const isOwn = isFile && await this.#kind.isOwn(readHead(this.#place), this.#place);
    return isOwn
      ? undefined
      : `is not ${this.#kind.what}, so --force does not replace it; choose another ` +
        `${this.#option}, or delete it yourself`;
  }

  /** Returns the error with the path as the user named it. */
  #named(thrown: unknown): EarnestError {
    const error = unwritable(this.#path, thrown);
    const isAbout = error.message.includes(`"${this.#place}"`);
    if (!isAbout || this.#place === this.#path) return error;
    return new SurroundingsError(error.message.replace(this.#place, () => this.#path));
  }

  /** Releases the place. */
  [Symbol.dispose](): void {
    this.#lock[Symbol.dispose]();
  }
}

/**
 * Renames a file unless its new place is taken.
 *
 * @returns whether it was renamed
 */
function putNew(from: string, to: string): boolean {
  try {
    Deno.linkSync(from, to);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.AlreadyExists) return false;
    // This file system has no hard links, or does not permit them.
    if (isThere(to)) return false;
    Deno.renameSync(from, to);
    return true;
  }
  Deno.removeSync(from);
  return true;
}

/** Renames a file to a free name beside a place. */
function putAside(file: string, place: string): string {
  for (let number = 1;; number++) {
    const name = numbered(place, number, extname(place));
    if (putNew(file, name)) return name;
  }
}

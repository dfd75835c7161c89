/**
 * Bytes that can be read anywhere, for files that are too large to be read whole.
 * @module
 */
import { createHash } from "node:crypto";
import { InputError, SurroundingsError } from "../basics/errors.ts";
import { failure } from "../basics/failure.ts";
import { irregularKind } from "../basics/input_file.ts";

/** Bytes of each read while a whole file is hashed. */
const PIECE_BYTES = 2 ** 20;

/** Bytes that can be read anywhere. */
export interface ByteSource {
  /** How many there are. */
  readonly length: number;
  /** Reads from `start` up to `end`, or as many as there are. The result is not to be changed. */
  subarray(start: number, end: number): Uint8Array;
}

/**
 * A file as a source of bytes. It keeps no file open, except within {@link held}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "a dog barks");
 * const file = new FileSource(path);
 * assert.equal(new TextDecoder().decode(file.subarray(2, 5)), "dog");
 * await Deno.remove(path);
 * ```
 */
export class FileSource implements ByteSource {
  /** The file's path. */
  readonly path: string;
  /** Its length in bytes. */
  readonly length: number;
  /** Changes where the file is written again. */
  readonly version: string;
  /** Whether it was written so lately that it may have been written again with the same times and length. */
  readonly isFresh: boolean;
  #file: Deno.FsFile | undefined;

  /**
   * @throws {InputError} when there is no such file, or it is a folder, a pipe or a device
   * @throws {SurroundingsError} when it cannot be inspected
   */
  constructor(path: string) {
    this.path = path;
    const info = this.#tried(() => Deno.statSync(path));
    if (!info.isFile) throw new InputError(`"${path}" is ${irregularKind(info)}; expected a file`);
    this.length = info.size;
    this.version = versionOf(info);
    this.isFresh = Date.now() - (info.mtime?.getTime() ?? 0) < FRESH_MS;
  }

  /**
   * @throws {InputError} when the file was changed since it was opened
   * @throws {SurroundingsError} when it cannot be read
   */
  subarray(start: number, end: number): Uint8Array {
    const read = (file: Deno.FsFile) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, this.length) - start));
      file.seekSync(start, Deno.SeekMode.Start);
      for (let at = 0; at < bytes.length;) {
        const count = file.readSync(bytes.subarray(at));
        if (count === null) throw this.#changed();
        at += count;
      }
      return bytes;
    };
    return this.#tried(() => {
      if (this.#file) return read(this.#file);
      using file = this.#opened();
      return read(file);
    });
  }

  /** Keeps the file open during many reads. */
  held<Result>(read: () => Result): Result {
    if (this.#file) return read();
    using file = this.#tried(() => this.#opened());
    this.#file = file;
    try {
      return read();
    } finally {
      this.#file = undefined;
    }
  }

  /** SHA-256 of the whole file, of which a MiB is in memory at a time. */
  sha256(): string {
    const hash = createHash("sha256");
    return this.held(() => {
      for (let at = 0; at < this.length; at += PIECE_BYTES) {
        hash.update(this.subarray(at, at + PIECE_BYTES));
      }
      return hash.digest("hex");
    });
  }

  #opened(): Deno.FsFile {
    const file = Deno.openSync(this.path);
    if (versionOf(file.statSync()) === this.version) return file;
    file.close();
    throw this.#changed();
  }

  #changed(): InputError {
    return new InputError(`"${this.path}" was changed while it was in use; run again`);
  }

  #tried<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (thrown) {
      if (thrown instanceof InputError || thrown instanceof SurroundingsError) throw thrown;
      if (thrown instanceof Deno.errors.NotFound) {
        throw new InputError(`"${this.path}" does not exist`);
      }
      throw failure(`Cannot open "${this.path}"`, thrown);
    }
  }
}

/** Times of files are coarser than a write takes: milliseconds, on some disks a second. */
const FRESH_MS = 2000;

function versionOf({ size, mtime, ino }: Deno.FileInfo): string {
  return `${size} ${mtime?.getTime()} ${ino}`;
}

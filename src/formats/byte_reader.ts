/**
 * Reads files in order that are too large to be read whole, with bounded memory.
 * @module
 */
import { failure } from "../basics/failure.ts";
import { openInputFile } from "../basics/input_file.ts";
import { unreadable } from "./reading.ts";

/** Bytes of each read. */
const CHUNK_BYTES = 1 << 20;
/** Most bytes of a line or record. */
const LONGEST_BYTES = 1 << 22;

/** Reads the bytes of a file from first to last. The next call overwrites the returned bytes. */
export class ByteReader implements Disposable {
  /** Length of the file. */
  readonly sizeBytes: number;
  readonly #path: string;
  readonly #file: Deno.FsFile;
  #buffer = new Uint8Array(2 * CHUNK_BYTES);
  #start = 0;
  #end = 0;

  private constructor(path: string, file: Deno.FsFile, sizeBytes: number) {
    this.#path = path;
    this.#file = file;
    this.sizeBytes = sizeBytes;
  }

  /**
   * Opens a file.
   * @throws {InputError} when the file does not exist, or is a folder
   * @throws {SurroundingsError} when it cannot be opened
   */
  static async open(path: string): Promise<ByteReader> {
    const file = await openInputFile(path);
    return new ByteReader(path, file, (await file.stat()).size);
  }

  /**
   * Returns the bytes before the next `end` byte, which is skipped; at the file's end the remaining bytes, or
   * undefined if there are none.
   * @throws {InputError} when there are more than 4 MiB of them
   */
  async until(end: number): Promise<Uint8Array | undefined> {
    let from = this.#start;
    let at = this.#buffer.subarray(0, this.#end).indexOf(end, from);
    while (at < 0) {
      const known = this.#end - this.#start;
      if (!(await this.#fill())) return known === 0 ? undefined : await this.take(known);
      from = this.#start + known;
      at = this.#buffer.subarray(0, this.#end).indexOf(end, from);
    }
    const bytes = this.#buffer.subarray(this.#start, at);
    this.#start = at + 1;
    return bytes;
  }

  /**
   * Returns the next bytes: as many as requested, or as the file has left.
   * @throws {InputError} when more than 4 MiB are requested
   */
  async take(count: number): Promise<Uint8Array> {
    while (this.#end - this.#start < count) {
      if (!(await this.#fill())) break;
    }
    const bytes = this.#buffer.subarray(this.#start, Math.min(this.#start + count, this.#end));
    this.#start += bytes.length;
    return bytes;
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }

  /** Reads more bytes; returns false at the file's end. */
  async #fill(): Promise<boolean> {
    this.#makeRoom();
    try {
      const count = await this.#file.read(this.#buffer.subarray(this.#end));
      this.#end += count ?? 0;
      return count !== null;
    } catch (thrown) {
      throw failure(`Cannot continue reading "${this.#path}"`, thrown);
    }
  }

  /** Moves the unread bytes to the start of the buffer, or into a larger one. */
  #makeRoom(): void {
    const known = this.#end - this.#start;
    if (known > LONGEST_BYTES) {
      throw unreadable(this.#path, `a line or record of more than ${LONGEST_BYTES >> 20} MiB`);
    }
    if (known + CHUNK_BYTES > this.#buffer.length) {
      const larger = new Uint8Array(2 * this.#buffer.length);
      larger.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = larger;
    } else {
      this.#buffer.copyWithin(0, this.#start, this.#end);
    }
    this.#start = 0;
    this.#end = known;
  }
}

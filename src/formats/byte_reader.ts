/**
 * Files too large to be read whole, in order, with bounded memory.
 * @module
 */
import { messageOf, SurroundingsError } from "../basics/errors.ts";
import { openInputFile } from "../basics/input_file.ts";
import { unreadable } from "./reading.ts";

/** Bytes that are read at once. */
const CHUNK_BYTES = 1 << 20;
/** Bytes of a line or record at most. */
const LONGEST_BYTES = 1 << 22;

/** The bytes of a file, from its first to its last. What a method gives is overwritten by the next call. */
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
   * @throws {InputError} when there is no such file, or it is a folder
   * @throws {SurroundingsError} when it cannot be opened
   */
  static async open(path: string): Promise<ByteReader> {
    const file = await openInputFile(path);
    return new ByteReader(path, file, (await file.stat()).size);
  }

  /**
   * The bytes before the next one that is `end`, which is passed over; at the file's end what is left, and
   * undefined when nothing is.
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
   * The next bytes, as many as asked for, or as the file has left.
   * @throws {InputError} when more than 4 MiB are asked for
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

  /** Reads on; false at the file's end. */
  async #fill(): Promise<boolean> {
    this.#makeRoom();
    try {
      const count = await this.#file.read(this.#buffer.subarray(this.#end));
      this.#end += count ?? 0;
      return count !== null;
    } catch (thrown) {
      throw new SurroundingsError(`Cannot read on in "${this.#path}": ${messageOf(thrown)}`);
    }
  }

  /** Moves what is left to the buffer's start, or to a larger one. */
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

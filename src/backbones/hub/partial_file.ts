/**
 * A file while it is fetched: the bytes that are there, and whether there is room for the others.
 * @module
 */
import { dirname } from "node:path";
import { type EarnestError, SurroundingsError } from "../../basics/errors.ts";
import { writing } from "./cache.ts";
import { type HubReference, quotedReference } from "./reference.ts";
import { lackOfRoom, lackOfRoomToGrow, MOST_DOWNLOAD_BYTES, type Wanted } from "./room.ts";

/** How far a file of unknown length grows before the disk is asked for room again. */
const STEP_BYTES = 16 * 2 ** 20;

/** The file of which the first {@link length} bytes are there. */
export class PartialFile implements Disposable {
  /** How many bytes are there. */
  length: number;
  readonly #file: Deno.FsFile;
  readonly #wanted: Wanted;
  /** Up to which length a file of unknown length has room. */
  #roomUpTo = 0;

  private constructor(
    readonly path: string,
    file: Deno.FsFile,
    length: number,
    { reference, maxDownloadBytes = MOST_DOWNLOAD_BYTES }: PartialFileOptions,
  ) {
    this.#file = file;
    this.length = length;
    this.#wanted = { reference, folder: dirname(path), mostBytes: maxDownloadBytes };
  }

  /**
   * Opens the file; it is made if it is not there.
   *
   * @throws {SurroundingsError} when it cannot be written
   */
  static async open(path: string, options: PartialFileOptions): Promise<PartialFile> {
    const file = await writing(path, () => Deno.open(path, { write: true, create: true }));
    return new PartialFile(path, file, (await file.stat()).size, options);
  }

  /**
   * Makes sure that there is room for the whole file.
   *
   * @param size its length in bytes, as it is promised
   * @throws {RefusedFile} where there is none
   */
  async expectRoom(size: number): Promise<void> {
    refuseIf(await lackOfRoom(this.#wanted, size, this.length));
  }

  /** Goes to the end of what is there: there {@link append} writes. */
  async seek(): Promise<void> {
    await this.#file.seek(this.length, Deno.SeekMode.Start);
  }

  /**
   * Writes what comes next.
   *
   * @param size the length of the whole file, if it is known
   * @throws {RefusedFile} when it is more than was promised or is allowed, or the disk is full
   */
  async append(bytes: Uint8Array, size: number | undefined): Promise<void> {
    const end = this.length + bytes.length;
    if (size === undefined) await this.#growTo(end);
    else if (end > size) throw new RefusedFile(this.#tooLong(size));
    for (let written = 0; written < bytes.length;) {
      const rest = bytes.subarray(written);
      const count = await this.#write(() => this.#file.write(rest));
      written += count;
      this.length += count;
    }
  }

  /** Cuts off what lies behind the bytes that count, and waits until the disk has the others. */
  finish(): Promise<void> {
    return this.#write(async () => {
      await this.#file.truncate(this.length);
      await this.#file.sync();
    });
  }

  /** Removes the file, which will never be whole; a disk that does not let it go has been named already. */
  async discard(): Promise<void> {
    await Deno.remove(this.path).catch(() => {});
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }

  async #growTo(end: number): Promise<void> {
    if (end <= Math.min(this.#roomUpTo, this.#wanted.mostBytes)) return;
    refuseIf(await lackOfRoomToGrow(this.#wanted, end));
    this.#roomUpTo = end + STEP_BYTES;
  }

  async #write<Result>(write: () => Promise<Result>): Promise<Result> {
    try {
      return await writing(this.path, write);
    } catch (thrown) {
      // A full disk is not to stay full of what could not be finished.
      throw new RefusedFile(thrown as EarnestError);
    }
  }

  #tooLong(size: number): SurroundingsError {
    const file = quotedReference(this.#wanted.reference);
    return new SurroundingsError(
      `The server sends more of ${file} than the ${size} bytes it promised`,
    );
  }
}

/** What is fetched, and how much of it at most. */
export interface PartialFileOptions {
  readonly reference: HubReference;
  /** The most bytes that it may have; default {@link MOST_DOWNLOAD_BYTES}. */
  readonly maxDownloadBytes?: number | undefined;
}

/** A file will never be whole, so what is there of it is of no use. */
export class RefusedFile extends Error {
  /** @param error what a command ends with */
  constructor(readonly error: EarnestError) {
    super(error.message);
  }
}

function refuseIf(objection: EarnestError | undefined): void {
  if (objection) throw new RefusedFile(objection);
}

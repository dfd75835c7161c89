/**
 * A partly fetched file: the bytes that it holds, and whether the disk has room for the rest.
 * @module
 */
import { dirname } from "node:path";
import { type EarnestError, SurroundingsError } from "../../basics/errors.ts";
import { writing } from "./cache.ts";
import { type HubReference, quotedReference } from "./reference.ts";
import { lackOfRoom, lackOfRoomToGrow, MOST_DOWNLOAD_BYTES, type Wanted } from "./room.ts";

/** How far a file of unknown length grows before the free space is checked again. */
const STEP_BYTES = 16 * 2 ** 20;

/** A file whose first {@link length} bytes are fetched. */
export class PartialFile implements Disposable {
  /** How many bytes are fetched. */
  length: number;
  readonly #file: Deno.FsFile;
  readonly #wanted: Wanted;
  /** The length up to which free space was checked, for a file of unknown length. */
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
   * Opens the file; it is created if missing.
   *
   * @throws {SurroundingsError} when it cannot be written
   */
  static async open(path: string, options: PartialFileOptions): Promise<PartialFile> {
    const file = await writing(path, () => Deno.open(path, { write: true, create: true }));
    return new PartialFile(path, file, (await file.stat()).size, options);
  }

  /**
   * Makes sure that the disk has room for the whole file.
   *
   * @param size its length in bytes, as the server promises it
   * @throws {RefusedFile} if it has not
   */
  async expectRoom(size: number): Promise<void> {
    refuseIf(await lackOfRoom(this.#wanted, size, this.length));
  }

  /** Moves to the end of the fetched bytes, where {@link append} writes. */
  async seek(): Promise<void> {
    await this.#file.seek(this.length, Deno.SeekMode.Start);
  }

  /**
   * Writes the next bytes.
   *
   * @param size the length of the whole file, if known
   * @throws {RefusedFile} when there are more bytes than promised or allowed, or the disk is full
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

  /** Truncates the file to the bytes that count, and waits until the disk has written them. */
  finish(): Promise<void> {
    return this.#write(async () => {
      await this.#file.truncate(this.length);
      await this.#file.sync();
    });
  }

  /** Removes the file, which will never be complete; a failure of the disk was reported before. */
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
      // A full disk must not stay full of a file that cannot be completed.
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

/** What is fetched, and its largest size. */
export interface PartialFileOptions {
  readonly reference: HubReference;
  /** The largest size in bytes; default {@link MOST_DOWNLOAD_BYTES}. */
  readonly maxDownloadBytes?: number | undefined;
}

/** A file will never be complete, so the bytes that were fetched are of no use. */
export class RefusedFile extends Error {
  /** @param error the error that the command ends with */
  constructor(readonly error: EarnestError) {
    super(error.message);
  }
}

function refuseIf(objection: EarnestError | undefined): void {
  if (objection) throw new RefusedFile(objection);
}

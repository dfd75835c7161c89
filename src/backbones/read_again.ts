/**
 * Files that may have to be read again, because the thread that their bytes were moved to had to be ended.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";

/** A file's content, and the hashes that identify it. */
export interface ReadFile<File, Hashes> {
  /** The file. */
  readonly file: File;
  /** SHA-256 of the file and of those that belong to it, as plain data. */
  readonly hashes: Hashes;
}

/** A file that can be read again. */
export interface Rereadable<File, Hashes> {
  /** The hashes of the first reading. */
  readonly hashes: Hashes;
  /**
   * Hands over the file, of which no copy is kept; the next call reads it again.
   * @throws {InputError} when it cannot be read, or its hashes have changed
   */
  take(): Promise<File>;
}

/**
 * Reads a file that may have to be read again.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * let version = 1;
 * const read = () => Promise.resolve({ file: { path: "a.onnx" }, hashes: version });
 * const again = await readAgain(read);
 * assert.equal(again.hashes, 1);
 * await again.take();
 * await again.take();
 * version = 2;
 * await assert.rejects(again.take(), { message: '"a.onnx" was changed while it was in use; run again' });
 * ```
 */
export async function readAgain<File extends { readonly path: string }, Hashes>(
  read: () => Promise<ReadFile<File, Hashes>>,
): Promise<Rereadable<File, Hashes>> {
  const first = await read();
  const { hashes } = first;
  let kept: File | undefined = first.file;
  return {
    hashes,
    async take() {
      const file = kept;
      kept = undefined;
      if (file) return file;
      const again = await read();
      if (JSON.stringify(again.hashes) === JSON.stringify(hashes)) return again.file;
      throw new InputError(
        `"${quotable(again.file.path)}" was changed while it was in use; run again`,
      );
    },
  };
}

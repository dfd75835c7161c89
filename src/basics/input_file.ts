/**
 * Files that a user names.
 * @module
 */
import { EarnestError, InputError, messageOf, SurroundingsError } from "./errors.ts";

/** Bytes of a text that is read whole: a JavaScript string has no more than 2^29 - 24 characters. */
const MOST_TEXT_BYTES = 500 * 2 ** 20;

/** Bytes of arrays and tables that are read whole: 4 billion numbers. */
export const MOST_ARRAY_BYTES = 2 ** 34;

/** Endings of files that hold no text. */
const BINARY = /\.(npy|npz|safetensors|parquet|onnx)$/i;

/** Read at once of a file that does not say how long it is. */
const PIECE_BYTES = 2 ** 16;

/**
 * The bytes of a file.
 *
 * @param most bytes that it may have; what is larger is refused before memory is asked for. By default it depends on
 * the name's ending: 16 GiB of arrays, tables and models, 500 MiB of what is taken for text
 * @throws {InputError} when there is no such file, it is a folder, a pipe or a device, or is larger
 * @throws {SurroundingsError} when it is there but cannot be read; its cause is what the file system threw
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readInputFile("nowhere.csv"), { message: '"nowhere.csv" does not exist' });
 * await assert.rejects(readInputFile("/dev/zero"), {
 *   message: '"/dev/zero" is a device; expected a file',
 * });
 * ```
 */
export async function readInputFile(
  path: string,
  most: number = BINARY.test(path) ? MOST_ARRAY_BYTES : MOST_TEXT_BYTES,
): Promise<Uint8Array> {
  const size = await inputFileSize(path);
  if (size > most) throw tooLarge(path, String(size), most);
  try {
    return size > 0 ? await Deno.readFile(path) : await readUnsized(path, most);
  } catch (thrown) {
    throw unopened(path, thrown);
  }
}

/**
 * A file open for reading, for what is too large to be read whole.
 *
 * @throws {InputError} when there is no such file, or it is a folder, a pipe or a device
 * @throws {SurroundingsError} when it is there but cannot be opened
 */
export async function openInputFile(path: string): Promise<Deno.FsFile> {
  await inputFileSize(path);
  try {
    return await Deno.open(path);
  } catch (thrown) {
    throw unopened(path, thrown);
  }
}

/**
 * Length of a file in bytes; of a link, that of what it leads to.
 *
 * @throws {InputError} when there is no such file, or it is a folder, a pipe (opening it would wait without end) or a
 * device (which may not end)
 * @throws {SurroundingsError} when nobody can tell
 */
export async function inputFileSize(path: string): Promise<number> {
  const info = await Deno.stat(path).catch((thrown) => {
    throw unopened(path, thrown);
  });
  if (info.isFile) return info.size;
  throw new InputError(`"${path}" is ${kindOf(info)}; expected a file`);
}

/** What is no regular file, in words. */
export function kindOf(info: Deno.FileInfo): string {
  if (info.isSymlink) return "a link";
  if (info.isDirectory) return "a folder";
  if (info.isFifo) return "a pipe";
  if (info.isSocket) return "a socket";
  return "a device";
}

/** A file of no length may still have content, without end, as those of the kernel do. */
async function readUnsized(path: string, most: number): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const piece = new Uint8Array(PIECE_BYTES);
    const read = await file.read(piece);
    if (read === null) break;
    length += read;
    if (length > most) throw tooLarge(path, `more than ${most}`, most);
    pieces.push(piece.subarray(0, read));
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function tooLarge(path: string, found: string, most: number): InputError {
  return new InputError(`Cannot read "${path}": it holds ${found} bytes; expected at most ${most}`);
}

function unopened(path: string, thrown: unknown): EarnestError {
  if (thrown instanceof EarnestError) return thrown;
  if (thrown instanceof Deno.errors.NotFound) {
    // Such a name is shown with U+FFFD for what it has instead of characters, and cannot be opened by that.
    const hint = path.includes("\ufffd") ? "; rename it if its name is not UTF-8" : "";
    return new InputError(`"${path}" does not exist${hint}`);
  }
  if (thrown instanceof Deno.errors.IsADirectory) {
    return new InputError(`"${path}" is a folder; expected a file`);
  }
  return new SurroundingsError(`Cannot open "${path}": ${messageOf(thrown)}`, { cause: thrown });
}

/**
 * Reads files that a user names.
 * @module
 */
import { refuseStandIn, TELLING_BYTES } from "./stand_in.ts";
import { EarnestError, InputError } from "./errors.ts";
import { failure } from "./failure.ts";

/** Largest text file that is read whole, in bytes: a JavaScript string has at most 2^29 - 24 characters. */
const MOST_TEXT_BYTES = 500 * 2 ** 20;

/** Largest array or table file that is read whole, in bytes: 4 billion numbers. */
const MOST_ARRAY_BYTES = 2 ** 34;

/** Largest ONNX file, in bytes: Protocol Buffers, its encoding, allows no more. */
const MOST_MODEL_BYTES = 2 ** 31;

/** File endings of arrays and tables. */
const BINARY = /\.(npy|npz|safetensors|parquet)$/i;

function mostBytes(path: string): number {
  if (/\.onnx$/i.test(path)) return MOST_MODEL_BYTES;
  return BINARY.test(path) ? MOST_ARRAY_BYTES : MOST_TEXT_BYTES;
}

/** Bytes per read of a file whose length is unknown. */
const PIECE_BYTES = 2 ** 16;

/**
 * Reads the bytes of a file.
 *
 * @param most largest size in bytes; a larger file is refused before memory is allocated. The default depends on the
 * file ending: 16 GiB for arrays and tables, 2 GiB for models, 500 MiB for anything else, which is taken for text
 * @throws {InputError} when the file does not exist, is a folder, a pipe or a device, is too large, or is a pointer of git-lfs or an HTML
 * page in place of a file
 * @throws {SurroundingsError} when it exists but cannot be read; `cause` is the error of the file system
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
  most: number = mostBytes(path),
): Promise<Uint8Array> {
  return await readWhole(path, most, () => Deno.readFile(path));
}

/**
 * Reads the bytes of a file as {@link readInputFile} does, into memory that workers share: an array that is used as it
 * lies in its file is then never copied.
 *
 * @throws {InputError} and {SurroundingsError} as {@link readInputFile}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "abc");
 * const bytes = await readSharedFile(path);
 * assert.ok(bytes.buffer instanceof SharedArrayBuffer);
 * assert.deepEqual([...bytes], [97, 98, 99]);
 * await Deno.remove(path);
 * ```
 */
export async function readSharedFile(path: string): Promise<Uint8Array> {
  return await readWhole(path, mostBytes(path), async (size) => {
    using file = await Deno.open(path);
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    return bytes.subarray(0, await fillFrom(file, bytes));
  });
}

async function readWhole(
  path: string,
  most: number,
  read: (size: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const size = await inputFileSize(path);
  if (size > most) throw tooLarge(path, String(size), most);
  try {
    const bytes = size > 0 ? await read(size) : await readUnsized(path, most);
    refuseStandIn(bytes, path);
    return bytes;
  } catch (thrown) {
    throw unopened(path, thrown);
  }
}

/**
 * Opens a file for reading that is too large to be read whole.
 *
 * @throws {InputError} when the file does not exist, is a folder, a pipe or a device, or is a pointer of git-lfs or an
 * HTML page in place of a file
 * @throws {SurroundingsError} when it exists but cannot be opened
 */
export async function openInputFile(path: string): Promise<Deno.FsFile> {
  await inputFileSize(path);
  try {
    const file = await Deno.open(path);
    try {
      const start = new Uint8Array(TELLING_BYTES);
      const length = await file.read(start) ?? 0;
      refuseStandIn(start.subarray(0, length), path);
      await file.seek(0, Deno.SeekMode.Start);
      return file;
    } catch (thrown) {
      file.close();
      throw thrown;
    }
  } catch (thrown) {
    throw unopened(path, thrown);
  }
}

/**
 * Returns the length of a file in bytes; for a link, the length of its target.
 *
 * @throws {InputError} when the file does not exist, or is a folder, a pipe (opening one would wait forever) or a
 * device (which may never end)
 * @throws {SurroundingsError} when the file cannot be inspected
 */
export async function inputFileSize(path: string): Promise<number> {
  const info = await Deno.stat(path).catch((thrown) => {
    throw unopened(path, thrown);
  });
  if (info.isFile) return info.size;
  throw new InputError(`"${path}" is ${irregularKind(info)}; expected a file`);
}

/**
 * Reads on in an open file until the buffer is full or the file ends.
 *
 * @returns the number of bytes read
 */
export async function fillFrom(file: Deno.FsFile, bytes: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < bytes.length) {
    const length = await file.read(bytes.subarray(filled));
    if (length === null) break;
    filled += length;
  }
  return filled;
}

/** What is no regular file, in words. */
export function irregularKind(info: Deno.FileInfo): string {
  if (info.isSymlink) return "a link";
  if (info.isDirectory) return "a folder";
  if (info.isFifo) return "a pipe";
  if (info.isSocket) return "a socket";
  return "a device";
}

/** A file of length 0 may still have content, possibly without end, as kernel files do. */
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

/** Returns the error of a path that cannot be opened. */
export function unopened(path: string, thrown: unknown): EarnestError {
  if (thrown instanceof EarnestError) return thrown;
  if (thrown instanceof Deno.errors.NotFound) {
    // Such a name shows U+FFFD where its bytes are not characters, and the shown name cannot be opened.
    const hint = path.includes("\ufffd") ? "; rename it if its name is not UTF-8" : "";
    return new InputError(`"${path}" does not exist${hint}`);
  }
  if (thrown instanceof Deno.errors.IsADirectory) {
    return new InputError(`"${path}" is a folder; expected a file`);
  }
  return failure(`Cannot open "${path}"`, thrown);
}

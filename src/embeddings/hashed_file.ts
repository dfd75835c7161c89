/**
 * Files of an embedding set, read piece by piece and checked against their hashes.
 * @module
 */
import { createHash } from "node:crypto";
import { EarnestError, InputError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { inputFileSize, openInputFile } from "../basics/input_file.ts";
import { unreadable } from "../formats/reading.ts";

/** Large enough that calls do not count, small beside everything else that is held. */
const PIECE_BYTES = 2 ** 20;

/** Turns what the file system throws into an error that names the file. */
export async function named<Result>(path: string, body: () => Promise<Result>): Promise<Result> {
  try {
    return await body();
  } catch (thrown) {
    if (thrown instanceof EarnestError) throw thrown;
    if (thrown instanceof Deno.errors.NotFound) throw new InputError(`"${path}" does not exist`);
    throw new SurroundingsError(`Cannot open "${path}": ${messageOf(thrown)}`);
  }
}

/**
 * The bytes of a file, piece by piece; that they are the right ones is known at the end.
 *
 * @param sha256 what they should hash to
 * @throws {InputError} when it is missing or no regular file, and at the end when the hash is another
 * @throws {SurroundingsError} when it cannot be read
 */
export async function* hashedPieces(path: string, sha256: string): AsyncGenerator<Uint8Array> {
  using file = await openInputFile(path);
  const hash = createHash("sha256");
  const piece = new Uint8Array(PIECE_BYTES);
  for (;;) {
    const length = await named(path, () => file.read(piece));
    if (length === null) break;
    hash.update(piece.subarray(0, length));
    yield piece.subarray(0, length);
  }
  checkHash(path, hash.digest("hex"), sha256);
}

/**
 * A `.npy` file of known shape, with no more memory than its values take.
 *
 * @param header the bytes before the values
 * @param count number of float32 values
 * @param sha256 what the whole file should hash to
 * @throws {InputError} when it is missing, no regular file, of another length, or hashes to something else
 * @throws {SurroundingsError} when it cannot be read
 */
export async function readHashedValues(
  path: string,
  header: Uint8Array,
  count: number,
  sha256: string,
): Promise<Float32Array> {
  const size = await inputFileSize(path);
  const expected = header.length + 4 * count;
  if (size !== expected) {
    throw unreadable(path, `it holds ${size} bytes; set.json tells of ${expected}`);
  }
  const values = new Float32Array(count);
  const bytes = new Uint8Array(values.buffer);
  let at = -header.length;
  for await (const piece of hashedPieces(path, sha256)) {
    const ofHeader = Math.max(0, -at);
    if (piece.subarray(0, ofHeader).some((byte, i) => byte !== header[header.length + at + i])) {
      throw unreadable(path, "its header is not the one that set.json tells of");
    }
    bytes.set(piece.subarray(ofHeader), Math.max(0, at));
    at += piece.length;
  }
  return values;
}

function checkHash(path: string, found: string, expected: string): void {
  if (found === expected) return;
  throw unreadable(path, `its SHA-256 is ${found}; set.json says ${expected}`);
}

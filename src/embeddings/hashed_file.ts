/**
 * Reads files of an embedding set piece by piece and checks them against their hashes.
 * @module
 */
import { createHash } from "node:crypto";
import { EarnestError, InputError } from "../basics/errors.ts";
import { failure } from "../basics/failure.ts";
import { inputFileSize, openInputFile } from "../basics/input_file.ts";
import { unreadable } from "../formats/reading.ts";

/** Piece size: large enough that the cost of calls is negligible, small beside everything else in memory. */
const PIECE_BYTES = 2 ** 20;

/** Turns an exception of the file system into an error that names the file. */
export async function named<Result>(path: string, body: () => Promise<Result>): Promise<Result> {
  try {
    return await body();
  } catch (thrown) {
    if (thrown instanceof EarnestError) throw thrown;
    if (thrown instanceof Deno.errors.NotFound) throw new InputError(`"${path}" does not exist`);
    throw failure(`Cannot open "${path}"`, thrown);
  }
}

/**
 * Yields the bytes of a file, piece by piece; their hash is checked at the end.
 *
 * @param sha256 the expected hash
 * @throws {InputError} when it is missing or not a regular file, and at the end when its hash differs
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
 * Reads a `.npy` file of known shape, in no more memory than its values take.
 *
 * @param header the bytes before the values
 * @param count number of float32 values
 * @param makeRoom makes room for them, when the file is known to hold as many
 * @param sha256 the expected hash of the whole file
 * @throws {InputError} when it is missing, not a regular file, of another length, or has another hash
 * @throws {SurroundingsError} when it cannot be read
 */
export async function readHashedValues(
  path: string,
  header: Uint8Array,
  count: number,
  sha256: string,
  makeRoom: (count: number) => Float32Array,
): Promise<Float32Array> {
  const size = await inputFileSize(path);
  const expected = header.length + Float32Array.BYTES_PER_ELEMENT * count;
  if (size !== expected) {
    throw unreadable(path, `it holds ${size} bytes; set.json says ${expected}`);
  }
  const values = makeRoom(count);
  const bytes = new Uint8Array(values.buffer);
  let at = -header.length;
  for await (const piece of hashedPieces(path, sha256)) {
    const ofHeader = Math.max(0, -at);
    if (piece.subarray(0, ofHeader).some((byte, i) => byte !== header[header.length + at + i])) {
      throw unreadable(path, "its header does not match set.json");
    }
    bytes.set(piece.subarray(ofHeader), Math.max(0, at));
    at += piece.length;
  }
  return values;
}

/** Refuses a file whose hash is not that in `set.json`. */
export function checkHash(path: string, found: string, expected: string): void {
  if (found === expected) return;
  throw unreadable(path, `its SHA-256 is ${found}; set.json says ${expected}`);
}

/**
 * Reads the rows of `.npy` files block by block, for files that are larger than memory.
 * @module
 */
import { createHash, type Hash } from "node:crypto";
import { fillFrom, openInputFile } from "../basics/input_file.ts";
import type { RowBlock } from "../basics/matrix.ts";
import { ELEMENT_BYTES, float32Of } from "../formats/elements.ts";
import { NPY_HEADER_BYTES, type NpyLayout, readNpyLayout } from "../formats/npy.ts";
import { unreadable } from "../formats/reading.ts";
import { checkHash, named } from "./hashed_file.ts";

/** Bytes that are read at a time: the cost of calls is negligible, and two blocks are small beside the process. */
const BLOCK_BYTES = 2 ** 25;
/** Pieces of a file that are hashed to know it again, and their bytes: 4 MiB, read in the time of a few blocks. */
const SAMPLES = 64;
const SAMPLE_BYTES = 2 ** 16;

/** Rows of a file. */
export class NpyRows {
  /** The file's path. */
  readonly name: string;
  /** Number of rows. */
  readonly rows: number;
  /** Number of values in a row. */
  readonly columns: number;
  readonly #layout: NpyLayout;
  readonly #sha256: string | undefined;

  private constructor(name: string, layout: NpyLayout, sha256: string | undefined) {
    this.name = name;
    [this.rows, this.columns] = layout.shape as [number, number];
    this.#layout = layout;
    this.#sha256 = sha256;
  }

  /**
   * Reads a file's header.
   *
   * @param sha256 the hash that the file must have; it is checked when all rows are read
   * @returns undefined if its rows do not follow each other: it is no matrix of rows, or in Fortran order
   * @throws {InputError} when there is no such file, or it is no array of numbers
   * @throws {SurroundingsError} when it cannot be read
   *
   * @example
   * ```ts
   * import assert from "node:assert/strict";
   * import { writeNpy } from "../formats/npy.ts";
   * const path = await Deno.makeTempFile({ suffix: ".npy" });
   * await Deno.writeFile(path, writeNpy([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6)));
   * const file = await NpyRows.open(path);
   * for await (const { values } of file!.blocks(1, 2)) assert.deepEqual([...values], [3, 4]);
   * await Deno.remove(path);
   * ```
   */
  static async open(path: string, sha256?: string): Promise<NpyRows | undefined> {
    using file = await openInputFile(path);
    const { size } = await file.stat();
    const start = new Uint8Array(NPY_HEADER_BYTES);
    const length = await fill(file, start, path);
    const layout = readNpyLayout(start.subarray(0, length), size, path);
    const { shape, isRowMajor } = layout;
    const isMatrix = shape.length === 2 && shape[0]! > 0 && shape[1]! > 0;
    return isMatrix && isRowMajor ? new NpyRows(path, layout, sha256) : undefined;
  }

  /**
   * Hashes pieces that are spread evenly from the file's first byte to its last: where each of many processes reads a part
   * of the rows, none can afford to hash them all. Files of at most 4 MiB are hashed whole.
   *
   * @returns the file's length in bytes, and SHA-256 of the pieces
   * @throws {InputError} when it is no longer a file
   * @throws {SurroundingsError} when it cannot be read
   */
  async sampledHash(): Promise<{ readonly bytes: number; readonly sampled: string }> {
    using file = await openInputFile(this.name);
    const { size } = await named(this.name, () => file.stat());
    const isSmall = size <= SAMPLES * SAMPLE_BYTES;
    const piece = new Uint8Array(SAMPLE_BYTES);
    const hash = createHash("sha256");
    for (let i = 0; i < SAMPLES; i++) {
      const start = isSmall ? i * SAMPLE_BYTES : (size - SAMPLE_BYTES) / (SAMPLES - 1) * i;
      await named(this.name, () => file.seek(Math.floor(start), Deno.SeekMode.Start));
      hash.update(piece.subarray(0, await fill(file, piece, this.name)));
    }
    return { bytes: size, sampled: hash.digest("hex") };
  }

  /**
   * Yields the rows `from` to `to` - 1 in order. A block's values may be overwritten when the one after the next is
   * requested.
   *
   * @param blockBytes bytes of the file that are read at a time, at least a row
   * @throws {InputError} when the file is shorter than its header said, or all rows were read and its hash differs
   * @throws {SurroundingsError} when it cannot be read
   */
  async *blocks(from: number, to: number, blockBytes = BLOCK_BYTES): AsyncGenerator<RowBlock> {
    const { layout, dataStart } = this.#layout;
    const rowBytes = this.columns * ELEMENT_BYTES[layout.type];
    const most = Math.max(1, Math.floor(blockBytes / rowBytes));
    const isWhole = from === 0 && to === this.rows;
    using file = await openInputFile(this.name);
    const hash = isWhole && this.#sha256 !== undefined ? createHash("sha256") : undefined;
    if (hash) await hashStart(file, dataStart, hash, this.name);
    else await named(this.name, () => file.seek(dataStart + from * rowBytes, Deno.SeekMode.Start));
    const size = Math.min(most, to - from) * rowBytes;
    const buffers = [new Uint8Array(size), new Uint8Array(to - from > most ? size : 0)];
    for (let row = from, block = 0; row < to; row += most, block++) {
      const rows = Math.min(most, to - row);
      const bytes = buffers[block % 2]!.subarray(0, rows * rowBytes);
      if (await fill(file, bytes, this.name) < bytes.length) {
        throw unreadable(this.name, `it ends inside row ${row + rows} or before; it was longer`);
      }
      hash?.update(bytes);
      const values = float32Of(bytes, layout, this.name);
      yield { rows, columns: this.columns, values, source: { name: this.name, row } };
    }
    if (hash) checkHash(this.name, hash.digest("hex"), this.#sha256!);
  }
}

async function hashStart(file: Deno.FsFile, length: number, hash: Hash, path: string) {
  const start = new Uint8Array(length);
  await fill(file, start, path);
  hash.update(start);
}

function fill(file: Deno.FsFile, bytes: Uint8Array, path: string): Promise<number> {
  return named(path, () => fillFrom(file, bytes));
}

/** Yields blocks, and reads the next one while the last is worked on. */
export async function* oneAhead<Block>(blocks: AsyncGenerator<Block>): AsyncGenerator<Block> {
  try {
    for (let next = blocks.next();;) {
      const { done, value } = await next;
      if (done) return;
      next = blocks.next();
      // A consumer that fails first never awaits this read, whose failure would then be unhandled.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await blocks.return(undefined).catch(() => {});
  }
}

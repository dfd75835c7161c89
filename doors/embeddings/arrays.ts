/**
 * Loads `src/embeddings/arrays.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { EmbeddingArray } from "../../src/embeddings/arrays.ts";

const loading = later<typeof import("../../src/embeddings/arrays.ts")>(
  new URL("../../src/embeddings/arrays.ts", import.meta.url),
);

/**
 * Reads `.npy`, `.npz`, `.safetensors` or `.parquet`, chosen by the name's extension: float16, float32, float64 or
 * bfloat16, in either byte order, in C or Fortran order, in `.npy` and `.npz` also whole numbers; or `.csv`, `.tsv` or
 * `.jsonl` with a row a line. A `.npz` file may also hold a vector for each clip, under its id.
 *
 * @param bytes the whole file
 * @param name the file's name; after `#`, the array of a `.npz` or `.safetensors` file or the column of a `.parquet`
 * file, which may be omitted if there is only one matrix
 * @returns the matrix, as measures take it: `{ rows, columns, values }`; its values may share memory with `bytes`
 * @throws {InputError} when the file is malformed or its name ends otherwise, it does not have the array or the
 * choice is ambiguous, the array is not a matrix with at least one row and column, a value is not finite, or a row is
 * longer than 1e15
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { writeNpy } from "../../src/formats/npy.ts";
 * const file = writeNpy([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
 * const { rows, columns } = await readEmbeddingArray(file, "clips.npy");
 * assert.deepEqual([rows, columns], [2, 3]);
 * ```
 */
// Async, because readers that inflate or decode in other threads are.
export async function readEmbeddingArray(bytes: Uint8Array, name: string): Promise<EmbeddingArray> {
  return await (await loading()).readEmbeddingArray(bytes, name);
}

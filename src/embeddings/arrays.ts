/**
 * Reads ready-made embeddings: a matrix in a file from elsewhere.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { checkVectors } from "../basics/vectors.ts";
import { readNpy } from "../formats/npy.ts";
import { type NpzArray, readNpzArray, readNpzContents } from "../formats/npz.ts";
import { readParquetEmbeddings } from "../formats/parquet_embeddings.ts";
import { unreadable } from "../formats/reading.ts";
import { type RowKeys, rowKeys } from "../formats/row_keys.ts";
import { readTextMatrix } from "../formats/text_matrix.ts";
import { storedValues } from "../formats/safetensors.ts";
import { readSafetensorsContents } from "../formats/safetensors_header.ts";
import { keysInNpz, keysInSafetensors } from "./keys_beside.ts";

export type { RowKeys } from "../formats/row_keys.ts";

/** Embeddings, one row for each item. */
export interface EmbeddingArray {
  /** Number of rows, at least 1. */
  readonly rows: number;
  /** Number of values in a row, at least 1. */
  readonly columns: number;
  /** The values, rows × columns, all finite. */
  readonly values: Float32Array;
  /** What the file says of each row beside its numbers, such as ids and names of files. */
  readonly keys?: readonly RowKeys[];
}

/** An array of a file, and what lies beside it. */
interface FoundArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  readonly keys?: readonly RowKeys[];
}

type Reader = (bytes: Uint8Array, file: string, array: string | undefined) => FoundArray;

const READERS: ReadonlyMap<string, Reader> = new Map([
  ["npy", readOnly],
  ["npz", readFromNpz],
  ["safetensors", readFromSafetensors],
  ["parquet", readParquetEmbeddings],
  ["csv", readFromText],
  ["tsv", readFromText],
  ["jsonl", readFromText],
]);

/** Implements {@link readEmbeddingArray}, which `doors/embeddings/arrays.ts` documents. */
export function readEmbeddingArray(bytes: Uint8Array, name: string): Promise<EmbeddingArray> {
  return Promise.resolve().then(() => {
    const { file, array } = splitArrayName(name);
    const read = READERS.get(endingOf(file));
    if (/\.(pt|pth|pkl|pickle)$/i.test(file)) {
      // A pickle is a program, and what it holds is known only where it runs.
      throw new InputError(
        `Cannot read embeddings from "${file}": it is a pickle, which is not run here; save it in ` +
          "Python with numpy.save('embeddings.npy', tensor.float().cpu().numpy())",
      );
    }
    if (read === undefined) {
      const expected = [...READERS.keys()].map((ending) => `.${ending}`).join(", ");
      throw new InputError(
        `Cannot read embeddings from "${file}": expected a name that ends in one of ${expected}`,
      );
    }
    return checked(read(bytes, file, array), name);
  });
}

/**
 * Splits a file's path from the name of an array in it, if one follows after `#`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(splitArrayName("a/b.npz#x"), { file: "a/b.npz", array: "x" });
 * assert.deepEqual(splitArrayName("take #2.npy"), { file: "take #2.npy", array: undefined });
 * ```
 */
export function splitArrayName(path: string): { file: string; array: string | undefined } {
  for (let at = path.indexOf("#"); at >= 0; at = path.indexOf("#", at + 1)) {
    const file = path.slice(0, at);
    if (READERS.has(endingOf(file))) return { file, array: path.slice(at + 1) };
  }
  return { file: path, array: undefined };
}

function endingOf(file: string): string {
  return /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
}

function readOnly(bytes: Uint8Array, file: string, array: string | undefined): FoundArray {
  if (array === undefined) return readNpy(bytes, file);
  throw unreadable(file, `it holds one array without a name; "#${quotable(array)}" names another`);
}

function readFromNpz(bytes: Uint8Array, file: string, array: string | undefined): FoundArray {
  const contents = readNpzContents(bytes, file);
  if (array === undefined && areVectorsOfClips(contents)) return vectorsOfClips(contents, file);
  const chosen = choose(contents, file, array);
  return { ...readNpzArray(chosen, file), keys: keysInNpz(chosen, contents, file) };
}

/** Whether a file holds a vector for each clip, under the clip's id. */
function areVectorsOfClips(contents: readonly NpzArray[]): boolean {
  const [first] = contents.map(lengthOfVector);
  return contents.length > 1 && first !== undefined &&
    contents.every((one) => lengthOfVector(one) === first);
}

/** Length of an array that is a vector, or one row of a matrix. */
function lengthOfVector({ shape }: NpzArray): number | undefined {
  return shape.slice(0, -1).every((length) => length === 1) && shape.length <= 2
    ? shape.at(-1)
    : undefined;
}

function vectorsOfClips(contents: readonly NpzArray[], file: string): FoundArray {
  const columns = lengthOfVector(contents[0]!)!;
  const data = new Float32Array(contents.length * columns);
  contents.forEach((one, row) => data.set(readNpzArray(one, file).data, row * columns));
  const keys = [rowKeys("id", contents.map(({ key }) => key))];
  return { shape: [contents.length, columns], data, keys };
}

function readFromText(bytes: Uint8Array, file: string, array: string | undefined): FoundArray {
  if (array === undefined) return readTextMatrix(bytes, file);
  throw unreadable(file, `it holds one array without a name; "#${quotable(array)}" names another`);
}

function readFromSafetensors(
  bytes: Uint8Array,
  file: string,
  array: string | undefined,
): FoundArray {
  const { stored } = readSafetensorsContents(bytes, file);
  const chosen = choose(stored, file, array);
  return { ...storedValues(chosen, file), keys: keysInSafetensors(chosen, stored, file) };
}

/** Finds the array that is named, or the only matrix. */
function choose<Named extends { readonly key: string; readonly shape: readonly number[] }>(
  arrays: readonly Named[],
  file: string,
  wanted: string | undefined,
): Named {
  const listed = (some: readonly Named[]) =>
    quotable(some.map(({ key, shape }) => `"${key}" [${shape.join(", ")}]`).join(", ") || "none");
  if (wanted !== undefined) {
    const named = arrays.find(({ key }) => key === wanted);
    if (named !== undefined) return named;
    throw unreadable(file, `it has no array "${quotable(wanted)}"; it has ${listed(arrays)}`);
  }
  const matrices = arrays.filter(({ shape }) => shape.length === 2);
  // A matrix of one column beside others is a list, such as one of ids.
  const wide = matrices.filter(({ shape }) => shape[1] !== 1);
  if (matrices.length === 1 || wide.length === 1) return wide[0] ?? matrices[0]!;
  if (matrices.length === 0) {
    throw unreadable(file, `it does not hold a matrix; it has ${listed(arrays)}`);
  }
  const found = `it holds several matrices: ${listed(matrices)}`;
  throw unreadable(file, `${found}; choose one as in "${file}#${quotable(matrices[0]!.key)}"`);
}

function checked({ shape, data, keys = [] }: FoundArray, name: string): EmbeddingArray {
  const [rows, dim] = shape;
  if (shape.length !== 2 || !rows || !dim) {
    const found = quotable(`(${shape.join(", ")})`);
    throw new InputError(`"${name}" has shape ${found}; expected rows × columns, one or more each`);
  }
  const matrix = { rows, columns: dim, values: data };
  checkVectors(name, matrix);
  return { ...matrix, ...(keys.length > 0 ? { keys } : {}) };
}

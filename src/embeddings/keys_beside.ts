/**
 * Finds the arrays that lie beside a matrix in one file and say which item each row is of.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { type NpzArray, readNpzTexts } from "../formats/npz.ts";
import { integersOf, type IntegerType } from "../formats/elements.ts";
import { unreadable } from "../formats/reading.ts";
import { keyKindOf, type RowKeys, rowKeys } from "../formats/row_keys.ts";
import type { StoredBytes } from "../formats/safetensors_header.ts";

/** An array of a file. */
interface Named {
  readonly key: string;
  readonly shape: readonly number[];
}

/** Types of whole numbers in a `.safetensors` file. */
const INTEGERS: ReadonlyMap<string, IntegerType> = new Map([["I32", "int32"], ["I64", "int64"]]);

/**
 * Returns the keys of a matrix in a `.npz` file: arrays of text, and arrays of whole numbers that are named as keys.
 *
 * @param matrix the array of embeddings
 * @param all all arrays of the file
 * @throws {InputError} when an array that is named as a key has another length, or holds neither text nor numbers
 */
export function keysInNpz(matrix: NpzArray, all: readonly NpzArray[], file: string): RowKeys[] {
  return besideOf(matrix, all, file).flatMap(({ array, kind }) => {
    const { kind: held, values } = readNpzTexts(array, file);
    if (held === "text") return [rowKeys(array.key, values, kind)];
    if (kind === "other") return [];
    if (held === "integers") return [rowKeys(array.key, values, kind)];
    const what = held === "objects" ? "Python objects, which are not run" : "no text";
    throw unreadable(
      file,
      `array "${
        quotable(array.key)
      }" holds ${what}; expected ids or names of files: save it with ` +
        "numpy.array(ids, dtype=str)",
    );
  });
}

/** Like {@link keysInNpz}, for a `.safetensors` file, which holds no text. */
export function keysInSafetensors(
  matrix: StoredBytes,
  all: readonly StoredBytes[],
  file: string,
): RowKeys[] {
  return besideOf(matrix, all, file).flatMap(({ array, kind }) => {
    const type = INTEGERS.get(array.type);
    if (kind === "other" || type === undefined) return [];
    const numbers = integersOf(array.bytes, { type, bigEndian: false });
    return [rowKeys(array.key, Array.from(numbers, String), kind)];
  });
}

/** Returns the arrays with a value for each row of a matrix. */
function besideOf<Array extends Named>(
  matrix: Array,
  all: readonly Array[],
  file: string,
): { array: Array; kind: RowKeys["kind"] }[] {
  const [rows] = matrix.shape;
  const lists = all.filter(({ shape }) => isList(shape));
  const isOnly = all.filter(({ shape }) => shape.length === 2 && !isList(shape)).length <= 1;
  return lists.flatMap((array) => {
    if (array === matrix) return [];
    const kind = keyKindOf(withoutName(array.key, matrix.key));
    if (array.shape[0] === rows) return [{ array, kind }];
    // Names may be those of classes.
    if (kind === "other" || !isOnly || /^names?$/i.test(array.key)) return [];
    throw unreadable(
      file,
      `array "${quotable(array.key)}" has ${array.shape[0]} values, "${quotable(matrix.key)}" ` +
        `${rows} rows; expected a value for each row`,
    );
  });
}

/** Removes the name of a matrix from that of an array: of several matrices, `train` may have its ids in `train_ids`. */
function withoutName(key: string, matrix: string): string {
  for (const separator of ["_", "-", "/", "."]) {
    if (key.startsWith(matrix + separator)) return key.slice(matrix.length + 1);
    if (key.endsWith(separator + matrix)) return key.slice(0, -matrix.length - 1);
  }
  return key;
}

/** Whether an array is a list, which may lie in a column. */
function isList(shape: readonly number[]): boolean {
  return shape.length === 1 || shape.length === 2 && shape[1] === 1;
}

/**
 * Reads NumPy's `.npz`: a zip archive of `.npy` arrays, as `numpy.savez` and `numpy.savez_compressed` write it.
 * @module
 */
import { checkNpyLength, type NpyArray, readNpy, readNpyShape } from "./npy.ts";
import { type NpyTexts, readNpyTexts } from "./npy_texts.ts";
import { readZip, unpack, unpackStart, type ZipEntry } from "./zip.ts";

/** An array in an archive, not yet read. */
export interface NpzArray {
  /** Name of the array: that of the entry without `.npy`. */
  readonly key: string;
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** The entry that contains it. */
  readonly entry: ZipEntry;
}

const ENDING = ".npy";

/**
 * Lists the arrays of an archive, of any element type; entries whose name does not end in `.npy` are skipped.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when the file is not a zip archive, or an entry is not a NumPy file
 */
export function readNpzContents(bytes: Uint8Array, name: string): NpzArray[] {
  return readZip(bytes, name).filter((entry) => entry.name.endsWith(ENDING)).map((entry) => {
    const key = entry.name.slice(0, -ENDING.length);
    return { key, shape: readNpyShape(unpackStart(entry, name), `${name}#${key}`), entry };
  });
}

/**
 * Reads one array.
 *
 * @param array the array, from {@link readNpzContents}
 * @param name the file's name, for error messages
 * @throws {InputError} as `readNpy`, or when the entry is damaged or its unpacked length differs from the declared one
 */
export function readNpzArray(array: NpzArray, name: string): NpyArray {
  const { entry, key } = array;
  checkNpyLength(unpackStart(entry, name), entry.size, `${name}#${key}`);
  return readNpy(unpack(entry, name), `${name}#${key}`);
}

/**
 * Reads a text for each element of one array.
 *
 * @param array the array, from {@link readNpzContents}
 * @param name the file's name, for error messages
 * @throws {InputError} when the entry is damaged, or its length differs from that of its header
 */
export function readNpzTexts(array: NpzArray, name: string): NpyTexts {
  const { entry, key, shape } = array;
  return readNpyTexts(unpack(entry, name), shape, `${name}#${key}`);
}

/**
 * Sounds that several rows of a Parquet table hold: a row for each caption repeats the sound's bytes.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { sha256Of } from "../basics/sha256.ts";
import type { ByteSource } from "../formats/byte_source.ts";
import { ParquetSounds } from "../formats/parquet_sounds.ts";

/**
 * Finds, for each row, the first row with the same sound: of the same path, and of the same bytes. Only rows whose path
 * is that of another are read.
 *
 * @param source the table
 * @param path its path, for error messages
 * @param column the column of sounds
 * @param names the path of each row's sound; empty where it has none
 * @returns numbers of rows, from 0
 */
export function firstRowsOfSounds(
  source: ByteSource,
  path: string,
  column: string,
  names: readonly string[],
): number[] {
  const rowsOf = Map.groupBy(names.keys(), (row) => names[row]!);
  const isShared = (name: string) => name !== "" && rowsOf.get(name)!.length > 1;
  if (!names.some(isShared)) return [...names.keys()];
  const sounds = new ParquetSounds(source, path, column);
  const first = new Map<string, number>();
  return names.map((name, row) => {
    const hash = isShared(name) ? hashOf(sounds, row) : undefined;
    if (hash === undefined) return row;
    const key = JSON.stringify([name, hash]);
    if (!first.has(key)) first.set(key, row);
    return first.get(key)!;
  });
}

/** The hash of a row's sound; undefined where it cannot be read, which is said when it is needed. */
function hashOf(sounds: ParquetSounds, row: number): string | undefined {
  try {
    return sha256Of(sounds.sound(row + 1));
  } catch (thrown) {
    if (thrown instanceof InputError) return undefined;
    throw thrown;
  }
}

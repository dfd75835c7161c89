/**
 * Tables of data sets that must have certain columns.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { type CsvRow, readCsv } from "../formats/csv.ts";
import { noColumn } from "./columns.ts";

/**
 * Reads the rows of a CSV file that must have certain columns.
 *
 * @param path the file's name, for error messages
 * @throws {InputError} when it is malformed or lacks a column
 */
export function tableOf(
  bytes: Uint8Array,
  path: string,
  needed: readonly string[],
): readonly CsvRow[] {
  const { columns, rows } = readCsv(bytes, path);
  const missing = needed.find((column) => !columns.includes(column));
  if (missing !== undefined) throw new InputError(`"${path}" has ${noColumn(missing, columns)}`);
  return rows;
}

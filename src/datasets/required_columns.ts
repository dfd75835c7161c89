/**
 * Tables of data sets that must have certain columns.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { CsvRow } from "../formats/csv.ts";
import { noColumn } from "./columns.ts";
import { readCsvTable } from "./table_text.ts";

/**
 * Reads the rows of a CSV file that must have certain columns.
 *
 * @param path the file's name, for messages
 * @param onNote called with what must be said of how it was read
 * @throws {InputError} when it is malformed or lacks a column
 */
export function tableOf(
  bytes: Uint8Array,
  path: string,
  needed: readonly string[],
  onNote: (note: string) => void,
): readonly CsvRow[] {
  const { columns, rows } = readCsvTable(bytes, path, onNote);
  const missing = needed.find((column) => !columns.includes(column));
  if (missing !== undefined) throw new InputError(`"${path}" has ${noColumn(missing, columns)}`);
  return rows;
}

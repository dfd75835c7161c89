/**
 * Which columns of CSV text are the numbers of embeddings, and which say what the rows are of.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { numberedFamilies } from "./numbered_columns.ts";
import { unreadable } from "./reading.ts";
import { keyKindOf } from "./row_keys.ts";

/** Positions of columns, from 0. */
export interface CsvColumns {
  /** Those of the embeddings' numbers, in their order. */
  readonly numbers: readonly number[];
  /** Those that may say which item a row is of. */
  readonly keys: readonly number[];
}

/** Fewest rows of which a column of different whole numbers is no chance. */
const FEWEST_INDEXED = 3;

/**
 * Chooses among columns with names: those that are numbered are the numbers of the embeddings.
 *
 * @param lines the lines below the header
 * @param cellsOf the fields of a line
 * @throws {InputError} when the numbered columns are none or of several kinds, or two columns have one name
 */
export function namedColumns<Line extends { readonly number: number }>(
  header: readonly string[],
  lines: readonly Line[],
  cellsOf: (line: Line) => readonly string[],
  name: string,
): CsvColumns {
  const twice = header.find((title, i) => header.indexOf(title) !== i);
  if (twice !== undefined) throw unreadable(name, `two columns are named "${quotable(twice)}"`);
  const [title = ""] = header;
  if (header.length === 1 && title.includes(";")) {
    const found = `its header "${quotable(title)}" has semicolons between columns`;
    throw unreadable(name, `${found}; expected commas, or tabs in a file named .tsv`);
  }
  const cells = cellsOf(lines[0]!);
  const columns = header.map((title, at) => ({ name: title, at }));
  const families = numberedFamilies(columns.filter(({ name }) => keyKindOf(name) === "other"));
  const [family, ...others] = families.values();
  if (family === undefined || others.length > 0) {
    const numbers = columns.filter(({ name, at }) =>
      keyKindOf(name) === "other" && !Number.isNaN(numberOf(cells[at]!))
    );
    const listed = numbers.slice(0, 12).map(({ name }) => `"${quotable(name)}"`).join(", ");
    const more = numbers.length > 12 ? ` and ${numbers.length - 12} more` : "";
    const found = family === undefined ? "are not numbered" : "are numbered in several ways";
    throw unreadable(
      name,
      `its columns of numbers ${found} (${listed || "none"}${more}); expected a column for each ` +
        "dimension, named 0, 1 … or x0, x1 … in one way",
    );
  }
  const numbers = family.map(({ at }) => at);
  const taken = new Set(numbers);
  const isKey = (at: number) => keyKindOf(header[at]!) !== "other" || isTextCell(cells[at]!);
  const rest = columns.map(({ at }) => at).filter((at) => !taken.has(at));
  return { numbers, keys: rest.filter(isKey) };
}

/**
 * Chooses among columns without names: a first one of text says which item a row is of, the others are numbers.
 *
 * @throws {InputError} when the first holds numbers of rows
 */
export function plainColumns<Line extends { readonly number: number }>(
  lines: readonly Line[],
  cellsOf: (line: Line) => readonly string[],
  name: string,
): CsvColumns {
  const rows = lines.map((line) => cellsOf(line)[0]!);
  const { length } = cellsOf(lines[0]!);
  const all = Array.from({ length }, (_, at) => at);
  const [first = "", ...others] = rows;
  if (length > 1 && isTextCell(first) && others.every(isTextCell)) {
    return { numbers: all.slice(1), keys: [0] };
  }
  const isIndex = length > 1 && rows.length >= FEWEST_INDEXED && rows.every(isWhole) &&
    new Set(rows).size === rows.length &&
    (rows.every((cell, i) => Number(cell) === i) ||
      lines.some((line) => cellsOf(line).slice(1).some((cell) => !isWhole(cell))));
  if (!isIndex) return { numbers: all, keys: [] };
  throw unreadable(
    name,
    `its first column holds different whole numbers (${
      quotable(rows.slice(0, 3).join(", "))
    } …), as ` +
      "ids are; name it in a header, such as id,x0,x1 … (x0 where it is a number of the embedding)",
  );
}

function isTextCell(cell: string): boolean {
  return cell !== "" && Number.isNaN(Number(cell)) && !/^[-+]?(nan|inf|infinity)$/i.test(cell);
}

/** The number in a cell; NaN if it has none. */
export function numberOf(cell: string): number {
  return cell === "" ? NaN : Number(cell);
}

/** Whether a cell is a whole number, as counts and ids are written. */
export function isWhole(cell: string): boolean {
  return /^\d+$/.test(cell);
}

/**
 * Keeps the rows of a table whose columns have certain values, such as those of one split.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { nearest } from "../basics/nearest.ts";
import { quotable } from "../basics/printable.ts";
import { columnList, noColumn } from "./columns.ts";

/** Column name to the values that it may have in rows that are kept; every column counts. */
export type Where = Readonly<Record<string, readonly string[]>>;

/** Most values of a column that are remembered for a message. */
const MOST_VALUES = 1000;

/** Decides row by row, and remembers what it met, for the error if a column or value does not exist. */
export class RowFilter {
  readonly #where: readonly (readonly [string, ReadonlySet<string>])[];
  /** Values of each column that occurs. */
  readonly #met = new Map<string, Set<string>>();
  /** Names of the columns of rows that lack one. */
  readonly #others = new Set<string>();
  #rows = 0;
  #kept = 0;

  /** @param where what is kept */
  constructor(where: Where) {
    // A value is one however its accents are encoded.
    this.#where = Object.entries(where).map((
      [column, values],
    ) => [column, new Set(values.map((value) => value.normalize("NFC")))]);
  }

  /**
   * Whether a row is kept.
   *
   * @param valueOf the value of a column; undefined where the row lacks it
   * @param columns names of the row's columns, for messages
   */
  keeps(
    valueOf: (column: string) => string | undefined,
    columns: () => readonly string[],
  ): boolean {
    this.#rows++;
    let isKept = true;
    for (const [column, wanted] of this.#where) {
      const value = valueOf(column)?.normalize("NFC");
      if (value === undefined) {
        if (this.#others.size < MOST_VALUES) {
          for (const name of columns()) this.#others.add(name);
        }
      } else this.#note(column, value, wanted);
      if (value === undefined || !wanted.has(value)) isKept = false;
    }
    if (isKept) this.#kept++;
    return isKept;
  }

  #note(column: string, value: string, wanted: ReadonlySet<string>): void {
    const met = this.#met.get(column) ?? new Set();
    this.#met.set(column, met);
    if (met.size < MOST_VALUES || wanted.has(value)) met.add(value);
  }

  /** The wanted values that were met, by their columns. */
  met(): Record<string, string[]> {
    return Object.fromEntries(
      this.#where.map(([column, wanted]) => [
        column,
        [...wanted].filter((value) => this.#met.get(column)?.has(value)),
      ]),
    );
  }

  /**
   * Refuses a filter that names what does not exist, or that kept nothing; only after the last row.
   *
   * @param name the table's name
   * @param option what the user wrote, such as `--where`
   */
  check(name: string, option: string): void {
    for (const [column, wanted] of this.#where) {
      const met = this.#met.get(column);
      if (met === undefined) {
        const said = noColumn(column, [...this.#others]);
        throw new InputError(`"${quotable(name)}" has ${said} (${option})`);
      }
      const unmet = [...wanted].find((value) => !met.has(value));
      if (unmet !== undefined) throw noValue(name, option, column, unmet, [...met].sort());
    }
    if (this.#kept > 0 || this.#rows === 0) return;
    throw new InputError(`"${quotable(name)}": ${option} keeps none of ${this.#rows} rows`);
  }
}

function noValue(
  name: string,
  option: string,
  column: string,
  value: string,
  values: readonly string[],
): InputError {
  const whole = values.find((one) => one !== value && one.split(",").includes(value));
  const near = nearest(value, values) ?? whole;
  const written = whole?.replaceAll('"', '""');
  return new InputError(
    `"${quotable(name)}" has no row whose "${quotable(column)}" is "${quotable(value)}" ` +
      `(${option}); it has ${columnList(values)}` +
      // A configuration has a list, in which a comma needs nothing.
      (whole !== undefined && option.startsWith("--")
        ? `; a value with commas is written in quotes: ${option} '${quotable(column)}="${
          quotable(written!)
        }"'`
        : near === undefined
        ? ""
        : `; did you mean "${quotable(near)}"?`),
  );
}

/**
 * Returns the rows that are kept.
 *
 * @param where what is kept; all where it is undefined
 * @param name the table's name, for messages
 * @param option what the user wrote, for messages
 * @throws {InputError} when a column or value does not exist, or nothing is kept
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [{ columns: { split: "dev" } }, { columns: { split: "eval" } }];
 * assert.deepEqual(keptRows(rows, { split: ["dev"] }, "items.csv"), [rows[0]]);
 * assert.throws(
 *   () => keptRows(rows, { split: ["test"] }, "items.csv"),
 *   /"items.csv" has no row whose "split" is "test" \(--where\); it has "dev", "eval"/,
 * );
 * ```
 */
export function keptRows<Row extends { readonly columns: Readonly<Record<string, string>> }>(
  rows: readonly Row[],
  where: Where | undefined,
  name: string,
  option = "--where",
): readonly Row[] {
  if (where === undefined || Object.keys(where).length === 0) return rows;
  const filter = new RowFilter(where);
  const kept = rows.filter(({ columns }) =>
    filter.keeps(
      (column) => Object.hasOwn(columns, column) ? columns[column] : undefined,
      () => Object.keys(columns),
    )
  );
  filter.check(name, option);
  return kept;
}

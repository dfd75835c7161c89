/**
 * Finds which row of an array belongs to which item, by what its file says of the rows.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { keyKindOf, type RowKeys } from "../formats/row_keys.ts";
import type { SetItem } from "./embedding_set.ts";
import { type Matcher, matcherOf } from "./row_matching.ts";

/** Names of an array and of its items, for messages. */
export interface JoinedNames {
  readonly array: string;
  readonly items: string;
}

/** What keys say of the order of rows. */
interface Joined extends RowKeys {
  readonly matcher: Matcher;
  /** Number of rows whose key matches an item. */
  readonly matched: number;
  /** Rows in the order of the items. */
  readonly rows?: readonly number[];
  /** Whether keys repeat, and rows are where items are. */
  readonly isRepeated?: boolean;
  /** Why there is no order. */
  readonly fault?: string;
}

/**
 * Returns the row of each item: as ids and names of files say, else as pandas' index, else as any text beside the rows
 * that is the items' own. Undefined where nothing says, so that rows have the items' order; whole numbers that ascend
 * say no more than that.
 *
 * @param items as many as the array has rows
 * @param keys what the array's file says of its rows
 * @throws {InputError} when a key matches no item or two, rows match one item, or keys contradict each other
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = ["a.wav", "b.wav"].map((id) => ({ id, columns: {} }));
 * const keys = [{ column: "file_name", kind: "key" as const, values: ["x/b.wav", "x/a.wav"] }];
 * assert.deepEqual(rowOrder(items, keys, { array: "x.csv", items: "items.csv" }), [1, 0]);
 * ```
 */
export function rowOrder(
  items: readonly SetItem[],
  keys: readonly RowKeys[],
  names: JoinedNames,
): readonly number[] | undefined {
  const of = (kind: RowKeys["kind"]) => keys.filter((one) => one.kind === kind);
  const named = of("key").map((one) => joinedBy(one, items, names));
  const byKey = agreed(named, names);
  if (byKey !== undefined) return byKey;
  if (named[0] !== undefined) {
    // Ids of elsewhere do no harm where the items' own texts tell the rows apart.
    const isElsewhere = named.every(({ matched }) => matched === 0);
    const byText = isElsewhere ? orderByOwn(of("other"), items, names) : undefined;
    if (byText !== undefined) return byText;
    throw new InputError(named[0].fault!);
  }
  const indexed = of("index").map((one) => joinedBy(one, items, names));
  const byIndex = agreed(indexed, names);
  if (byIndex !== undefined) return byIndex;
  const bad = indexed.find(({ values, matched }) => !ascend(values) || !isChance(matched, items));
  if (bad !== undefined) throw new InputError(bad.fault!);
  return orderByText(of("other"), items, names);
}

/** Returns the order by texts that items have in a column of the same name, each once. */
function orderByOwn(
  texts: readonly RowKeys[],
  items: readonly SetItem[],
  names: JoinedNames,
): readonly number[] | undefined {
  const own = texts.filter((one) => isDistinct(one) && isOwn(one, items));
  return agreed(own.map((one) => joinedBy(one, items, names)), names);
}

/** Like {@link orderByOwn}; where texts show another order but do not give one, they are refused. */
function orderByText(
  texts: readonly RowKeys[],
  items: readonly SetItem[],
  names: JoinedNames,
): readonly number[] | undefined {
  const order = orderByOwn(texts, items, names);
  if (order !== undefined) return order;
  const joined = texts.filter(isDistinct).map((one) => joinedBy(one, items, names));
  for (const { column, rows } of joined) {
    const at = rows?.findIndex((row, i) => row !== i) ?? -1;
    if (at >= 0) throw otherOrder(names, at, column);
  }
  for (const { column, values } of texts.filter((one) => isOwn(one, items))) {
    // They repeat, so that rows cannot be joined by them.
    const cells = items.map(({ columns }) => columns[column]!);
    const at = cells.findIndex((cell, i) => cell !== values[i]);
    const areSame = () => cells.toSorted().join("\0") === values.toSorted().join("\0");
    if (at >= 0 && areSame()) throw otherOrder(names, at, column);
  }
  return undefined;
}

function isDistinct({ values }: RowKeys): boolean {
  return new Set(values).size === values.length;
}

/** Whether items have a column of the same name. */
function isOwn({ column }: RowKeys, items: readonly SetItem[]): boolean {
  return items.every(({ columns }) => Object.hasOwn(columns, column));
}

function otherOrder({ array, items }: JoinedNames, at: number, column: string): InputError {
  return new InputError(
    `"${quotable(array)}" has its rows in another order than "${quotable(items)}", as row ` +
      `${at + 1} of ${nameOf(column)} shows; give the rows the items' ids in a column "id"`,
  );
}

/** Returns the order by the keys that match all items, first by such that do not repeat. */
function agreed(
  keys: readonly Joined[],
  { array, items }: JoinedNames,
): readonly number[] | undefined {
  const ordered = keys.filter(({ rows }) => rows !== undefined);
  const first = ordered.find(({ isRepeated }) => !isRepeated) ?? ordered[0];
  if (first === undefined) return undefined;
  const rows = first.rows!;
  const other = keys.find(({ matched, matcher, values }) =>
    matched === values.length && rows.some((row, i) => !matcher.fits(values[row]!, i))
  );
  if (other === undefined) return rows;
  throw new InputError(
    `"${quotable(array)}" has other items of "${quotable(items)}" in ${nameOf(other.column)} ` +
      `than in ${nameOf(first.column)}`,
  );
}

function joinedBy(keys: RowKeys, items: readonly SetItem[], names: JoinedNames): Joined {
  const matcher = matcherOf(items, keys.column);
  const { values } = keys;
  const matches = values.map(matcher.find);
  const matched = matches.filter(({ length }) => length > 0).length;
  // Rows of one sound, such as those of its captions, in the items' own order.
  if (!isDistinct(keys) && values.every(matcher.fits)) {
    return { ...keys, matcher, matched, rows: values.map((_, row) => row), isRepeated: true };
  }
  const found = faultOf(keys, matches, items, names);
  if (found !== undefined) {
    return { ...keys, matcher, matched, fault: `"${quotable(names.array)}" ${found}` };
  }
  const rows = new Array<number>(items.length);
  matches.forEach(([at], row) => rows[at!] = row);
  return { ...keys, matcher, matched, rows };
}

/** Says what is wrong with keys: one that matches no item, one that matches several, or two that match the same. */
function faultOf(
  { column, values }: RowKeys,
  matches: readonly (readonly number[])[],
  items: readonly SetItem[],
  names: JoinedNames,
): string | undefined {
  const rowOf = new Map<number, number>();
  const value = (row: number) => `"${quotable(values[row]!)}"`;
  const called = (row: number) => `${nameOf(column)} ${value(row)}`;
  const id = (at: number) => `"${quotable(items[at]!.id)}"`;
  const whose = `of "${quotable(names.items)}"`;
  for (const [row, [at, second]] of matches.entries()) {
    if (at === undefined) {
      const taken = new Set(matches.flat());
      const free = items.findIndex((_, at) => !taken.has(at));
      const missing = free < 0 ? "" : `; item ${free + 1} is ${id(free)}`;
      return `row ${row + 1} has ${called(row)}, which matches no item ${whose}${missing}`;
    }
    if (second !== undefined) {
      const both = `${id(at)} and ${id(second)}`;
      return `row ${row + 1} has ${called(row)}, which matches two items ${whose}: ${both}`;
    }
    const earlier = rowOf.get(at);
    if (earlier !== undefined) {
      const rows = `rows ${earlier + 1} and ${row + 1}`;
      return values[earlier] === values[row]
        ? `${rows} have the same ${bareName(column)} ${
          value(row)
        }; expected a row for each item ${whose}`
        : `${rows} both match item ${id(at)} ${whose}, by ${called(earlier)} and ${called(row)}`;
    }
    rowOf.set(at, row);
  }
  return undefined;
}

function nameOf(column: string): string {
  return `the ${bareName(column)}`;
}

function bareName(column: string): string {
  return keyKindOf(column) === "index" ? "index" : quotable(column);
}

function ascend(values: readonly string[]): boolean {
  return values.every((value, i) => i === 0 || Number(value) > Number(values[i - 1]));
}

/** Whether it is chance that an index matches some items: none, or their ids are numbers of rows. */
function isChance(matched: number, items: readonly SetItem[]): boolean {
  return matched === 0 || items.every(({ id }, i) => id === String(i + 1));
}

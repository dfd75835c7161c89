/**
 * Finds what two embedding sets have in common, for neighborhood overlap: classes, each as the mean of its unit
 * vectors, or items with distinct texts.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { type Matrix, selectRows } from "../basics/matrix.ts";
import { quotable } from "../basics/printable.ts";
import { cellOf } from "../datasets/cells.ts";
import type { EmbeddingSet, SetItem } from "../embeddings/embedding_set.ts";
import { captionOf, readingsOf } from "./label_readings.ts";
import { classCentroids } from "./labeled_vectors.ts";

const TEXT_COLUMN = "text";
/** The smallest number in common: with fewer, neighborhoods mean nothing. */
const LEAST = 3;

/** A set, and its name in messages. */
export interface NamedSet {
  /** Its name, for errors. */
  readonly name: string;
  /** The set. */
  readonly set: EmbeddingSet;
}

/** What two sets have in common, in the same order. */
export interface CommonItems {
  /** A name for each: its label, or the id of its first item. */
  readonly names: readonly string[];
  /** One row for each in the first set's space. */
  readonly first: Matrix;
  /** One row for each in the second set's space. */
  readonly second: Matrix;
  /** Notes on what was left out or merged. */
  readonly notes: readonly string[];
}

/**
 * Finds the classes that both sets have. A set's labels come from its label column, else its column `label`, else its
 * text, else its id: the first of these that gives 3 in common. `_` reads as a space.
 *
 * @throws {InputError} when fewer than 3 are in common
 */
export function commonClasses(
  first: NamedSet,
  second: NamedSet,
  labelColumn: string,
): CommonItems {
  const readings = readingsOf(first.set.items, labelColumn).flatMap((one) =>
    readingsOf(second.set.items, labelColumn).map((other) => {
      const others = new Set(other.labels);
      const names = [...new Set(one.labels)].filter((label) => others.has(label)).sort();
      return { one: one.labels, other: other.labels, names };
    })
  );
  const { one, other, names } = readings.find((reading) => reading.names.length >= LEAST) ??
    readings[0]!;
  requireEnough(names.length, "classes", first, second);
  const all = new Set([...one, ...other]).size;
  return {
    names,
    ...centroids(first.set, one, second.set, other, names),
    notes: all === names.length
      ? []
      : [`${all - names.length} of ${all} classes are in one set only, and left out.`],
  };
}

/**
 * Finds the items that both sets have, by id, or by the item that a caption belongs to. Items with the same text
 * count as one, because they are not independent observations. The captions of one item count as one, too.
 *
 * @throws {InputError} when fewer than 3 are in common
 */
export function commonItems(first: NamedSet, second: NamedSet): CommonItems {
  const [one, other] = [first, second].map(({ set }) => set.items.map(captionOf)) as [
    string[],
    string[],
  ];
  const others = new Set(other);
  const keys = [...new Set(one)].filter((key) => others.has(key));
  requireEnough(keys.length, "items", first, second);
  const texts = textsOf([...first.set.items, ...second.set.items]);
  const nameOf = new Map<string, string>();
  for (const group of Map.groupBy(keys, (key) => texts.get(key) ?? `id ${key}`).values()) {
    for (const key of group) nameOf.set(key, group[0]!);
  }
  const names = [...new Set(nameOf.values())];
  requireEnough(names.length, "distinct texts", first, second);
  const named = (list: readonly string[]) => list.map((key) => nameOf.get(key));
  const left = new Set([...one, ...other]).size - keys.length;
  return {
    names,
    ...centroids(first.set, named(one), second.set, named(other), names),
    notes: [
      ...(left === 0 ? [] : [`${left} items are in one set only, and left out.`]),
      ...(texts.size === 0
        ? [
          "The texts are not known: items of one text, if there are any, make the p-value too small.",
        ]
        : names.length < keys.length
        ? [`${keys.length} items have ${names.length} distinct texts; items of one text are one.`]
        : []),
    ],
  };
}

/** Joins all texts of each item. */
function textsOf(items: readonly SetItem[]): Map<string, string> {
  const said = items.filter((item) => cellOf(item, TEXT_COLUMN) !== "");
  const groups = Map.groupBy(said, captionOf);
  return new Map(
    Array.from(groups, ([key, own]) => {
      const texts = own.map((item) => cellOf(item, TEXT_COLUMN).trim().toLowerCase());
      return [key, JSON.stringify([...new Set(texts)].sort())];
    }),
  );
}

/** Computes the mean of the unit vectors of each name's rows, in both sets; rows of other names are ignored. */
function centroids(
  first: EmbeddingSet,
  firstNames: readonly (string | undefined)[],
  second: EmbeddingSet,
  secondNames: readonly (string | undefined)[],
  names: readonly string[],
): { first: Matrix; second: Matrix } {
  const numbers = new Map<string | undefined, number>(names.map((name, at) => [name, at]));
  const of = (set: EmbeddingSet, own: readonly (string | undefined)[]) => {
    const rows = own.flatMap((name, row) => numbers.has(name) ? [row] : []);
    const classes = rows.map((row) => numbers.get(own[row])!);
    return classCentroids({ ...selectRows(set, rows), classes, classCount: names.length });
  };
  return { first: of(first, firstNames), second: of(second, secondNames) };
}

function requireEnough(count: number, what: string, first: NamedSet, second: NamedSet): void {
  if (count >= LEAST) return;
  throw new InputError(
    `"${quotable(first.name)}" and "${quotable(second.name)}" have ${count} ${what} in common; ` +
      `expected at least ${LEAST}`,
  );
}

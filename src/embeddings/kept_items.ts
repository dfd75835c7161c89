/**
 * Keeps the rows of an embedding set whose items have certain values, such as those of one split.
 * @module
 */
import { selectRows } from "../basics/matrix.ts";
import { keptRows, type Where } from "../datasets/where.ts";
import type { EmbeddingSet } from "./embedding_set.ts";
import { fingerprintOf } from "./identity.ts";

/** A set, and what is left out of it. */
export interface KeptItems {
  /** The rows that are kept; what could not be read stays listed. */
  readonly set: EmbeddingSet;
  /** Ids of the others. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * Returns the rows of a set that are kept. What is left of a set is another set: its identity says which rows.
 *
 * @param where what is kept; all where it is undefined
 * @param name the set's name, for messages
 * @throws {InputError} when a column or value does not exist, or nothing is kept
 */
export function keptItems(set: EmbeddingSet, where: Where | undefined, name: string): KeptItems {
  const numbered = set.items.map((item, row) => ({ ...item, row }));
  const kept = rowsOf(set, keptRows(numbered, where, name).map(({ row }) => row));
  if (where === undefined || kept.leftOut.size === 0) return kept;
  const identity = { ...set.identity, where };
  return { ...kept, set: { ...kept.set, identity, fingerprint: fingerprintOf(identity) } };
}

/** Returns some rows of a set, in the given order. */
export function rowsOf(set: EmbeddingSet, rows: readonly number[]): KeptItems {
  if (rows.length === set.rows) return { set, leftOut: new Set() };
  const items = rows.map((row) => set.items[row]!);
  const kept = new Set(items.map(({ id }) => id));
  const leftOut = set.items.flatMap(({ id }) => kept.has(id) ? [] : [id]);
  return { set: { ...set, ...selectRows(set, rows), items }, leftOut: new Set(leftOut) };
}

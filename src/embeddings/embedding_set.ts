/**
 * An embedding set in memory, from any origin.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { Matrix } from "../basics/matrix.ts";
import type { JsonObject } from "./identity.ts";

/** An item that has a row. */
export interface SetItem {
  /** Matches the item with other sets and with pools; unique in the set. */
  readonly id: string;
  /** The manifest's values: column name to value. */
  readonly columns: Readonly<Record<string, string>>;
}

/** An item that has no row, because it could not be read. */
export interface UnreadableItem {
  /** The item's id. */
  readonly id: string;
  /** Its row in the manifest, from 1. */
  readonly row: number;
  /** The reason, in one line. */
  readonly reason: string;
  /** Set if the item exceeded the time limit; `--resume` tries it again. */
  readonly timedOut?: true | undefined;
}

/** An item that has a row although its file is unusual. */
export interface UnusualItem {
  /** The item's id. */
  readonly id: string;
  /** Its row in the manifest, from 1. */
  readonly row: number;
  /** What is unusual, in one line. */
  readonly note: string;
}

/** Everything in an embedding set except its values. */
export interface SetDescription {
  /** Number of rows; 0 where no item could be read. */
  readonly rows: number;
  /** Numbers in a row; 0 where no item could be read. */
  readonly columns: number;
  /** The item of each row. */
  readonly items: readonly SetItem[];
  /** Items of the manifest that have no row, in its order. */
  readonly unreadable: readonly UnreadableItem[];
  /** Items that were read although their files are unusual, in the manifest's order; absent without any. */
  readonly unusual?: readonly UnusualItem[] | undefined;
  /** What the values depend on. */
  readonly identity: JsonObject;
  /** SHA-256 of the identity's canonical JSON. */
  readonly fingerprint: string;
}

/** An embedding set. */
export interface EmbeddingSet extends SetDescription, Matrix {
  /** rows × columns, row by row; all finite, no row longer than 1e15. */
  readonly values: Float32Array;
}

/**
 * Refuses duplicate ids.
 *
 * @param name the file's name, for the message
 * @throws {InputError} that names the id and its rows, from 1
 */
export function checkDistinctIds(ids: readonly string[], name: string): void {
  const rowOf = new Map<string, number>();
  ids.forEach((id, i) => {
    const earlier = rowOf.get(id);
    if (earlier !== undefined) {
      const rows = `rows ${earlier} and ${i + 1}`;
      throw new InputError(`"${name}" ${rows} have the same id "${quotable(id)}"`);
    }
    rowOf.set(id, i + 1);
  });
}

/**
 * The cells of items, as manifests have them.
 * @module
 */
import type { Item } from "./items.ts";

/** The value of an item's column; empty if it has none. */
export function cellOf({ columns }: Pick<Item, "columns">, column: string): string {
  return Object.hasOwn(columns, column) ? columns[column]! : "";
}

/**
 * The ways to read what an item is called.
 * @module
 */
import { asWords } from "../basics/words.ts";
import { cellOf } from "../datasets/cells.ts";
import { CAPTION_COLUMN } from "../datasets/sounds.ts";
import type { SetItem } from "../embeddings/embedding_set.ts";

/** The id of the item that a text belongs to. */
export function captionOf(item: SetItem): string {
  return cellOf(item, CAPTION_COLUMN) || item.id;
}

/** A way to read the labels of items. */
export interface LabelReading {
  /** A column, or `id`. */
  readonly by: string;
  /** The label of each item, in words. */
  readonly labels: readonly string[];
}

/** Lists the ways to read labels: the label column, `label` and `text`, if every item has them, and the id. */
export function readingsOf(items: readonly SetItem[], labelColumn: string): LabelReading[] {
  const columns = [...new Set([labelColumn, "label", "text"])]
    .filter((column) => items.every((item) => asWords(cellOf(item, column)) !== ""));
  return [
    ...columns.map((by) => ({
      by,
      labels: items.map((item) => asWords(cellOf(item, by)).normalize("NFC")),
    })),
    { by: "id", labels: items.map(({ id }) => asWords(id).normalize("NFC")) },
  ];
}

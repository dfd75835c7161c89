import type { PartContent } from "../../src/embeddings/part_file.ts";

/** Numbers of a made row. */
export const DIM = 3;

/** An item of the made set; every seventh cannot be read. */
export interface MadeItem {
  readonly id: string;
  readonly row: number;
}

/** 90 items. */
export const ITEMS: readonly MadeItem[] = Array.from(
  { length: 90 },
  (_, i) => ({ id: `clip ${i}`, row: i + 1 }),
);

/** 12 parts, the last of two items. */
export const CUT = { items: ITEMS.length, partItems: 8 };
/** What the made values depend on. */
export const IDENTITY = { backbone: { name: "made" } };

/** The items of a part. */
export function itemsOf(part: number): readonly MadeItem[] {
  return ITEMS.slice(part * CUT.partItems, (part + 1) * CUT.partItems);
}

const readable = ({ row }: MadeItem) => row % 7 !== 0;

/** The values of an item's row. */
export const rowOf = ({ row }: MadeItem): number[] => [row, Math.fround(Math.sin(row)), -row / 8];

/** What a part of these items holds. */
export function madePart(items: readonly MadeItem[]): PartContent {
  const rows = items.filter(readable);
  return {
    rows: rows.map(({ id, row }) => ({ id, columns: { label: `label ${row % 5}` } })),
    values: Float32Array.from(rows.flatMap(rowOf)),
    dim: DIM,
    unreadable: items.filter((item) => !readable(item)).map(({ id, row }) => ({
      id,
      row,
      reason: `"${id}" is damaged`,
    })),
  };
}

/**
 * Lines across all rows of a chart, such as chance, with a key above the plot.
 * @module
 */
import { type Layer, onAxis } from "./draw.ts";

/** Pixels from one entry of the key to the next. */
export const KEY_ROW = 18;

/** A line across all rows, and its entry in the key above them. */
export interface Mark {
  /** The value, in [0, 1]. */
  readonly x: number;
  /** Pixels of the line and its gaps. */
  readonly dash: number[];
  /** What the key says. */
  readonly text: string;
}

/**
 * Draws a line through all rows, and its entry in the key, which begins at the left of the chart.
 *
 * @param row of the key, from the plot upward: -1 is the nearest
 * @param height of the plot in pixels
 * @param left margin of the plot in pixels
 */
export function markLayers(
  { x, dash, text }: Mark,
  row: number,
  height: number,
  left: number,
): Layer[] {
  const mark = { type: "rule", strokeDash: dash, size: 1.5 } as const;
  const [keyX, keyY] = [6 - left, row * KEY_ROW + 2];
  return [
    {
      data: { values: [{ x }] },
      mark,
      encoding: { x: onAxis("x"), y: { value: 0 }, y2: { value: height } },
    },
    {
      data: { values: [{ text }] },
      layer: [
        {
          mark,
          encoding: { x: { value: keyX }, y: { value: keyY - 7 }, y2: { value: keyY + 7 } },
        },
        {
          mark: { type: "text", fontSize: 11, baseline: "middle" },
          encoding: { x: { value: keyX + 10 }, y: { value: keyY }, text: { field: "text" } },
        },
      ],
    },
  ];
}

import { printable } from "../../basics/printable.ts";
import type { Confusion } from "../confusions.ts";
import { decimal } from "../../statistics/format.ts";
import { shorten } from "../text.ts";
import { type Chart, CHART_WIDTH, COLORS, inPixels, type Layer, RIGHT, shade } from "./draw.ts";
import { textWidth } from "./text_width.ts";

/** Most classes with which two pictures fit side by side; more need the width of the page. */
export const MOST_BESIDE = 18;
const LABEL_LENGTH = 16;
/** Size of all texts: at a column's width in print no less than 7 points. */
const FONT = 10;
const WIDEST_CELL = 24;
/** Least width of a square, with room for the label beside it. */
const LEAST_CELL = 12;
/** Least width of a square with its percentage written in it, from {@link LEAST_PERCENT} on. */
const LEAST_TO_WRITE = 20;
const LEAST_PERCENT = 0.05;
/** Least share that is drawn; smaller ones could not be seen. */
const LEAST_SHARE = 0.005;

/**
 * Makes a heat map of a confusion matrix: true labels down, given labels across; a stronger color is a larger share of
 * the row. Class folds are framed blocks on the diagonal.
 *
 * @param title the chart's title
 * @param confusion a confusion of at most `MOST_CONFUSED` classes
 */
export function confusionChart(title: string, { labels, folds, shares }: Confusion): Chart {
  const names = labels.map((label) => printable(label));
  const short = names.map((name) => shorten(name, LABEL_LENGTH));
  const longest = Math.max(...short.map((text) => textWidth(text, FONT)));
  const left = Math.ceil(12 + longest);
  const room = (CHART_WIDTH - left - RIGHT) / Math.max(1, labels.length);
  const size = Math.min(WIDEST_CELL, Math.max(LEAST_CELL, room));
  const cells = shares.flatMap((row, y) =>
    row.flatMap((share, x) =>
      share < LEAST_SHARE ? [] : [{
        ...boxAt(x, y, 1, size),
        opacity: shade(share),
        name: `${names[y]} → ${names[x]}: ${decimal(share)}`,
        percent: share < LEAST_PERCENT || size < LEAST_TO_WRITE
          ? ""
          : Math.round(100 * share).toString(),
      }]
    )
  );
  return {
    title,
    description: `${title}, rows: ${
      shares.map((row, y) => `${short[y]} ${decimal(row[y]!)}`).join(", ")
    } named right.`,
    height: size * labels.length,
    width: Math.max(CHART_WIDTH, left + size * labels.length + RIGHT),
    left,
    top: left,
    layers: [
      {
        data: { values: cells },
        mark: { type: "rect", color: COLORS.clean },
        encoding: {
          ...BOX,
          fillOpacity: { field: "opacity", type: "quantitative", scale: null },
          description: { field: "name" },
        },
      },
      percentLayer(cells, size),
      frames(folds, size),
      {
        data: { values: [{ text: "rows: true labels; columns: given labels" }] },
        mark: { type: "text", fontSize: FONT, baseline: "top" },
        encoding: {
          x: { value: 6 - left },
          y: { value: size * labels.length + 6 },
          text: { field: "text" },
        },
      },
      labelLayer(short.map((text, at) => ({ text, x: -5, y: (at + 0.5) * size })), 0),
      labelLayer(short.map((text, at) => ({ text, x: (at + 0.5) * size, y: -5 })), 1),
    ],
  };
}

const BOX = {
  x: inPixels("x"),
  x2: { field: "right" },
  y: inPixels("y"),
  y2: { field: "bottom" },
} as const;

function boxAt(x: number, y: number, classes: number, size: number) {
  const round = (pixels: number) => Math.round(100 * pixels) / 100;
  return {
    x: round(x * size),
    y: round(y * size),
    right: round((x + classes) * size),
    bottom: round((y + classes) * size),
  };
}

/** Makes the layer of percentages in the middle of squares that have room for them. */
function percentLayer(
  cells: readonly { readonly x: number; readonly y: number; readonly percent: string }[],
  size: number,
): Layer {
  const values = cells.filter(({ percent }) => percent !== "").map(({ x, y, percent }) => ({
    text: percent,
    x: x + size / 2,
    y: y + size / 2,
  }));
  return {
    data: { values },
    mark: { type: "text", fontSize: FONT, align: "center", baseline: "middle" },
    encoding: { x: inPixels("x"), y: inPixels("y"), text: { field: "text" } },
  };
}

function frames(folds: readonly number[], size: number): Layer {
  const values = Array.from(new Set(folds), (fold) => {
    const first = folds.indexOf(fold);
    return boxAt(first, first, folds.lastIndexOf(fold) + 1 - first, size);
  });
  return {
    data: { values },
    mark: { type: "rect", filled: false, stroke: "currentColor", opacity: 0.35, strokeWidth: 1 },
    encoding: BOX,
  };
}

/** Makes a layer of labels: to the left of the rows, or turned to read from the bottom up above the columns. */
function labelLayer(
  values: { text: string; x: number; y: number }[],
  turned: 0 | 1,
): Layer {
  return {
    data: { values },
    mark: {
      type: "text",
      fontSize: FONT,
      baseline: "middle",
      align: turned ? "left" : "right",
      angle: turned ? -90 : 0,
    },
    encoding: { x: inPixels("x"), y: inPixels("y"), text: { field: "text" } },
  };
}

/**
 * The texts of charts that have a row for each number: names at the left of the plot, values at its right, so that no text
 * lies on marks and lines across all rows are whole.
 * @module
 */
import type { MeasureWords } from "../../audit/results/measure_names.ts";
import { inPixels, type Layer } from "./draw.ts";
import { textWidth } from "./text_width.ts";

/** Size of the texts in pixels. */
const FONT = 11;
/** Pixels between a text and the plot, or the edge of the chart. */
const GAP = 10;
/** Pixels between the name of the axis and the plot: half of the axis' first label, and some space. */
const AXIS_GAP = 14;
/** Pixels between the lines of a name. */
const LINE = 13;
/** How much wider a bold text is. */
const BOLD = 1.12;

/** A row's texts. */
export interface RowTexts {
  /** The name, in one line or two. */
  readonly names: readonly string[];
  /** The value with its interval. */
  readonly value: string;
  /** Middle of the row, in pixels from the top of the plot. */
  readonly y: number;
}

/** Rows whose names have their values below them, where the plot needs all the width. */
export type NamedRow = Omit<RowTexts, "names"> & { readonly text: string };

/** Pixels that the texts need at the left and at the right of the plot. */
export interface RowMargins {
  readonly left: number;
  readonly right: number;
}

/**
 * Returns the room that the texts of rows need, and the name of what the axis measures.
 *
 * @param axis what {@link axisLayer} names; default nothing
 */
export function rowMargins(rows: readonly RowTexts[], axis = ""): RowMargins {
  const widest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => textWidth(text, FONT)));
  const round = (pixels: number) => Math.ceil(pixels);
  return {
    left: Math.max(
      round(widest(rows.flatMap(({ names }) => names)) + 2 * GAP),
      axisMargin(axis),
    ),
    right: round(widest(rows.map(({ value }) => value)) + 2 * GAP),
  };
}

/**
 * Makes the layers of names and values; both are aligned at their right.
 *
 * @param edge right edge of the chart, in pixels from the left of the plot
 */
export function rowTextLayers(rows: readonly RowTexts[], edge: number): Layer[] {
  const names = rows.flatMap(({ names, y }) =>
    names.map((text, at) => ({ text, y: y + LINE * (at - (names.length - 1) / 2) }))
  );
  return [
    textLayer(names, -GAP),
    textLayer(rows.map(({ value, y }) => ({ text: value, y })), edge - GAP),
  ];
}

/** Returns the room at the left that names with values below them need, and the name of what the axis measures. */
export function namedMargin(rows: readonly NamedRow[], axis: string): number {
  const widths = rows.map(({ text, value }) =>
    Math.max(BOLD * textWidth(text, FONT), textWidth(value, FONT))
  );
  return Math.max(Math.ceil(Math.max(0, ...widths) + 2 * GAP), axisMargin(axis));
}

/** Names a measure at an axis, where there is little room; the chart's title has the whole name. */
export function axisName({ accuracy }: MeasureWords): string {
  return accuracy === "mean average precision" ? "mAP" : accuracy;
}

/** Returns the room at the left of the plot that {@link axisLayer} needs. */
export function axisMargin(axis: string): number {
  return Math.ceil(AXIS_GAP + textWidth(axis, FONT) + GAP / 2);
}

/**
 * Makes the layer that names what the axis measures, at the left of its labels, so that a chart is no higher for it.
 *
 * @param height of the plot in pixels
 */
export function axisLayer(axis: string, height: number): Layer {
  return {
    data: { values: [{ text: axis }] },
    mark: { type: "text", fontSize: FONT, align: "right", baseline: "top" },
    encoding: { x: { value: -AXIS_GAP }, y: { value: height + 6 }, text: { field: "text" } },
  };
}

/** Makes the layers of names and the values below them, aligned at the plot. */
export function namedLayers(rows: readonly NamedRow[]): Layer[] {
  return [
    textLayer(rows.map(({ text, y }) => ({ text, y: y - LINE / 2 })), -GAP, "bold"),
    textLayer(rows.map(({ value, y }) => ({ text: value, y: y + LINE / 2 })), -GAP),
  ];
}

function textLayer(
  values: { text: string; y: number }[],
  x: number,
  fontWeight: "normal" | "bold" = "normal",
): Layer {
  return {
    data: { values },
    mark: { type: "text", fontSize: FONT, fontWeight, align: "right", baseline: "middle" },
    encoding: { x: { value: x }, y: inPixels("y"), text: { field: "text" } },
  };
}

/**
 * Divides a name into two lines of about one length at a comma, else at a space; a short one stays whole.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(twoLines("baseline features"), ["baseline", "features"]);
 * assert.deepEqual(twoLines("shared, clean, random codes"), ["shared, clean,", "random codes"]);
 * assert.deepEqual(twoLines("leakage"), ["leakage"]);
 * ```
 */
export function twoLines(name: string): string[] {
  if (name.length < SHORT) return [name];
  const places = [...name.matchAll(name.includes(", ") ? /, /g : / /g)]
    .map(({ 0: found, index }) => index + found.length);
  if (places.length === 0) return [name];
  const middle = name.length / 2;
  const [place] = places.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return [name.slice(0, place).trimEnd(), name.slice(place)];
}

/** Letters of a name that is not divided. */
const SHORT = 14;

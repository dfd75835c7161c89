/**
 * Draws a map of items that shows which are near which. Labels have both colors and shapes, so that no label depends on
 * color alone.
 * @module
 */
import { printable } from "../../basics/printable.ts";
import { count } from "../../statistics/format.ts";
import { shorten } from "../text.ts";
import { type Chart, CHART_WIDTH, COLORS, inPixels, type Layer } from "./draw.ts";
import { NAME_FONT, namesBeside } from "./names_beside.ts";

/**
 * Okabe and Ito's palette without yellow and black, which disappear on a light or a dark background, and Tol's wine.
 * Gray is for items without a label.
 */
const PALETTE = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#AA4466"];
const SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"];
/** Number of filled marks: color and shape both change from label to label, so 6 × 7 differ; hollow marks follow. */
const FILLED = PALETTE.length * SHAPES.length;
/** Most labels with a mark of their own. */
export const MOST_MARKS = 2 * FILLED;
/** Width and height of the map in pixels: a chart's width without its margins. */
const SIZE = 312;
const MARGIN = 6;
/** Most items whose names are written beside the marks. */
const MOST_NAMED = 24;
const KEY_COLUMNS = 2;
const KEY_ROW = 17;
const KEY_LABEL_LENGTH = 21;

/** Items on a map. */
export interface MapPoints {
  /** items × 2, row by row, in arbitrary units. */
  readonly positions: ArrayLike<number>;
  /** The name of each item, which its mark shows on hover. */
  readonly ids: readonly string[];
  /** The label of each item; undefined where it has none, or no item has. */
  readonly labels: readonly (string | undefined)[] | undefined;
}

/**
 * Makes a map of items with a key of labels below it. A unit has the same length in both directions. The axes of a map
 * mean nothing, so it has none. With more than {@link MOST_MARKS} labels, some share a mark, and the key says so.
 *
 * @param title the chart's title
 */
export function scatterChart(title: string, points: MapPoints): Chart {
  const names = namesOf(points.labels ?? []);
  const map = mapChart(title, points, names);
  if (names.length === 0) return map;
  const key = keyChart(title, names, SIZE + 22);
  return { ...map, height: key.height, layers: [...map.layers, ...key.layers] };
}

/** Makes the map without a key. */
export function mapChart(title: string, points: MapPoints, names: readonly string[]): Chart {
  const values = placed(points, names);
  return {
    title,
    description: `${title}: a map of ${count(points.ids.length)} items` +
      (names.length === 0 ? "." : ` of ${count(names.length)} labels.`),
    height: SIZE,
    left: 14,
    top: 14,
    layers: [frame(), { data: { values }, ...marks(26, "name") }, nameLayer(values, points.ids)],
  };
}

function frame(): Layer {
  return {
    data: { values: [{ x: -MARGIN, y: -MARGIN, right: SIZE + MARGIN, bottom: SIZE + MARGIN }] },
    mark: { type: "rect", filled: false, stroke: "currentColor", opacity: 0.2, strokeWidth: 1 },
    encoding: {
      x: inPixels("x"),
      x2: { field: "right" },
      y: inPixels("y"),
      y2: { field: "bottom" },
    },
  };
}

/** Makes the names of the marks, where they have room; empty with too many to be read. */
function nameLayer(values: readonly { x: number; y: number }[], ids: readonly string[]): Layer {
  const [first, last] = [-MARGIN, SIZE + MARGIN];
  const texts = ids.map((id) => shorten(printable(id), KEY_LABEL_LENGTH));
  const frame = { left: first, right: last, top: first, bottom: last };
  const rows = values.length > MOST_NAMED ? [] : namesBeside(values, texts, frame);
  return {
    layer: (["left", "right", "center"] as const).map((side) => ({
      data: { values: rows.filter(({ align }) => align === side) },
      mark: { type: "text", fontSize: NAME_FONT, align: side },
      encoding: { x: inPixels("x"), y: inPixels("y"), text: { field: "text" } },
    })),
  };
}

/**
 * Makes the key of maps, with each label's mark.
 *
 * @param title the chart's title
 * @param names the labels from {@link namesOf}
 * @param top the top of the key, in pixels
 * @param columns number of labels side by side
 */
export function keyChart(
  title: string,
  names: readonly string[],
  top = 8,
  columns = KEY_COLUMNS,
): Chart {
  const keyed = names.slice(0, MOST_MARKS);
  const more = names.length - keyed.length;
  const key = keyed.map((label, at) => ({
    ...markOf(at),
    text: shorten(printable(label), KEY_LABEL_LENGTH),
    x: MARGIN + (at % columns) * SIZE / KEY_COLUMNS,
    y: top + KEY_ROW * Math.floor(at / columns),
  }));
  const rows = Math.ceil(keyed.length / columns) + (more > 0 ? 1 : 0);
  const note = {
    text: `and ${count(more)} more labels, in the same marks`,
    y: top + KEY_ROW * (rows - 1),
  };
  return {
    title,
    description: `${title}: ${names.map((name) => printable(name)).join(", ")}.`,
    height: top - 8 + KEY_ROW * rows,
    width: CHART_WIDTH + (columns - KEY_COLUMNS) * SIZE / KEY_COLUMNS,
    left: 14,
    top: 14,
    layers: [
      { data: { values: key }, ...marks(46) },
      {
        data: { values: key.map(({ text, x, y }) => ({ text, x: x + 10, y: y + 4 })) },
        mark: { type: "text", fontSize: 11 },
        encoding: { x: inPixels("x"), y: inPixels("y"), text: { field: "text" } },
      },
      {
        data: { values: more > 0 ? [note] : [] },
        mark: { type: "text", fontSize: 11 },
        encoding: { x: { value: MARGIN }, y: inPixels("y"), text: { field: "text" } },
      },
    ],
  };
}

/** Returns the distinct labels, in the order in which they get their marks. */
export function namesOf(labels: readonly (string | undefined)[]): string[] {
  return [...new Set(labels.filter((label) => label !== undefined))].sort();
}

/** Makes a layer of marks with the shape and colors of their rows, named by a field. */
function marks(size: number, name?: string): Layer {
  const asIs = (field: string) => ({ field, type: "nominal" as const, scale: null });
  return {
    mark: { type: "point", size, strokeWidth: 1.2, opacity: 0.85 },
    encoding: {
      x: inPixels("x"),
      y: inPixels("y"),
      shape: asIs("shape"),
      fill: asIs("fill"),
      stroke: asIs("stroke"),
      ...(name === undefined ? {} : { description: { field: name } }),
    },
  };
}

/** Returns the mark of the label with this number. */
function markOf(at: number): { shape: string; fill: string; stroke: string } {
  const color = PALETTE[at % PALETTE.length]!;
  const isFilled = at % MOST_MARKS < FILLED;
  return {
    shape: SHAPES[at % SHAPES.length]!,
    fill: isFilled ? color : "transparent",
    stroke: color,
  };
}

/** Returns the positions of the items in pixels, as large as fits and centered. */
function placed({ positions, ids, labels }: MapPoints, names: readonly string[]) {
  const numbers = new Map(names.map((name, at) => [name, at]));
  const bounds = (axis: 0 | 1) => {
    let [least, most] = [Infinity, -Infinity];
    for (let at: number = axis; at < positions.length; at += 2) {
      least = Math.min(least, positions[at]!);
      most = Math.max(most, positions[at]!);
    }
    return { center: (least + most) / 2, span: most - least };
  };
  const [across, down] = [bounds(0), bounds(1)];
  const scale = (SIZE - 2 * MARGIN) / (Math.max(across.span, down.span) || 1);
  const round = (pixels: number) => Math.round(100 * pixels) / 100;
  return ids.map((id, item) => {
    const label = labels?.[item];
    const mark = label === undefined
      ? { ...markOf(0), fill: COLORS.neutral, stroke: COLORS.neutral }
      : markOf(numbers.get(label)!);
    return {
      ...mark,
      name: printable(label === undefined ? id : `${label}: ${id}`),
      x: round(SIZE / 2 + scale * (positions[2 * item]! - across.center)),
      y: round(SIZE / 2 - scale * (positions[2 * item + 1]! - down.center)),
    };
  });
}

import { printable } from "../../basics/printable.ts";
import type { AssociationResult } from "../../audit/results/spaces.ts";
import { decimal } from "../../statistics/format.ts";
import { type Chart, CHART_WIDTH, COLORS, inColor, inPixels, type Layer } from "./draw.ts";

const LEFT = 40;
const RIGHT = 14;
const WIDTH = CHART_WIDTH - LEFT - RIGHT;
const HEIGHT = 230;
const TICKS = 5;
const MARKS = {
  dirty: { color: COLORS.leaked, shape: "circle" },
  clean: { color: COLORS.clean, shape: "diamond" },
} as const;

/** A property that a class's accuracy may correlate with. */
type Property = "silhouette" | "nearest_text";

/** Names of the properties on the axes. */
const PROPERTIES: Readonly<Record<Property, string>> = {
  silhouette: "audio silhouette of the class (cosine)",
  nearest_text: "similarity of its text to the nearest other label's",
};

/**
 * Makes a chart of the accuracy of each class against a property of it, dirty and clean in one picture. A mark shows
 * its class on hover.
 *
 * @param name the name of the pair of backbones
 * @param results the results of the conditions dirty and clean
 */
export function associationChart(
  name: string,
  results: readonly AssociationResult[],
  property: Property,
): Chart {
  const all = results.flatMap(({ classes }) => classes.map((one) => one[property]));
  const step = niceStep(Math.max(...all) - Math.min(...all));
  const first = Math.floor(Math.min(...all) / step) * step;
  const last = Math.max(first + step, Math.ceil(Math.max(...all) / step) * step);
  const across = (value: number) => round(WIDTH * (value - first) / (last - first));
  const down = (accuracy: number) => round(HEIGHT * (1 - accuracy));
  const ticks = Array.from(
    { length: Math.round((last - first) / step) + 1 },
    (_, at) => ({ x: across(first + at * step), text: decimal(first + at * step) }),
  );
  const title = `Accuracy of each class by ${PROPERTIES[property]}: ${name}`;
  const conditions = results.map(({ condition }) => condition).join(" and ");
  return {
    title,
    description: `${title}, ${conditions}, ${results[0]!.classes.length} classes.`,
    height: HEIGHT + 26,
    left: LEFT,
    top: 34,
    layers: [
      ...grid(ticks, down),
      ...results.flatMap((result) => marks(result, property, across, down)),
      ...key(results),
      words([
        { x: 6 - LEFT, y: -16, text: "accuracy" },
        { x: 0, y: HEIGHT + 36, text: PROPERTIES[property] },
      ], "left"),
    ],
  };
}

function grid(
  ticks: readonly { x: number; text: string }[],
  down: (accuracy: number) => number,
): Layer[] {
  const rows = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => ({
    y: down(value),
    text: value.toFixed(1),
  }));
  const line = { type: "rule", opacity: 0.15, size: 1 } as const;
  return [
    {
      data: { values: rows },
      mark: line,
      encoding: { x: { value: 0 }, x2: { value: WIDTH }, y: inPixels("y") },
    },
    {
      data: { values: [...ticks] },
      mark: line,
      encoding: { x: inPixels("x"), y: { value: 0 }, y2: { value: HEIGHT } },
    },
    words(rows.map(({ y, text }) => ({ x: -8, y: y + 4, text })), "right"),
    words(ticks.map(({ x, text }) => ({ x, y: HEIGHT + 16, text })), "center"),
  ];
}

function marks(
  { condition, classes }: AssociationResult,
  property: Property,
  across: (value: number) => number,
  down: (accuracy: number) => number,
): Layer[] {
  const values = classes.map((one) => ({
    x: across(one[property]),
    y: down(one.accuracy),
    ...markOf(condition),
    name: `${printable(one.label)}: ${condition} ${decimal(one.accuracy)}, ${
      decimal(one[property])
    }`,
  }));
  return [pointLayer(values)];
}

function pointLayer(values: { x: number; y: number }[]): Layer {
  return {
    data: { values },
    mark: { type: "point", filled: true, size: 50, opacity: 0.85 },
    encoding: {
      x: inPixels("x"),
      y: inPixels("y"),
      color: inColor("color"),
      shape: { field: "shape", type: "nominal", scale: null },
      description: { field: "name" },
    },
  };
}

function key(results: readonly AssociationResult[]): Layer[] {
  const entries = results.map(({ condition }, at) => ({
    x: 70 + 80 * at,
    y: -20,
    ...markOf(condition),
    name: condition,
    text: condition,
  }));
  return [
    pointLayer(entries),
    words(entries.map((one) => ({ ...one, x: one.x + 9, y: -16 })), "left"),
  ];
}

function markOf(condition: string) {
  return condition === "dirty" ? MARKS.dirty : MARKS.clean;
}

function words(
  values: { x: number; y: number; text: string }[],
  align: "left" | "center" | "right",
): Layer {
  return {
    data: { values },
    mark: { type: "text", fontSize: 11, align },
    encoding: { x: inPixels("x"), y: inPixels("y"), text: { field: "text" } },
  };
}

/** Returns a step of 1, 2 or 5 times a power of ten that divides a span into about {@link TICKS} parts. */
function niceStep(span: number): number {
  const least = (span || 0.1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= least)!;
}

function round(pixels: number): number {
  return Math.round(100 * pixels) / 100;
}

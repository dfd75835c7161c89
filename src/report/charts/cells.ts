import type { AttributionCell } from "../../audit/results/results.ts";
import type { BackbonePair } from "../pairs.ts";
import { decimal, withRange } from "../../statistics/format.ts";
import { type Chart, COLORS, inPixels, type Layer, shade } from "./draw.ts";

const WIDTH = 54;
const HEIGHT = 36;
const GAP = 3;
/** Room for the names of the rows. */
const LEFT = 106;
const SWITCHES = [false, true];

/**
 * Makes a picture of the 16 cells: audio and text down, pairing and leakage across; a stronger color is a higher
 * accuracy. Rows and columns of which nothing was trained are left out, and a cell among others that was not trained says
 * so.
 */
export function cellsChart(pair: BackbonePair, cells: readonly AttributionCell[]): Chart {
  const rows = linesOf(cells, ({ audio, text }) => [audio, text]);
  const columns = linesOf(cells, ({ leakage, pairing }) => [leakage, pairing]);
  const placed = cells.map((cell) => ({
    x: WIDTH * placeOf(columns, [cell.leakage, cell.pairing]),
    y: HEIGHT * placeOf(rows, [cell.audio, cell.text]),
    opacity: shade(cell.balanced_top1.mean),
    value: decimal(cell.balanced_top1.mean),
    name: `${switchesOf(cell)}: ${withRange(cell.balanced_top1.mean, cell.balanced_top1)}`,
  })).map((at) => ({
    ...at,
    right: at.x + WIDTH - GAP,
    bottom: at.y + HEIGHT - GAP,
    middle: at.x + (WIDTH - GAP) / 2,
    center: at.y + (HEIGHT - GAP) / 2,
  }));
  return {
    title: `${pair.words.first} of the ${cells.length} cells: ${pair.name}`,
    description: `${pair.words.first} of the ${cells.length} cells of ${pair.name}: ${
      placed.map(({ name }) => name).join("; ")
    }.`,
    height: rows.length * HEIGHT - 18,
    left: LEFT,
    top: 42,
    layers: [
      {
        data: { values: placed },
        mark: { type: "rect", color: COLORS.clean },
        encoding: {
          x: inPixels("x"),
          x2: { field: "right" },
          y: inPixels("y"),
          y2: { field: "bottom" },
          fillOpacity: { field: "opacity", type: "quantitative", scale: null },
          description: { field: "name" },
        },
      },
      {
        data: { values: placed },
        mark: { type: "text", align: "center", baseline: "middle", fontWeight: "bold" },
        encoding: { x: inPixels("middle"), y: inPixels("center"), text: { field: "value" } },
      },
      notTrained(rows, columns, placed),
      heads(rows, columns),
    ],
  };
}

/** Describes a cell's factors, such as "audio on, text off, pairing on, leakage off". */
function switchesOf({ audio, text, pairing, leakage }: AttributionCell): string {
  return Object.entries({ audio, text, pairing, leakage })
    .map(([factor, isOn]) => `${factor} ${isOn ? "on" : "off"}`).join(", ");
}

/** Two switches that name a row or a column. */
type Line = readonly [boolean, boolean];

/** Lists the rows or columns of which a cell was trained, off before on. */
function linesOf(
  cells: readonly AttributionCell[],
  lineOf: (cell: AttributionCell) => Line,
): Line[] {
  const lines = SWITCHES.flatMap((first) => SWITCHES.map((second): Line => [first, second]));
  return lines.filter((line) => cells.some((cell) => placeOf([line], lineOf(cell)) === 0));
}

function placeOf(lines: readonly Line[], [first, second]: Line): number {
  return lines.findIndex((line) => line[0] === first && line[1] === second);
}

/** Says in two lines where a cell was not trained. */
function notTrained(
  rows: readonly Line[],
  columns: readonly Line[],
  placed: readonly { readonly x: number; readonly y: number }[],
): Layer {
  const places = rows.flatMap((_, row) =>
    columns.map((_, column) => ({ x: WIDTH * column, y: HEIGHT * row }))
  ).filter((place) => !placed.some(({ x, y }) => x === place.x && y === place.y));
  const values = places.flatMap(({ x, y }) =>
    ["not", "trained"].map((text, line) => ({
      x: x + (WIDTH - GAP) / 2,
      y: y + (HEIGHT - GAP) / 2 + 12 * (line - 0.5),
      text,
    }))
  );
  return {
    data: { values },
    mark: { type: "text", fontSize: 10, align: "center", baseline: "middle" },
    encoding: { x: inPixels("x"), y: inPixels("y"), text: { field: "text" } },
  };
}

/** Names a pool over its columns; one column has no room for the longer name. */
function poolName(leakage: boolean, columns: readonly Line[]): string {
  const name = leakage ? "dirty" : "clean";
  return columns.filter((column) => column[0] === leakage).length > 1 ? `${name} pool` : name;
}

function heads(rows: readonly Line[], columns: readonly Line[]): Layer {
  const state = (isOn: boolean) => isOn ? "on" : "off";
  const beside = rows.map(([audio, text], row) => ({
    x: 6 - LEFT,
    y: HEIGHT * row + HEIGHT / 2 + 2,
    text: `audio ${state(audio)}, text ${state(text)}`,
  }));
  const above = columns.flatMap(([leakage, pairing], column) => [
    ...(columns[column - 1]?.[0] === leakage
      ? []
      : [{ x: WIDTH * column, y: -26, text: poolName(leakage, columns) }]),
    { x: WIDTH * column, y: -8, text: pairing ? "true" : "shuffled" },
  ]);
  return {
    data: { values: [...beside, ...above] },
    mark: { type: "text", fontSize: 11 },
    encoding: { x: inPixels("x"), y: inPixels("y"), text: { field: "text" } },
  };
}

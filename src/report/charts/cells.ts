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
 * accuracy. A cell that was not trained is empty.
 */
export function cellsChart(pair: BackbonePair, cells: readonly AttributionCell[]): Chart {
  const placed = cells.map((cell) => ({
    x: WIDTH * (2 * Number(cell.leakage) + Number(cell.pairing)),
    y: HEIGHT * (2 * Number(cell.audio) + Number(cell.text)),
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
    height: 4 * HEIGHT - 18,
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
      heads(),
    ],
  };
}

/** Describes a cell's factors, such as "audio on, text off, pairing on, leakage off". */
function switchesOf({ audio, text, pairing, leakage }: AttributionCell): string {
  return Object.entries({ audio, text, pairing, leakage })
    .map(([factor, isOn]) => `${factor} ${isOn ? "on" : "off"}`).join(", ");
}

function heads(): Layer {
  const state = (isOn: boolean) => isOn ? "on" : "off";
  const rows = SWITCHES.flatMap((audio) =>
    SWITCHES.map((text) => ({
      x: 6 - LEFT,
      y: HEIGHT * (2 * Number(audio) + Number(text)) + HEIGHT / 2 + 2,
      text: `audio ${state(audio)}, text ${state(text)}`,
    }))
  );
  const columns = SWITCHES.flatMap((leakage) => [
    { x: 2 * WIDTH * Number(leakage), y: -26, text: leakage ? "dirty pool" : "clean pool" },
    ...SWITCHES.map((pairing) => ({
      x: WIDTH * (2 * Number(leakage) + Number(pairing)),
      y: -8,
      text: pairing ? "true" : "shuffled",
    })),
  ]);
  return {
    data: { values: [...rows, ...columns] },
    mark: { type: "text", fontSize: 11 },
    encoding: { x: inPixels("x"), y: inPixels("y"), text: { field: "text" } },
  };
}

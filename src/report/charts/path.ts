import type { Attribution } from "../../audit/results/results.ts";
import type { BackbonePair } from "../pairs.ts";
import { type PartKind, partsOfPath } from "../path_parts.ts";
import { chanceText, decimal, range } from "../../statistics/format.ts";
import { type Chart, COLORS, inColor, inPixels, type Layer, onAxis } from "./draw.ts";
import { axisLayer, axisName, namedLayers, namedMargin } from "./rows.ts";

const ROW = 34;
const BAR = 18;
const PART_COLORS: Readonly<Record<PartKind, string>> = {
  transfer: COLORS.clean,
  backbone: COLORS.backbone,
  leakage: COLORS.leaked,
};

/**
 * Makes a waterfall chart of the dirty accuracy from chance: each bar starts where the one above ended, and a line
 * joins them. Whiskers are intervals, for classes like these, of a bar's end.
 */
export function pathChart(pair: BackbonePair, attribution: Attribution): Chart {
  const rows = steps(pair, attribution).map((step, index) => ({
    ...step,
    y: index * ROW + ROW / 2,
  }));
  const values = rows.map(({ text, value }) => `${text} ${value}`).join(", ");
  return {
    title: `The dirty ${pair.words.accuracy} taken apart: ${pair.name}`,
    description: `The dirty ${pair.words.accuracy} of ${pair.name} taken apart: ${values}.`,
    height: rows.length * ROW,
    left: namedMargin(rows, axisName(pair.words)),
    top: 6,
    layers: [
      connectors(rows),
      bars(rows),
      ...whiskers(rows),
      ...namedLayers(rows),
      axisLayer(axisName(pair.words), rows.length * ROW),
    ],
  };
}

interface Step {
  readonly text: string;
  readonly value: string;
  readonly color: string;
  readonly start: number;
  readonly end: number;
  readonly low: number;
  readonly high: number;
}

type Row = Step & { readonly y: number };

/** Makes the lines from the end of each bar down to the next one, which starts there. */
function connectors(rows: readonly Row[]): Layer {
  const values = rows.slice(1).map(({ y }, index) => ({
    x: rows[index]!.end,
    top: rows[index]!.y + BAR / 2,
    bottom: y - BAR / 2,
  }));
  return {
    data: { values },
    mark: { type: "rule", size: 1, strokeDash: [2, 2], opacity: 0.8 },
    encoding: { x: onAxis("x"), y: inPixels("top"), y2: { field: "bottom" } },
  };
}

function bars(rows: readonly Row[]): Layer {
  return {
    data: { values: [...rows] },
    mark: { type: "bar", height: BAR },
    encoding: {
      x: onAxis("start"),
      x2: { field: "end" },
      y: inPixels("y"),
      color: inColor("color"),
    },
  };
}

/** Makes the whiskers; an interval that leaves the axis is cut there and has no end mark. */
function whiskers(rows: readonly Row[]): Layer[] {
  const ends = rows.filter(({ low, high }) => low < high)
    .flatMap(({ y, low, high }) => [{ x: low, y }, { x: high, y }])
    .filter(({ x }) => x >= 0 && x <= 1);
  const values = rows.filter(({ low, high }) => low < high)
    .map(({ y, low, high }) => ({ y, low: Math.max(0, low), high: Math.min(1, high) }));
  return [
    {
      data: { values },
      mark: { type: "rule", size: 1.5 },
      encoding: { x: onAxis("low"), x2: { field: "high" }, y: inPixels("y") },
    },
    {
      data: { values: ends },
      mark: { type: "tick", size: 8, thickness: 1.5, color: "currentColor" },
      encoding: { x: onAxis("x"), y: inPixels("y") },
    },
  ];
}

function steps(pair: BackbonePair, { path, dirty }: Attribution): Step[] {
  const { chance } = path;
  let start = chance;
  const parts = partsOfPath(path).map(({ name, kind, part }): Step => {
    const step = {
      text: name,
      value: `${part.value < 0 ? "" : "+"}${decimal(part.value)} ${range(part)}`,
      color: PART_COLORS[kind],
      start,
      end: start + part.value,
      low: start + part.low,
      high: start + part.high,
    };
    start = step.end;
    return step;
  });
  const whole = { color: COLORS.neutral, start: 0 };
  const interval = pair.conditions.dirty?.balanced_top1;
  return [
    { ...whole, text: "chance", value: chanceText(chance), end: chance, low: chance, high: chance },
    ...parts,
    {
      ...whole,
      text: "= dirty",
      value: `${decimal(dirty)}${interval ? ` ${range(interval)}` : ""}`,
      end: dirty,
      low: interval?.low ?? dirty,
      high: interval?.high ?? dirty,
    },
  ];
}

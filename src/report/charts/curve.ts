import type { MeanAccuracy } from "../../audit/results/results.ts";
import { withRange } from "../../statistics/format.ts";
import { type Chart, CHART_WIDTH, inPixels, type Layer, onAxis } from "./draw.ts";
import { intervalLayers } from "./interval_layers.ts";
import { axisLayer, rowMargins, rowTextLayers } from "./rows.ts";

const ROW = 30;
/** Pixels above the plot, for what the rows are. */
const HEAD = 24;

/** What the rows and the axis of a curve say. */
export interface CurveAxes {
  /** What differs from row to row. */
  readonly down: string;
  /** What the axis measures. */
  readonly across: string;
}

/** An accuracy on a curve. */
export interface CurvePoint {
  /** The training pool in a few words. */
  readonly name: string;
  /** The accuracy. */
  readonly accuracy: MeanAccuracy;
}

/**
 * Makes a chart of how an accuracy changes from one pool to the next, from top to bottom; a line joins the means. Rows
 * have equal distances whatever the difference between their pools.
 *
 * @param title the chart's title
 * @param axes what the rows and the axis say
 * @param color a CSS color
 * @param chance the accuracy of guessing, drawn as a dashed line
 */
export function curveChart(
  title: string,
  axes: CurveAxes,
  points: readonly CurvePoint[],
  color: string,
  chance: number,
): Chart {
  const rows = points.map(({ name, accuracy }, index) => ({
    ...accuracy,
    names: [name],
    value: withRange(accuracy.mean, accuracy),
    color,
    y: index * ROW + ROW / 2,
  }));
  const values = rows.map(({ names, value }) => `${names[0]} ${value}`);
  const { left, right } = rowMargins(rows, axes.across);
  const height = rows.length * ROW;
  const y = inPixels("y");
  const line: Layer = {
    data: { values: rows },
    mark: { type: "line", size: 1, opacity: 0.6, color: "currentColor" },
    encoding: { x: onAxis("mean"), y, order: { field: "y", type: "quantitative" } },
  };
  const guessing: Layer = {
    data: { values: [{ x: chance }] },
    mark: { type: "rule", strokeDash: [3, 3], size: 1.5 },
    encoding: { x: onAxis("x"), y: { value: 0 }, y2: { value: height } },
  };
  return {
    title,
    description: `${title}: ${values.join(", ")}.`,
    height,
    left,
    right,
    top: HEAD,
    layers: [
      guessing,
      line,
      ...rowTextLayers(rows, CHART_WIDTH - left),
      ...intervalLayers(rows),
      axisLayer(axes.across, height),
      {
        data: { values: [{ text: axes.down }] },
        mark: { type: "text", fontSize: 11, baseline: "middle" },
        encoding: { x: { value: 6 - left }, y: { value: -HEAD / 2 }, text: { field: "text" } },
      },
    ],
  };
}

import { type Chart, inPixels, type Layer, onAxis } from "./draw.ts";
import { intervalLayers, type NamedAccuracy, placed, ROW, textLayer } from "./interval_rows.ts";

/**
 * How an accuracy changes from one pool to the next, from top to bottom: the means are joined by a line. Rows stand
 * at equal distances whatever lies between them.
 *
 * @param what the chart's name
 * @param chance what guessing gets, drawn as a dashed line
 */
export function curveChart(
  what: string,
  accuracies: readonly NamedAccuracy[],
  chance: number,
): Chart {
  const rows = placed(accuracies);
  const height = rows.length * ROW;
  const means = rows.map(({ mean, y }) => ({ mean, y }));
  const line: Layer = {
    data: { values: means },
    mark: { type: "line", size: 1, opacity: 0.6, color: "currentColor" },
    encoding: { x: onAxis("mean"), y: inPixels("y"), order: { field: "y", type: "quantitative" } },
  };
  return {
    title: what,
    description: `${what}: ${rows.map(({ text, value }) => `${text} ${value}`).join(", ")}.`,
    height,
    left: 10,
    top: 6,
    layers: [
      {
        data: { values: [{ x: chance, top: 0, bottom: height }] },
        mark: { type: "rule", strokeDash: [3, 3], size: 1.5, opacity: 0.6 },
        encoding: { x: onAxis("x"), y: inPixels("top"), y2: { field: "bottom" } },
      },
      line,
      textLayer(rows, 150),
      ...intervalLayers(rows),
    ],
  };
}

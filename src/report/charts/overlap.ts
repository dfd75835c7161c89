import type { OverlapResult } from "../../audit/results/spaces.ts";
import { withRange } from "../../statistics/format.ts";
import { type Chart, CHART_WIDTH, COLORS, inPixels, type Layer, onAxis } from "./draw.ts";
import { intervalLayers } from "./interval_layers.ts";
import { axisLayer, rowMargins, rowTextLayers, twoLines } from "./rows.ts";
import { overlapName } from "../words/overlap.ts";

const ROW = 34;
const AXIS = "overlap";

/**
 * Makes a chart of the overlap of neighborhoods in each space, one below the other, with intervals and single
 * trainings; a dashed line shows chance, which may differ from space to space.
 */
export function overlapChart(name: string, results: readonly OverlapResult[]): Chart {
  const rows = results.map((result, index) => ({
    mean: result.overlap.value,
    ...result.overlap,
    per_seed: result.per_seed ?? [],
    chance: result.chance,
    text: overlapName(result),
    names: twoLines(overlapName(result)),
    value: withRange(result.overlap.value, result.overlap),
    color: result.space === "backbone"
      ? COLORS.backbone
      : result.condition === "clean" && !result.random_text
      ? COLORS.clean
      : COLORS.neutral,
    y: index * ROW + ROW / 2,
  }));
  const { left, right } = rowMargins(rows, AXIS);
  return {
    title: `Overlap of neighborhoods in audio and text: ${name}`,
    description: `Overlap of neighborhoods in audio and text with ${name}: ${
      rows.map(({ text, value }) => `${text} ${value}`).join(", ")
    }.`,
    height: rows.length * ROW,
    left,
    right,
    top: 6,
    layers: [
      {
        data: {
          values: rows.map(({ chance, y }) => ({
            x: chance,
            top: y - ROW / 2,
            bottom: y + ROW / 2,
          })),
        },
        mark: { type: "rule", strokeDash: [3, 3], size: 1.5 },
        encoding: { x: onAxis("x"), y: inPixels("top"), y2: { field: "bottom" } },
      } satisfies Layer,
      ...rowTextLayers(rows, CHART_WIDTH - left),
      ...intervalLayers(rows),
      axisLayer(AXIS, rows.length * ROW),
    ],
  };
}

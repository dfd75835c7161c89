import type { OverlapResult } from "../../audit/results/spaces.ts";
import { withRange } from "../../statistics/format.ts";
import { type Chart, COLORS, inPixels, type Layer, onAxis, rowText } from "./draw.ts";
import { intervalLayers } from "./interval_layers.ts";
import { overlapName } from "../words/overlap.ts";

const ROW = 44;

/**
 * Makes a chart of the overlap of neighborhoods in each space, one below the other, with intervals and single
 * trainings; a dashed line shows chance.
 */
export function overlapChart(name: string, results: readonly OverlapResult[]): Chart {
  const rows = results.map((result, index) => ({
    mean: result.overlap.value,
    ...result.overlap,
    per_seed: result.per_seed ?? [],
    chance: result.chance,
    text: overlapName(result),
    value: withRange(result.overlap.value, result.overlap),
    color: result.space === "backbone"
      ? COLORS.backbone
      : result.condition === "clean" && !result.random_text
      ? COLORS.clean
      : COLORS.neutral,
    baseline: index * ROW + 14,
    y: index * ROW + 30,
  }));
  return {
    title: `Overlap of neighborhoods in audio and text: ${name}`,
    description: `Overlap of neighborhoods in audio and text with ${name}: ${
      rows.map(({ text, value }) => `${text} ${value}`).join(", ")
    }.`,
    height: rows.length * ROW,
    left: 10,
    top: 6,
    layers: [
      {
        data: {
          values: rows.map(({ chance, y }) => ({ x: chance, top: y - 11, bottom: y + 12 })),
        },
        mark: { type: "rule", strokeDash: [3, 3], size: 1.5 },
        encoding: { x: onAxis("x"), y: inPixels("top"), y2: { field: "bottom" } },
      } satisfies Layer,
      {
        data: { values: rows },
        layer: [rowText(5, "text", "bold"), rowText(206, "value", "normal")],
      },
      ...intervalLayers(rows),
    ],
  };
}

import type { MeanAccuracy } from "../../audit/results/results.ts";
import { inColor, inPixels, type Layer, onAxis } from "./draw.ts";

/** An accuracy with its position in a chart. */
export interface PlacedAccuracy extends MeanAccuracy {
  /** Pixels from the top of the plot. */
  readonly y: number;
  /** A CSS color. */
  readonly color: string;
}

/** Draws accuracies as dots, single trainings as ticks, and both intervals as lines. */
export function intervalLayers(rows: readonly PlacedAccuracy[]): Layer[] {
  const seeds = rows.flatMap(({ per_seed, y, color }) => per_seed.map((x) => ({ x, y, color })));
  const y = inPixels("y");
  const color = inColor("color");
  const values = [...rows];
  return [
    {
      data: { values },
      mark: { type: "rule", size: 1.5 },
      encoding: { x: onAxis("low"), x2: { field: "high" }, y, color },
    },
    {
      data: { values },
      mark: { type: "rule", size: 6, opacity: 0.5 },
      encoding: { x: onAxis("low_fixed"), x2: { field: "high_fixed" }, y, color },
    },
    {
      data: { values: seeds },
      mark: { type: "tick", size: 11, thickness: 1, opacity: 0.7 },
      encoding: { x: onAxis("x"), y, color },
    },
    {
      data: { values },
      mark: { type: "point", filled: true, size: 70, opacity: 1 },
      encoding: { x: onAxis("mean"), y, color },
    },
  ];
}

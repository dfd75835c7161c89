import type { MeanAccuracy } from "../../audit/results.ts";
import { withRange } from "../text.ts";
import { inColor, inPixels, type Layer, onAxis, rowText } from "./draw.ts";

/** Height of a row in pixels: its text, and below that its accuracy. */
export const ROW = 44;

/** An accuracy with its name, before it has a place. */
export interface NamedAccuracy {
  /** Its name. */
  readonly text: string;
  /** The accuracy. */
  readonly accuracy: MeanAccuracy;
  /** A CSS colour. */
  readonly color: string;
}

/** An accuracy as a row of a chart. */
export interface Row extends MeanAccuracy {
  /** Its name. */
  readonly text: string;
  /** The mean with its interval. */
  readonly value: string;
  /** A CSS colour. */
  readonly color: string;
  /** Where its text stands, in pixels from the top. */
  readonly baseline: number;
  /** Where its mean is drawn, in pixels from the top. */
  readonly y: number;
}

/** The accuracies one below the other. */
export function placed(accuracies: readonly NamedAccuracy[]): Row[] {
  return accuracies.map(({ text, accuracy, color }, index) => ({
    ...accuracy,
    text,
    value: withRange(accuracy.mean, accuracy),
    color,
    baseline: index * ROW + 14,
    y: index * ROW + 30,
  }));
}

/**
 * The rows' names and values.
 *
 * @param valueX where the values begin, in pixels from the left
 */
export function textLayer(rows: readonly Row[], valueX: number): Layer {
  return {
    data: { values: [...rows] },
    layer: [rowText(5, "text", "bold"), rowText(valueX, "value", "normal")],
  };
}

/** The accuracies' dots, ticks and intervals. */
export function intervalLayers(rows: readonly Row[]): Layer[] {
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

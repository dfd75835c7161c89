/**
 * Takes rows of embeddings out of a model's output, whose axes can stand in any order.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { OnnxPort, OnnxTensor } from "./onnx/ports.ts";

/** An axis of a model's output: a fixed length, or what lies along it; all `frames` are pooled. */
export type OutputAxis = number | "batch" | "frames" | "dimensions";

/** Where the numbers of one row lie in an output. */
export interface OutputLayout {
  /** Number of axes. */
  readonly rank: number;
  /** Whether the first axis is the batch; without, the output is of one window. */
  readonly hasBatch: boolean;
  /** The axis along which the numbers of a row lie. */
  readonly width: number;
}

/** What a card says of an output, and where. */
export interface StatedOutput {
  /** The model's and the card's path. */
  readonly place: { readonly model: string; readonly card: string };
  /** The axes, if the card has them. */
  readonly axes: readonly OutputAxis[] | undefined;
  /** Length of a row. */
  readonly columns: number;
}

/**
 * Finds where the rows of an output lie: as the card says, else along the axis that the model fixes to the length of a
 * row, else along the one that has it.
 *
 * @param declared the output as the model declares it
 * @param shape of a real output
 * @param windows number of windows that it is of
 * @throws {InputError} when the card's axes are not the output's, or no axis or several have the length of a row
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const declared = { name: "embedding", type: "float32", shape: ["batch", 4, "time"] };
 * const stated = { place: { model: "m.onnx", card: "m.json" }, axes: undefined, columns: 4 };
 * assert.deepEqual(layoutOf(declared, [1, 4, 10], 1, stated), {
 *   rank: 3, hasBatch: true, width: 1,
 * });
 * ```
 */
export function layoutOf(
  declared: OnnxPort,
  shape: readonly number[],
  windows: number,
  { place, axes, columns }: StatedOutput,
): OutputLayout {
  const rank = shape.length;
  if (axes !== undefined) {
    const width = axes.indexOf("dimensions");
    const fits = axes.length === rank && shape[width] === columns &&
      axes.every((axis, i) => typeof axis === "string" || axis === shape[i]) &&
      (axes[0] !== "batch" || shape[0] === windows);
    if (fits) return { rank, hasBatch: axes[0] === "batch", width };
    throw new InputError(
      `${describe(declared, shape, place)}; "${place.card}" says that its outputShape is ` +
        `[${axes.join(", ")}], with ${columns} numbers along "dimensions"`,
    );
  }
  const hasBatch = rank > 1 && shape[0] === windows;
  const others = [...shape.keys()].slice(hasBatch ? 1 : 0);
  const fixed = others.filter((axis) => declared.shape[axis] === columns);
  const equal = others.filter((axis) => shape[axis] === columns);
  const [width, ...more] = fixed.length === 1 ? fixed : equal;
  if (width !== undefined && more.length === 0) return { rank, hasBatch, width };
  if (width === undefined) {
    throw new InputError(
      `${describe(declared, shape, place)} for ${windows} window${windows === 1 ? "" : "s"}; ` +
        `expected an axis of ${columns}, the numbers of a row by "${place.card}"`,
    );
  }
  const named = (dimensions: number) =>
    JSON.stringify(
      shape.map((_, axis) =>
        axis === dimensions ? "dimensions" : axis === 0 && hasBatch ? "batch" : "frames"
      ),
    );
  throw new InputError(
    `${
      describe(declared, shape, place)
    }, where several axes have the ${columns} numbers of a row; ` +
      `"${place.card}" must say which as the stage's "outputShape": ` +
      `${[width, ...more].map(named).join(" or ")}`,
  );
}

function describe(
  { name }: OnnxPort,
  shape: readonly number[],
  { model }: StatedOutput["place"],
): string {
  return `"${quotable(model)}" gives ${quotable(name)} [${shape.join(", ")}]`;
}

/**
 * Orders an output as rows, the same number of them for each window.
 *
 * @param output of the layout's rank
 * @returns windows × rows × columns
 */
export function rowsOf({ data, shape }: OnnxTensor, { width }: OutputLayout): Float32Array {
  const values = data as Float32Array;
  const columns = shape[width]!;
  const inner = shape.slice(width + 1).reduce((product, length) => product * length, 1);
  if (inner === 1) return values;
  const rows = new Float32Array(values.length);
  const block = columns * inner;
  for (let start = 0; start < values.length; start += block) {
    for (let c = 0; c < columns; c++) {
      for (let i = 0; i < inner; i++) {
        rows[start + i * columns + c] = values[start + c * inner + i]!;
      }
    }
  }
  return rows;
}

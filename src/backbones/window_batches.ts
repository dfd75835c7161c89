/**
 * Groups windows of clips into batches that a model can run at once.
 * @module
 */
import type { ModelInput } from "../audio/front_end/model_input.ts";

/** A window of a clip. */
export interface Window {
  /** Index of the input that it belongs to. */
  readonly input: number;
  /** Number of its frames. */
  readonly frames: number;
  /** Bands of a frame; 1 for a waveform. */
  readonly bands: number;
  /** frames × bands, frame by frame. */
  readonly values: Float32Array;
}

/**
 * Groups the windows of clips into batches of one shape, in order; batches depend only on the inputs.
 *
 * @param batch largest number of windows in a batch
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const clip = (windows: number, frames: number) => ({
 *   windows, frames, bands: 1, values: new Float32Array(windows * frames),
 * });
 * const batches = batchesOf([clip(1, 4), clip(2, 4), clip(1, 5)], 2);
 * assert.deepEqual(batches.map((windows) => windows.map(({ input }) => input)), [[0, 1], [1], [2]]);
 * ```
 */
export function batchesOf(inputs: readonly ModelInput[], batch: number): Window[][] {
  const groups = new Map<string, Window[]>();
  inputs.forEach(({ windows, frames, bands, values }, input) => {
    const key = `${frames} ${bands}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    const size = frames * bands;
    for (let w = 0; w < windows; w++) {
      group.push({ input, frames, bands, values: values.subarray(w * size, (w + 1) * size) });
    }
  });
  return [...groups.values()].flatMap((group) =>
    Array.from(
      { length: Math.ceil(group.length / batch) },
      (_, i) => group.slice(i * batch, (i + 1) * batch),
    )
  );
}

/** An axis of a model's input: a fixed length, or the name of what lies along it. */
export type InputAxis = number | "batch" | "frames" | "bands" | "samples";

/** Values and the length of each axis. */
export interface StackedWindows {
  /** The values, row-major. */
  readonly data: Float32Array;
  /** Length of each axis. */
  readonly shape: readonly number[];
}

/**
 * Stacks windows of one shape into one tensor. A length above 1 among the axes repeats the window: a model that
 * expects four channels gets the same one four times.
 *
 * @param axes the axes of the model's input, `batch` first or absent for one window; `bands` before
 * `frames` transposes the windows
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const window = { input: 0, frames: 2, bands: 3, values: Float32Array.of(1, 2, 3, 4, 5, 6) };
 * assert.deepEqual(stack([window], ["batch", 1, "bands", "frames"]), {
 *   data: Float32Array.of(1, 4, 2, 5, 3, 6),
 *   shape: [1, 1, 3, 2],
 * });
 * ```
 */
export function stack(windows: readonly Window[], axes: readonly InputAxis[]): StackedWindows {
  const [{ frames, bands }] = windows as [Window];
  const size = frames * bands;
  const copies = axes.reduce<number>((all, axis) => typeof axis === "number" ? all * axis : all, 1);
  const data = new Float32Array(windows.length * copies * size);
  const turned = axes.includes("bands") && axes.indexOf("bands") < axes.indexOf("frames");
  windows.forEach(({ values }, w) => {
    const start = w * copies * size;
    if (turned) turnOver(values, frames, bands, data.subarray(start, start + size));
    else data.set(values, start);
    for (let copy = 1; copy < copies; copy++) {
      data.copyWithin(start + copy * size, start, start + size);
    }
  });
  const lengths = { batch: windows.length, frames, bands, samples: frames };
  return { data, shape: axes.map((axis) => typeof axis === "number" ? axis : lengths[axis]) };
}

/** Transposes frames × bands to bands × frames. */
function turnOver(values: Float32Array, frames: number, bands: number, turned: Float32Array): void {
  for (let f = 0, i = 0; f < frames; f++) {
    for (let b = 0; b < bands; b++) turned[b * frames + f] = values[i++]!;
  }
}

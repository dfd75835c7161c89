/**
 * Which points of a space a picture shows.
 * @module
 */
import { RandomStream } from "../../basics/random.ts";

/** More points hide each other, and take a software adapter over 5 s. */
const MOST_POINTS = 1000;

/**
 * The rows to show: all, or as many as a picture holds, drawn at random in turn from each label (rows without one are a
 * label of their own).
 *
 * @param labels of each row
 * @returns rows in order
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = drawPoints(["a", "a", "a", "a", "b", "b", undefined], 0, 4);
 * assert.equal(rows.length, 4);
 * assert.equal(rows.filter((row) => row < 4).length, 2);
 * assert.ok(rows.includes(6));
 * ```
 */
export function drawPoints(
  labels: readonly (string | undefined)[],
  seed: number,
  most: number = MOST_POINTS,
): number[] {
  const all = [...labels.keys()];
  if (all.length <= most) return all;
  const random = new RandomStream(seed, "map points");
  const groups = [...Map.groupBy(all, (row) => labels[row]).values()]
    .map((rows) => random.shuffled(rows));
  const drawn: number[] = [];
  for (let turn = 0; drawn.length < most; turn++) {
    for (const group of groups) if (turn < group.length) drawn.push(group[turn]!);
  }
  return drawn.slice(0, most).sort((a, b) => a - b);
}

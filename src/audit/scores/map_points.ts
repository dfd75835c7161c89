/**
 * Chooses the points of a space that a picture shows.
 * @module
 */
import { RandomStream } from "../../basics/random.ts";

/** Most points of a picture; more hide each other. */
const MOST_POINTS = 1000;

/**
 * Returns the rows to show: all, or as many as a picture holds, drawn at random from each label in turn (rows without a
 * label form a group of their own).
 *
 * @param labels the label of each row
 * @returns the rows in ascending order
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

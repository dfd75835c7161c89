/**
 * Draws with replacement, and draws of sources within classes.
 * @module
 */
import type { RandomStream } from "../basics/random.ts";
import type { SourceTable } from "./sources.ts";

/** The multiplicity of each source in a draw. */
export interface Draw {
  /** Number of times that each source was drawn. */
  readonly sourceCounts: Uint32Array;
  /** Number of drawn items of each class. */
  readonly classItems: Uint32Array;
}

/** Draws `count` of `count` things with replacement; returns how often each comes. */
export function drawCounts(random: RandomStream, count: number): Uint32Array {
  const counts = new Uint32Array(count);
  for (let draw = 0; draw < count; draw++) counts[random.below(count)]! += 1;
  return counts;
}

/** Draws, of each class, as many sources as it has, with replacement. */
export function drawSources(random: RandomStream, table: SourceTable): Draw {
  const { starts } = table;
  const sourceCounts = new Uint32Array(table.itemCounts.length);
  for (let c = 0; c < starts.length - 1; c++) {
    const start = starts[c]!;
    const size = starts[c + 1]! - start;
    for (let draw = size; draw > 0; draw--) {
      sourceCounts[start + random.below(size)]! += 1;
    }
  }
  return { sourceCounts, classItems: sumByClass(table, sourceCounts, table.itemCounts) };
}

/** The draw that takes every source once. */
export function takeAll(table: SourceTable): Draw {
  const sourceCounts = table.itemCounts.map(() => 1);
  return { sourceCounts, classItems: sumByClass(table, sourceCounts, table.itemCounts) };
}

function sumByClass(
  { starts }: SourceTable,
  counts: Uint32Array,
  values: Uint32Array,
): Uint32Array {
  return Uint32Array.from(starts.subarray(1), (end, c) => {
    let sum = 0;
    for (let source = starts[c]!; source < end; source++) sum += counts[source]! * values[source]!;
    return sum;
  });
}

/** Returns by how much the deviations of a resample of so many are multiplied. */
export function stretchOf(count: number): number {
  return count > 1 ? Math.sqrt(count / (count - 1)) : 1;
}

/** Draws `count` of `count` things with replacement; returns the weight of each, whose deviations are stretched. */
export function drawWeights(random: RandomStream, count: number): Float64Array {
  const stretch = stretchOf(count);
  return Float64Array.from(drawCounts(random, count), (drawn) => 1 + stretch * (drawn - 1));
}

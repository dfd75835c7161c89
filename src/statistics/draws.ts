/**
 * Draws with replacement of classes and of sources within them.
 * @module
 */
import type { RandomStream } from "../basics/random.ts";
import type { SourceTable } from "./sources.ts";

/** The multiplicity of each class and each source in a draw. */
export interface Draw {
  /** Number of times that each class was drawn. */
  readonly classCounts: Uint32Array;
  /** Number of times that each source was drawn, over all draws of its class. */
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

/** Draws, for each time that a class was drawn, as many of its sources as it has, with replacement. */
export function drawSources(
  random: RandomStream,
  table: SourceTable,
  classCounts: Uint32Array,
): Draw {
  const { starts } = table;
  const sourceCounts = new Uint32Array(table.itemCounts.length);
  for (let c = 0; c < classCounts.length; c++) {
    const start = starts[c]!;
    const size = starts[c + 1]! - start;
    for (let draw = size * classCounts[c]!; draw > 0; draw--) {
      sourceCounts[start + random.below(size)]! += 1;
    }
  }
  return {
    classCounts,
    sourceCounts,
    classItems: sumByClass(table, sourceCounts, table.itemCounts),
  };
}

/** The draw that takes every class and every source once. */
export function takeAll(table: SourceTable): Draw {
  const sourceCounts = table.itemCounts.map(() => 1);
  return {
    classCounts: new Uint32Array(table.starts.length - 1).fill(1),
    sourceCounts,
    classItems: sumByClass(table, sourceCounts, table.itemCounts),
  };
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

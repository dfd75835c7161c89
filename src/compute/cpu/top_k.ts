/**
 * The largest scores of each row.
 * @module
 */
import type { CpuIndices, CpuTensor } from "./cpu_tensor.ts";

/** As {@link Compute.topK}; NaN ranks below every number. */
export function topK(scores: CpuTensor, values: CpuTensor, columns: CpuIndices): void {
  for (let row = 0; row < scores.rows; row++) {
    const start = row * scores.columns;
    const k = values.columns;
    const best = values.values.subarray(row * k, (row + 1) * k);
    const bestColumns = columns.values.subarray(row * k, (row + 1) * k);
    for (let column = 0; column < scores.columns; column++) {
      const score = scores.values[start + column]!;
      let place = Math.min(column, k);
      while (place > 0 && ranksAbove(score, best[place - 1]!)) place--;
      if (place === k) continue;
      best.copyWithin(place + 1, place, k - 1);
      bestColumns.copyWithin(place + 1, place, k - 1);
      best[place] = score;
      bestColumns[place] = column;
    }
  }
}

function ranksAbove(score: number, other: number): boolean {
  return score > other || (Number.isNaN(other) && !Number.isNaN(score));
}

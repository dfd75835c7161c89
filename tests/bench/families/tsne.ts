/**
 * A picture of items by t-SNE.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { tsne } from "../../../src/measures/tsne/tsne.ts";
import { valuesOf } from "../values.ts";
import type { Prepared, TsneWork } from "../work.ts";

/** The items that are timed: as many as a report draws at most. */
export const TSNE: TsneWork = { family: "tsne", items: 1000, dim: 128, groups: 10 };

/** Items around the centers of their groups. */
export function tsneItems({ items, dim, groups }: TsneWork): Float32Array {
  const centers = valuesOf("centers", groups * dim);
  return valuesOf("items", items * dim).map((value, at) => {
    const group = Math.floor(at / dim) % groups;
    return value + centers[group * dim + at % dim]!;
  });
}

/** A picture by this repository; the answer is its divergence. */
export function tsneOurs(compute: Compute, work: TsneWork): Prepared {
  const items = { rows: work.items, columns: work.dim, values: tsneItems(work) };
  return {
    async run(count) {
      for (let i = 1; i < count; i++) await tsne(compute, items);
      return [(await tsne(compute, items)).divergence];
    },
  };
}

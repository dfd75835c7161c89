/**
 * The silhouette by Euclidean distance.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { euclideanSilhouette } from "../../../src/measures/separability/silhouette.ts";
import { valuesOf } from "../values.ts";
import type { Prepared, SilhouetteWork } from "../work.ts";

/** The set that is timed. */
export const SILHOUETTE: SilhouetteWork = {
  family: "silhouette",
  items: 20_000,
  dim: 512,
  classes: 50,
};

/** A silhouette by this repository; the answer is each item's. */
export function silhouetteOurs(compute: Compute, work: SilhouetteWork): Prepared {
  const { items, dim, classes } = work;
  const set = {
    rows: items,
    columns: dim,
    values: valuesOf("items", items * dim),
    classes: Array.from({ length: items }, (_, item) => item % classes),
    classCount: classes,
  };
  return {
    async run(count) {
      for (let i = 1; i < count; i++) await euclideanSilhouette(compute, set);
      return (await euclideanSilhouette(compute, set)).perItem;
    },
  };
}

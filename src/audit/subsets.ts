/**
 * Balanced accuracy on some of the evaluation items.
 * @module
 */
import { bootstrap } from "../statistics/bootstrap.ts";
import { type Measured, measuredOf } from "../statistics/measured.ts";
import { groupSources, sumBySource } from "../statistics/sources.ts";
import type { AuditInputs } from "./inputs.ts";
import type { Resampling } from "./resampling.ts";

/**
 * The mean over the classes of some items of the share that is named right, with intervals.
 *
 * @param rows the items, at least one
 * @param trainings for each training 1 or 0 for each evaluation item
 */
export function balancedTop1Of(
  rows: readonly number[],
  trainings: readonly ArrayLike<number>[],
  { items }: AuditInputs,
  { classes, options }: Resampling,
): Measured {
  const table = groupSources(
    rows.map((row) => classes[row]!),
    rows.map((row) => items[row]!.source),
  );
  const sums = trainings.map((hits) => sumBySource(table, rows.map((row) => hits[row]!)));
  return measuredOf(
    bootstrap(table, [{ mean: "classes", seedList: "seeds", trainings: sums }], options)[0]!,
  );
}

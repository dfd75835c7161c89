/**
 * The resampling that all intervals of an audit share, so that they are paired, and means with such intervals.
 * @module
 */
import { bootstrap, type BootstrapOptions, type Quantity } from "../../statistics/bootstrap.ts";
import { classNumbers } from "../../basics/class_numbers.ts";
import { type Measured, measuredOf } from "../../statistics/measured.ts";
import { groupSources, type SourceTable, sumBySource } from "../../statistics/sources.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { Blocks } from "../../measures/multi_label/influences.ts";
import type { AuditEvaluation } from "../inputs/shape.ts";
import { soundsAmong } from "../trainings/ranked_sounds.ts";

/** The evaluation items grouped by class and source, and the number of resamples. */
export interface Resampling {
  /** The class of each evaluation item: the index of its label. */
  readonly classes: readonly number[];
  /** The source of each evaluation item. */
  readonly sources: readonly (string | undefined)[];
  /** The evaluation items of all class folds. */
  readonly table: SourceTable;
  /** The sources of the distinct sounds that labels rank, where sounds have several labels. */
  readonly blocks?: Blocks;
  /** Number of resamples and seed. */
  readonly options: BootstrapOptions;
}

/** Sets up the bootstrap of an audit. */
export function resamplingOf(
  { bootstrap, seeds }: Pick<AuditConfiguration, "bootstrap" | "seeds">,
  { items, labels, severalLabels }: Pick<AuditEvaluation, "items" | "labels" | "severalLabels">,
): Resampling {
  const classes = classNumbers(items.map(({ label }) => label), labels);
  const sources = items.map(({ source }) => source);
  return {
    classes,
    sources,
    table: groupSources(classes, sources),
    ...(severalLabels ? { blocks: soundsAmong(items).sounds.blocks } : {}),
    options: { resamples: bootstrap, seed: seeds[0]! },
  };
}

/** Returns the number of sources of the class that has the fewest. */
export function leastSources({ table: { starts } }: Pick<Resampling, "table">): number {
  return Math.min(...starts.slice(1).map((end, i) => end - starts[i]!));
}

/**
 * Returns the mean over classes and trainings, both resampled. The interval for these classes resamples only trainings,
 * so with one training and values without bounds it is the value itself.
 *
 * @param trainings for each training, a value for each class
 * @param values whether they are from 0 to 1, see `Quantity`
 * @param seedList the list of seeds; trainings of one list are resampled together, see `Quantity`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const options = { resamples: 100, seed: 0 };
 * const { value, low_fixed, high_fixed } = meanOverClasses([[0, 1]], "unbounded", "no trainings", options);
 * assert.deepEqual([value, low_fixed, high_fixed], [0.5, 0.5, 0.5]);
 * ```
 */
export function meanOverClasses(
  trainings: readonly ArrayLike<number>[],
  values: Quantity["values"],
  seedList: string,
  options: BootstrapOptions,
): Measured {
  const classes = Array.from(trainings[0]!, (_, number) => number);
  const table = groupSources(classes, classes.map(() => undefined));
  const sums = trainings.map((own) => sumBySource(table, own));
  return measuredOf(
    bootstrap(table, [{ mean: "classes", values, seedList, trainings: sums }], options)[0]!,
  );
}

/**
 * Returns the balanced top-1 of some items, with intervals.
 *
 * @param rows the items, at least one
 * @param trainings for each training, 1 or 0 for each evaluation item
 */
export function balancedTop1Of(
  rows: readonly number[],
  trainings: readonly ArrayLike<number>[],
  { classes, sources, options }: Resampling,
): Measured {
  const table = groupSources(
    rows.map((row) => classes[row]!),
    rows.map((row) => sources[row]),
  );
  const sums = trainings.map((hits) => sumBySource(table, rows.map((row) => hits[row]!)));
  return measuredOf(
    bootstrap(
      table,
      [{ mean: "classes", values: "shares", seedList: "seeds", trainings: sums }],
      options,
    )[0]!,
  );
}

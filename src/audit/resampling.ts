/**
 * What every interval of an audit is drawn from, so that all of them are paired.
 * @module
 */
import type { BootstrapOptions } from "../statistics/bootstrap.ts";
import { groupSources, type SourceTable } from "../statistics/sources.ts";
import type { AuditConfiguration } from "./configuration.ts";
import type { AuditInputs } from "./inputs.ts";

/** The evaluation items grouped by class and source, and how often they are drawn. */
export interface Resampling {
  /** The class of each evaluation item: its label's place among the labels. */
  readonly classes: readonly number[];
  /** The evaluation items of all class folds. */
  readonly table: SourceTable;
  /** Number of resamples and seed. */
  readonly options: BootstrapOptions;
}

/** Sets up the bootstrap of an audit. */
export function resamplingOf(configuration: AuditConfiguration, inputs: AuditInputs): Resampling {
  const number = new Map(inputs.labels.map((label, i) => [label, i]));
  const classes = inputs.items.map(({ label }) => number.get(label)!);
  return {
    classes,
    table: groupSources(classes, inputs.items.map(({ source }) => source)),
    options: { resamples: configuration.bootstrap, seed: configuration.seeds[0]! },
  };
}

/**
 * Computes every measure of items that may have several labels, with intervals.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import type { Matrix } from "../../basics/matrix.ts";
import { stepper, type WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import type { BootstrapOptions } from "../../statistics/bootstrap.ts";
import { bootstrapLabels, eachLabel } from "../../statistics/label_bootstrap.ts";
import { mean } from "../../statistics/means.ts";
import { type Measured, measuredOf } from "../../statistics/measured.ts";
import type { LabeledVectors } from "../labeled_vectors.ts";
import { ensembleOf, singlePrompts } from "../zero_shot/ensembles.ts";
import { deviationOf } from "../zero_shot/zero_shot_measures.ts";
import { type Blocks, blocksOf } from "./influences.ts";
import { cosinesOf, type LabelScores, scoreLabels } from "./label_scores.ts";
import {
  chancePrecision,
  labelsWithItems,
  macroPrecision,
  type Memberships,
  membershipsOf,
  precisionTable,
} from "./precisions.ts";

/** Items in a space, each with its labels. */
export interface MultiLabelVectors extends Matrix {
  /** The labels of each item, each once. */
  readonly labelsOf: readonly (readonly number[])[];
}

/** One label. */
export interface MultiLabelMeasures {
  /** Number of its items; without items, it has no measures. */
  readonly items: number;
  /** Its average precision, with the interval over resampled sources. */
  readonly average_precision?: {
    readonly value: number;
    readonly low_fixed: number;
    readonly high_fixed: number;
  };
  /** Its average precision by chance: the mean over the texts of all labels. */
  readonly chance?: number;
  /** The area under its ROC curve; absent where every item has the label. */
  readonly roc_auc?: number;
}

/** Every measure. */
export interface MultiLabelEvaluation {
  /** Mean over labels with items of their average precision: the headline. */
  readonly macro_map: Measured;
  /** What it is by chance: its mean over permutations of the texts among the labels. */
  readonly chance: number;
  /** Each label, by its number. */
  readonly labels: readonly MultiLabelMeasures[];
  /** Only if a label has several prompts: the headline with one prompt for each label. */
  readonly single_prompts?: {
    readonly macro_map: readonly number[];
    readonly mean: number;
    readonly sd: number;
  };
}

/** Items and prompts in one space. */
export interface MultiLabelData {
  /** The items and their labels. */
  readonly items: MultiLabelVectors;
  /** The prompts and their labels: at least one for each label. */
  readonly prompts: LabeledVectors;
  /** Source of each item; an item without one is its own source. */
  readonly sources: readonly (string | undefined)[];
}

/**
 * Measures how well the texts of labels, or the ensembles of their prompts, rank the items of the labels.
 *
 * @param options the bootstrap's; progress counts the ensemble, each set of single prompts, the intervals
 * @throws {InputError} when widths differ, no item has a label, or a label has no prompt
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const sounds = { rows: 3, columns: 2, values: Float32Array.of(1, 0, 1, 1, 0, 1) };
 * const texts = { rows: 2, columns: 2, values: Float32Array.of(1, 0, 0, 1) };
 * const items = { ...sounds, labelsOf: [[0], [0, 1], [1]] };
 * const prompts = { ...texts, classes: [0, 1], classCount: 2 };
 * const options = { resamples: 100, seed: 0 };
 * const data = { items, prompts, sources: ["a", "b", "c"] };
 * const { macro_map, labels } = await measureMultiLabel(compute, data, options);
 * assert.equal(macro_map.value, 1);
 * assert.equal(labels[1]!.roc_auc, 1);
 * compute.close();
 * ```
 */
export async function measureMultiLabel(
  compute: Compute,
  { items, prompts, sources }: MultiLabelData,
  options: BootstrapOptions & WorkOptions,
): Promise<MultiLabelEvaluation> {
  if (items.columns !== prompts.columns) {
    throw new InputError(
      `Items of width ${items.columns} and prompts of width ${prompts.columns}; expected one space`,
    );
  }
  const memberships = membershipsOf(items.labelsOf, prompts.classCount);
  const present = labelsWithItems(memberships);
  if (present.length === 0) throw new InputError("No item has a label");
  const sets = prompts.rows === prompts.classCount ? [] : [...singlePrompts(prompts)];
  const step = stepper("evaluating", 2 + sets.length, options);
  await step(0);
  const scores = await cosinesOf(compute, items, ensembleOf(prompts));
  await step(1);
  const singles: number[] = [];
  for (const labels of sets) {
    const table = precisionTable(await cosinesOf(compute, items, labels), memberships);
    singles.push(macroPrecision(table, present));
    await step(1 + singles.length);
  }
  const measured = withIntervals(scores, memberships, sources, options);
  await step(2 + sets.length);
  if (singles.length === 0) return measured;
  const spread = { macro_map: singles, mean: mean(singles), sd: deviationOf(singles) };
  return { ...measured, single_prompts: spread };
}

function withIntervals(
  scores: Float32Array,
  memberships: Memberships,
  sources: readonly (string | undefined)[],
  options: BootstrapOptions,
): MultiLabelEvaluation {
  const blocks = blocksOf(sources, options.seed);
  const scored = scoreLabels(scores, memberships, blocks);
  const units = { ...blocks, labels: scored.labels.length };
  const quantity = { trainings: [scored], seedList: "no trainings" };
  return {
    macro_map: measuredOf(bootstrapLabels([quantity], units, options)[0]!),
    chance: chancePrecision(scored.table, scored.labels),
    labels: measureLabels(memberships, scored, sources, blocks, options),
  };
}

function measureLabels(
  { itemsOf }: Memberships,
  scored: LabelScores,
  sources: readonly (string | undefined)[],
  blocks: Blocks,
  options: BootstrapOptions,
): MultiLabelMeasures[] {
  const { labels, table, areas } = scored;
  const sourcesOf = labels.map((label) =>
    new Set(itemsOf[label]!.map((item) => sources[item] ?? item)).size
  );
  const units = { labels: labels.length, blocks: blocks.blocks };
  const measured = eachLabel(scored, units, sourcesOf, options).map(measuredOf);
  return itemsOf.map((own, label): MultiLabelMeasures => {
    if (own.length === 0) return { items: 0 };
    const at = labels.indexOf(label);
    const { value, low_fixed, high_fixed } = measured[at]!;
    const area = areas[at]!;
    return {
      items: own.length,
      average_precision: { value, low_fixed, high_fixed },
      chance: mean(table[label]!),
      ...(Number.isNaN(area) ? {} : { roc_auc: area }),
    };
  });
}

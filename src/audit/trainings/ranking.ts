/**
 * Ranks the sounds of an evaluation by labels, of which a sound may have several.
 * @module
 */
import { centroidScores } from "../../measures/multi_label/centroid_scores.ts";
import type { Matrix } from "../../basics/matrix.ts";
import { scoreLabels } from "../../measures/multi_label/label_scores.ts";
import {
  averagePrecision,
  chancePrecision,
  macroPrecision,
  rankItems,
} from "../../measures/multi_label/precisions.ts";
import { mean } from "../../statistics/means.ts";
import type { LabelValues } from "../../statistics/label_bootstrap.ts";
import type { RankedSounds } from "./ranked_sounds.ts";

/** How well texts rank the sounds of a class fold's labels. */
export interface Ranking extends LabelValues {
  /** Macro mean average precision. */
  readonly macroMap: number;
  /** What it is by chance: its mean over permutations of the texts among the labels. */
  readonly chance: number;
  /** The area under the ROC curve of each label; NaN where every sound has the label. */
  readonly areas: Float64Array;
  /** labels × texts, row by row: the average precision of a label's sounds when a text ranks them. */
  readonly table: Float64Array;
}

/**
 * Ranks sounds.
 *
 * @param scores sounds × labels
 */
export function rankingOf(scores: Float32Array, { rows, itemsOf, blocks }: RankedSounds): Ranking {
  const scored = scoreLabels(scores, { items: rows.length, itemsOf }, blocks);
  const { table, labels, values, areas, influences } = scored;
  return {
    macroMap: macroPrecision(table, labels),
    chance: chancePrecision(table, labels),
    values,
    areas,
    table: Float64Array.from(table.flat()),
    influences,
  };
}

/** Computes macro mean average precision alone. */
export function macroMapOf(scores: Float32Array, { itemsOf }: RankedSounds): number {
  return mean(
    itemsOf.map((own, label) => averagePrecision(rankItems(scores, itemsOf.length, label), own)),
  );
}

/** Ranks sounds by each label's centroid, learned from the other sources' sounds of the label. */
export function rankByCentroids(sounds: Matrix, ranked: RankedSounds): LabelValues {
  const scores = centroidScores(sounds, ranked.itemsOf, ranked.sources);
  const { values, influences } = rankingOf(scores, ranked);
  return { values, influences };
}

/** Returns what each label's average precision is by chance: its mean over the texts. No item's weight is known of it. */
export function chancesOf(ranking: Pick<Ranking, "table" | "values" | "influences">): LabelValues {
  return {
    values: Float64Array.from(tableOf(ranking), mean),
    influences: new Float64Array(ranking.influences.length),
  };
}

/** Returns the area under each label's ROC curve. It gets no interval, so it has no influences. */
export function areasOf({ areas }: Pick<Ranking, "areas">): LabelValues {
  return { values: areas, influences: new Float64Array() };
}

/** Returns the table of a ranking, row by row. */
export function tableOf({ table, values }: Pick<Ranking, "table" | "values">): number[][] {
  const { length } = values;
  return Array.from(values, (_, row) => [...table.subarray(row * length, (row + 1) * length)]);
}

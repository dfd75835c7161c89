/**
 * Draws every chart of one pair of backbones.
 * @module
 */
import { accuracyChart } from "./charts/accuracy.ts";
import { associationChart } from "./charts/association.ts";
import { cellsChart } from "./charts/cells.ts";
import { classesChart } from "./charts/classes.ts";
import { confusionChart } from "./charts/confusion.ts";
import { type Chart, draw } from "./charts/draw.ts";
import { overlapChart } from "./charts/overlap.ts";
import { diversityChart, leakDoseChart } from "./charts/pair_curves.ts";
import { pathChart } from "./charts/path.ts";
import type { BackbonePair } from "./pairs.ts";

/** What a chart shows, as in the name of its file. */
type Kind =
  | "accuracy"
  | "path"
  | "cells"
  | "classes"
  | "dose"
  | "diversity"
  | "confusion-dirty"
  | "confusion-clean"
  | "silhouette"
  | "nearest-text"
  | "overlap";

/** The charts of one pair of backbones, as SVG; what was not measured has no chart. */
export interface PairCharts {
  /** The pair of backbones. */
  readonly pair: BackbonePair;
  /** The charts by what they show. */
  readonly svg: Readonly<Partial<Record<Kind, string>>>;
}

/**
 * Draws the charts of a pair.
 *
 * @param chance the accuracy of guessing
 */
export async function drawPair(pair: BackbonePair, chance: number): Promise<PairCharts> {
  const svg: Record<string, string> = {};
  for (const [kind, chart] of Object.entries(chartsOf(pair, chance))) {
    if (chart !== undefined) svg[kind] = await draw(chart);
  }
  return { pair, svg };
}

function chartsOf(
  pair: BackbonePair,
  chance: number,
): Record<Kind, Chart | undefined> {
  const { name, attribution, associations, overlaps, confusions } = pair;
  const cells = attribution?.cells ?? [];
  const confusion = (condition: "dirty" | "clean") =>
    confusions[condition] &&
    confusionChart(`Confusion, ${condition}: ${name}`, confusions[condition]);
  const association = (property: "silhouette" | "nearest_text") =>
    associations.some(({ classes }) => classes.length > 0)
      ? associationChart(name, associations, property)
      : undefined;
  return {
    accuracy: accuracyChart(pair, chance),
    path: attribution && pathChart(pair, attribution),
    cells: cells.length > 0 ? cellsChart(pair, cells) : undefined,
    classes: classesChart(pair, chance),
    dose: leakDoseChart(pair, chance),
    diversity: diversityChart(pair, chance),
    "confusion-dirty": confusion("dirty"),
    "confusion-clean": confusion("clean"),
    silhouette: association("silhouette"),
    "nearest-text": association("nearest_text"),
    overlap: overlaps.length > 0 ? overlapChart(name, overlaps) : undefined,
  };
}

import { CONDITIONS } from "../../audit/configuration/conditions.ts";
import type { BackbonePair } from "../pairs.ts";
import { chanceText, withRange } from "../../statistics/format.ts";
import { type Chart, CHART_WIDTH, COLORS } from "./draw.ts";
import { intervalLayers } from "./interval_layers.ts";
import { KEY_ROW, type Mark, markLayers } from "./mark_layers.ts";
import { axisLayer, axisName, rowMargins, rowTextLayers } from "./rows.ts";

const ROW = 30;
const COLOR = {
  dirty: COLORS.leaked,
  control: COLORS.control,
  clean: COLORS.clean,
  shuffled: COLORS.neutral,
  untrained: COLORS.neutral,
};

/**
 * Makes a chart of the accuracy of each condition, one below the other: the mean, each training, the interval for these
 * classes (thick) and for classes like these (thin), with marks for chance and the audio reference of the same pairs.
 */
export function accuracyChart(pair: BackbonePair, chance: number): Chart {
  const results = CONDITIONS.flatMap((condition) => pair.conditions[condition] ?? []);
  const rows = results.map(({ condition, balanced_top1: accuracy }, index) => ({
    ...accuracy,
    names: [condition],
    value: withRange(accuracy.mean, accuracy),
    color: COLOR[condition],
    y: index * ROW + ROW / 2,
  }));
  const values = rows.map(({ names, value }) => `${names[0]} ${value}`).join(", ");
  const marks = marksOf(pair, chance);
  const height = rows.length * ROW;
  const { left, right } = rowMargins(rows, axisName(pair.words));
  return {
    title: `${pair.words.first} by condition: ${pair.name}`,
    description: `${pair.words.first} of ${pair.name}: ${values}. ${
      marks.map(({ text }) => text).join(". ")
    }.`,
    height,
    left,
    right,
    top: 12 + KEY_ROW * marks.length,
    layers: [
      ...marks.flatMap((mark, index) => markLayers(mark, index - marks.length, height, left)),
      ...rowTextLayers(rows, CHART_WIDTH - left),
      ...intervalLayers(rows),
      axisLayer(axisName(pair.words), height),
    ],
  };
}

function marksOf({ reference, isSamePairsComparable }: BackbonePair, chance: number): Mark[] {
  const marks = [{ x: chance, dash: [3, 3], text: `chance ${chanceText(chance)}` }];
  // Only the reference of the same pairs may be compared with the dirty accuracy.
  const same = reference?.same_pairs?.nearest_centroid;
  if (same === undefined || !isSamePairsComparable) return marks;
  const text = `audio only, same pairs ${withRange(same.value, same)}`;
  return [...marks, { x: same.value, dash: [1, 0], text }];
}

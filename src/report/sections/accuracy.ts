/**
 * The report's sections about accuracy, by condition and by class.
 * @module
 */
import { CONDITIONS } from "../../audit/configuration/conditions.ts";
import { type MeasureWords, wordsOf } from "../../audit/results/measure_names.ts";
import type { Measure } from "../../audit/results/results.ts";
import { MOST_CLASSES } from "../charts/classes.ts";
import type { PairCharts } from "../pair_charts.ts";
import { type Column, figure, type Section, table } from "../elements.ts";
import { LIKE_THESE, THESE } from "../part_table.ts";
import { type Markup, markup } from "../markup.ts";
import { type BackbonePair, poolClasses } from "../pairs.ts";
import { chanceText, count, decimal, range, rangeFixed } from "../../statistics/format.ts";

/** Makes the section on accuracy by condition: a chart and a table for each pair of backbones. */
export function conditionsSection(charts: readonly PairCharts[], measure: Measure): Section {
  return {
    title: `${wordsOf(measure).first} by condition`,
    body: markup`<p>${
      definition(measure)
    } <b>Dirty</b> trains on every pair, <b>clean</b> on those that no leak rule flags,
<b>control</b> on as few pairs as clean but with the flagged ones kept, <b>shuffled</b> on clean
pairs whose texts are exchanged between labels, or between sounds where pairs have no labels;
<b>untrained</b> projectors are as they were made.</p>
<div class="figures">
${charts.map(({ pair, svg }) => figure(svg.accuracy, pair.name, undefined))}</div>
<p class="note">Dot: mean. Ticks: single trainings. Thick line: 95 % interval for these classes. Thin line:
95 % interval for classes like these. Pairs and classes in the pool are means over class folds.</p>
${charts.map(({ pair }) => conditionsTable(pair))}
`,
  };
}

/** Says what the measure is. */
function definition(measure: Measure): Markup {
  if (measure === "balanced_top1") {
    return markup`Balanced top‑1: the mean over classes of the share of a class's clips that get the
right label.`;
  }
  return markup`Macro mean average precision: each label ranks all clips by their cosine with its text,
and average precision says how far its own clips come first; the mean over labels. Chance is the mean
over permutations of the texts among the labels, and differs from training to training.`;
}

function conditionsTable(pair: BackbonePair): Markup {
  const results = CONDITIONS.flatMap((condition) => pair.conditions[condition] ?? []);
  const areNamed = results.some(({ top1 }) => top1 !== undefined);
  const columns: Column[] = [
    { head: "condition", words: true },
    { head: pair.words.accuracy },
    { head: LIKE_THESE },
    { head: THESE },
    ...(areNamed ? ["top‑1", "top‑5"] : ["chance"]).map((head) => ({ head })),
    { head: "pairs" },
    { head: "classes in pool" },
    { head: "trainings" },
  ];
  const rows = results.map((result) => [
    result.condition,
    decimal(result.balanced_top1.mean),
    range(result.balanced_top1),
    rangeFixed(result.balanced_top1),
    ...(areNamed
      ? [result.top1, result.top5].map((one) => one ? decimal(one.mean) : "")
      : [result.chance === undefined ? "" : chanceText(result.chance)]),
    count(result.pairs),
    poolClasses(result),
    count(result.trainings),
  ]);
  return table(`Conditions: ${pair.name}`, columns, rows);
}

/** Makes the section on dirty and clean accuracy of each class. */
export function classesSection(charts: readonly PairCharts[], words: MeasureWords): Section {
  const figures = charts.map(({ pair, svg }) => figure(svg.classes, pair.name, undefined));
  return {
    title: `${words.first} of each class`,
    body:
      markup`<p>Means over trainings, highest clean ${words.accuracy} first; at most ${MOST_CLASSES} classes,
those with the largest drop.</p>
<div class="figures">
${figures}</div>
`,
  };
}

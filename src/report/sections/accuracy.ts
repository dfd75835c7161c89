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
import type { FrontCharts } from "../front/front.ts";
import { intervalHeads } from "../part_table.ts";
import { term } from "../term.ts";
import { type Markup, markup } from "../markup.ts";
import { type BackbonePair, poolClasses } from "../pairs.ts";
import { chanceText, count, decimal, range, rangeFixed } from "../../statistics/format.ts";

/**
 * Makes the section on accuracy by condition: a table for each pair of backbones, and a chart unless it is on the front.
 */
export function conditionsSection(
  charts: readonly PairCharts[],
  { accuracies }: FrontCharts,
  measure: Measure,
): Section {
  const { first, classes } = wordsOf(measure);
  const others = charts.filter((one) => !accuracies.includes(one));
  return {
    title: `${first} by condition`,
    answers:
      `What each combination gets in each condition, with both intervals, pairs and ${classes}.`,
    body: markup`<p>${definition(measure)} ${term("dirty", "Dirty")} trains on every pair, ${
      term("clean")
    } on those that no leak rule flags, ${
      term("control")
    } on as few pairs as clean but with the flagged ones kept, ${term("shuffled")} on clean
pairs whose texts are exchanged between labels, or between sounds where pairs have no labels; ${
      term("untrained")
    } projectors are as they were made.</p>
${
      others.length === 0 ? undefined : markup`<div class="figures">
${
        others.map(({ pair, svg }) =>
          figure(svg.accuracy, pair.name, undefined, { arm: pair.name })
        )
      }</div>
<p class="note">Dot: mean. Ticks: single trainings. Thick line: 95 % interval for these ${classes}. Thin line:
95 % interval for ${classes} like these.</p>
`
    }${charts.map(({ pair }) => conditionsTable(pair))}
`,
  };
}

/** Says what the measure is. */
function definition(measure: Measure): Markup {
  if (measure === "balanced_top1") {
    return markup`${
      term("accuracy", "Balanced top‑1")
    }: the mean over classes of the share of a class's clips that get the
right label.`;
  }
  return markup`${
    term("mean average precision", "Macro mean average precision")
  }: each label ranks all clips by their cosine with its text,
and average precision says how far its own clips come first; the mean over labels. Chance is the mean
over permutations of the texts among the labels, and differs from training to training.`;
}

function conditionsTable(pair: BackbonePair): Markup {
  const results = CONDITIONS.flatMap((condition) => pair.conditions[condition] ?? []);
  const areNamed = results.some(({ top1 }) => top1 !== undefined);
  const columns: Column[] = [
    { head: "condition", words: true },
    { head: pair.words.accuracy },
    ...intervalHeads(pair.words).map((head) => ({ head })),
    ...(areNamed ? ["top‑1", "top‑5"] : ["chance"]).map((head) => ({ head })),
    { head: "pairs" },
    { head: `${pair.words.classes} in pool` },
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
  const conditions = results.map(({ condition }) => condition);
  return table(`Conditions: ${pair.name}`, columns, rows, { arm: pair.name, conditions });
}

/** Makes the section on dirty and clean accuracy of each class. */
export function classesSection(charts: readonly PairCharts[], words: MeasureWords): Section {
  const figures = charts.map(({ pair, svg }) =>
    figure(svg.classes, pair.name, undefined, { arm: pair.name })
  );
  return {
    title: `${words.first} of each ${words.class}`,
    answers: `Which ${words.classes} are learned, and which lose most without the flagged pairs.`,
    body:
      markup`<p>Means over trainings, highest clean ${words.accuracy} first; at most ${MOST_CLASSES} ${words.classes},
those with the largest drop.</p>
<div class="figures by-condition">
${figures}</div>
`,
  };
}

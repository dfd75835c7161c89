/**
 * The report's section about leak dose and diversity.
 * @module
 */
import type { MeanAccuracy } from "../../audit/results/results.ts";
import { diversityFinding, leakDoseFinding, percent } from "../words/curves.ts";
import type { PairCharts } from "../pair_charts.ts";
import { about, type Column, figure, type Section, table } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import type { BackbonePair } from "../pairs.ts";
import { term } from "../term.ts";
import { intervalHeads } from "../part_table.ts";
import { count, decimal, range, rangeFixed } from "../../statistics/format.ts";

/** Makes the section with both curves; undefined where neither was trained. */
export function curvesSection(charts: readonly PairCharts[]): Section | undefined {
  const trained = charts.filter(({ svg }) => svg.dose ?? svg.diversity);
  if (trained.length === 0) return undefined;
  return {
    title: `How much leak, and how many ${trained[0]!.pair.words.classes}`,
    answers: "What does a part of the leak give, and what do fewer kinds of training sounds cost?",
    body: markup`<p>${
      term("leak dose", "Leak dose")
    }: the clean pool with a share of the flagged pairs put back, drawn again for
each training. ${
      term("diversity", "Diversity")
    }: the clean pool with only some of its classes; fewer classes are fewer
pairs, too.</p>
<div class="figures">
${trained.map(figuresOf)}</div>
<p class="note">Dashed: chance. Dot: mean; ticks: single trainings; thick and thin line: the two intervals; rows stand at equal distances.</p>
${trained.map(({ pair }) => wordsOf(pair))}${trained.map(({ pair }) => tablesOf(pair))}
`,
  };
}

function figuresOf({ pair: { name, words }, svg }: PairCharts): (Markup | undefined)[] {
  return [
    figure(svg.dose, name, "share of the flagged pairs kept", { arm: name }),
    figure(svg.diversity, name, `clean training ${words.classes}`, { arm: name }),
  ];
}

function wordsOf({ name, words: measure, leakDose, diversity }: BackbonePair): Markup | undefined {
  const words = [
    leakDose && leakDoseFinding(leakDose),
    diversity && diversityFinding(diversity, measure),
  ]
    .filter((finding) => finding !== undefined);
  return words.length === 0
    ? undefined
    : markup`<p${about({ arm: name })}>${name}: ${words.join(" ")}</p>\n`;
}

function tablesOf({ name, words, leakDose, diversity }: BackbonePair): (Markup | undefined)[] {
  const columns = (head: string): Column[] =>
    [head, "pairs", words.accuracy, ...intervalHeads(words)].map((head) => ({ head }));
  const row = (name: string, pairs: number, accuracy: MeanAccuracy) => [
    name,
    count(pairs),
    decimal(accuracy.mean),
    range(accuracy),
    rangeFixed(accuracy),
  ];
  const doses = leakDose?.points.map(({ dose, pairs, balanced_top1 }) =>
    row(percent(dose), pairs, balanced_top1)
  );
  const steps = diversity?.points.map(({ classes, pairs, balanced_top1 }) =>
    row(count(classes), pairs, balanced_top1)
  );
  return [
    doses && table(`Leak dose: ${name}`, columns("flagged pairs kept"), doses, { arm: name }),
    steps && table(`Diversity: ${name}`, columns(words.classes), steps, { arm: name }),
  ];
}

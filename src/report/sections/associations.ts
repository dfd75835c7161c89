/**
 * The report's section about what the accuracy of a class correlates with.
 * @module
 */
import type { MeasureWords } from "../../audit/results/measure_names.ts";
import type { AssociationResult } from "../../audit/results/spaces.ts";
import { type Association, LEAST_CLASSES_TO_CLAIM } from "../../statistics/spearman.ts";
import { about, type Column, figure, type Section, table } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import type { PairCharts } from "../pair_charts.ts";
import { term } from "../term.ts";
import { count, decimal } from "../../statistics/format.ts";

/** Makes the section with scatter plots and rank correlations; undefined where they were not measured. */
export function associationsSection(
  charts: readonly PairCharts[],
  { accuracy, class: one, classes }: MeasureWords,
): Section | undefined {
  const measured = charts.filter(({ pair }) => pair.associations.length > 0);
  if (measured.length === 0) return undefined;
  return {
    title: `What the ${accuracy} of a ${one} goes with`,
    answers:
      `Are ${classes} learned better whose sounds hold together, or whose texts stand apart?`,
    body: markup`<p>Each mark is a ${one}, and names it where a pointer rests on it. ${
      term("ρ")
    } is Spearman's rank
correlation over ${classes}, with its 95 % interval for ${classes} like these; below
${LEAST_CLASSES_TO_CLAIM} ${classes} nothing is claimed of it.</p>
${measured.map(associationsOf)}`,
  };
}

function associationsOf({ pair: { name, associations, words }, svg }: PairCharts): Markup {
  const columns: Column[] = [
    { head: "trained on", words: true },
    { head: `${words.accuracy} goes with`, words: true },
    { head: "ρ" },
    { head: "95 % interval" },
    { head: words.classes },
    { head: "caution", words: true },
  ];
  const rows = associations.flatMap((one) => [
    row(one, "audio silhouette", one.silhouette, words),
    row(one, "nearest text", one.nearest_text, words),
  ]);
  const conditions = associations.flatMap(({ condition }) => [condition, condition]);
  return markup`<div class="figures by-condition"${about({ arm: name })}>
${figure(svg.silhouette, name, "by how well its sounds hold together")}${
    figure(svg["nearest-text"], name, "by how near its text is to another's")
  }</div>
${table(`Rank correlations: ${name}`, columns, rows, { arm: name, conditions })}`;
}

function row(
  { condition }: AssociationResult,
  property: string,
  found: Association,
  words: MeasureWords,
): string[] {
  const { spearman, low, high, classes } = found;
  const hasInterval = low !== undefined && high !== undefined;
  return [
    condition,
    property,
    spearman === undefined ? "" : decimal(spearman),
    hasInterval ? `[${decimal(low)}, ${decimal(high)}]` : "",
    count(classes),
    caution(found, words),
  ];
}

/** Says why an interval is to be left alone, where it is. */
function caution(
  { spearman, low, high, classes }: Association,
  words: MeasureWords,
): string {
  if (spearman === undefined || low === undefined || high === undefined) {
    return `not defined: one side is the same for all ${words.classes}`;
  }
  return classes < LEAST_CLASSES_TO_CLAIM ? `too few ${words.classes}` : "";
}

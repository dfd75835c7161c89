/**
 * The report's section about what the accuracy of a class correlates with.
 * @module
 */
import type { AssociationResult } from "../../audit/results/spaces.ts";
import { type Association, LEAST_CLASSES_TO_CLAIM } from "../../statistics/spearman.ts";
import { type Column, figure, type Section, table } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import type { PairCharts } from "../pair_charts.ts";
import { count, decimal } from "../../statistics/format.ts";

/** Makes the section with scatter plots and rank correlations; undefined where they were not measured. */
export function associationsSection(charts: readonly PairCharts[]): Section | undefined {
  const measured = charts.filter(({ pair }) => pair.associations.length > 0);
  if (measured.length === 0) return undefined;
  return {
    title: "What the accuracy of a class goes with",
    body:
      markup`<p>Each mark is a class, and names it where a pointer rests on it. ρ is Spearman's rank
correlation over classes, with its 95 % interval for classes like these; below
${LEAST_CLASSES_TO_CLAIM} classes nothing is claimed of it.</p>
${measured.map(associationsOf)}`,
  };
}

function associationsOf({ pair: { name, associations }, svg }: PairCharts): Markup {
  const columns: Column[] = [
    { head: "trained on", words: true },
    { head: "accuracy goes with", words: true },
    { head: "ρ" },
    { head: "95 % interval" },
    { head: "classes" },
    { head: "", words: true },
  ];
  const rows = associations.flatMap((one) => [
    row(one, "audio silhouette", one.silhouette),
    row(one, "nearest text", one.nearest_text),
  ]);
  return markup`<div class="figures">
${figure(svg.silhouette, name, "by how well its sounds hold together")}${
    figure(svg["nearest-text"], name, "by how near its text is to another's")
  }</div>
${table(`Rank correlations: ${name}`, columns, rows)}`;
}

function row({ condition }: AssociationResult, property: string, found: Association): string[] {
  const { spearman, low, high, classes } = found;
  const hasInterval = low !== undefined && high !== undefined;
  return [
    condition,
    property,
    spearman === undefined ? "" : decimal(spearman),
    hasInterval ? `[${decimal(low)}, ${decimal(high)}]` : "",
    count(classes),
    caution(found),
  ];
}

/** Says why an interval is to be left alone, where it is. */
function caution({ spearman, low, high, classes }: Association): string {
  if (spearman === undefined || low === undefined || high === undefined) {
    return "not defined: one side is the same for all classes";
  }
  return classes < LEAST_CLASSES_TO_CLAIM ? "too few classes" : "";
}

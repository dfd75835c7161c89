/**
 * The audit's report: one HTML file that needs no network and no script.
 * @module
 */
import type { Maps } from "../audit/results/maps.ts";
import { wordsOf } from "../audit/results/measure_names.ts";
import type { AuditResults } from "../audit/results/results.ts";
import type { AuditRun } from "../audit/results/run_file.ts";
import type { Section } from "./elements.ts";
import type { ReportCell } from "./folder/read_folder.ts";
import type { Markup } from "./markup.ts";
import { pageMarkup } from "./page.ts";
import { drawPair, type PairCharts } from "./pair_charts.ts";
import { pairsOf } from "./pairs.ts";
import { classesSection, conditionsSection } from "./sections/accuracy.ts";
import { associationsSection } from "./sections/associations.ts";
import { labelHeadsSection, ledgerSection, publishedSection } from "./sections/backbones.ts";
import { choicesSection } from "./sections/choices.ts";
import { confusionSection } from "./sections/confusion.ts";
import { contrastsSection } from "./sections/contrasts.ts";
import { curvesSection } from "./sections/curves.ts";
import { dataSection, intervalsSection, reproductionSection } from "./sections/data.ts";
import { factorsSection } from "./sections/factors.ts";
import { leaksSection } from "./sections/leaks.ts";
import { drawMaps, type DrawnMap, mapsSection } from "./sections/maps.ts";
import { pathSection } from "./sections/path.ts";
import { referencesSection } from "./sections/references.ts";
import { retrievalSection } from "./sections/retrieval.ts";
import { overlapSection, separabilitySection } from "./sections/spaces.ts";
import { reportSentences } from "./words/report_sentences.ts";
import { titleOf } from "./words/title.ts";

/** The input of a report. */
export interface ReportInput {
  /** The audit's results. */
  readonly results: AuditResults;
  /** The audit's trainings, from `cells.jsonl`. */
  readonly cells: readonly ReportCell[];
  /** Pictures of the spaces; undefined without any. */
  readonly maps: Maps | undefined;
  /** What the audit was asked for, so that a reader can reproduce it. */
  readonly run: AuditRun;
}

/** A rendered report. */
export interface Report {
  /** The page. */
  readonly html: string;
  /** Its charts as SVG, by file name. */
  readonly charts: Readonly<Record<string, string>>;
}

/**
 * Renders an audit as one self-contained HTML page and its charts as SVG files. The same input gives the same bytes.
 * Texts from outside (labels, names, captions) are escaped and cannot run, load or reorder anything.
 *
 * @example
 * ```ts
 * async function writePage(input: ReportInput, file: string): Promise<void> {
 *   const { html } = await renderReport(input);
 *   await Deno.writeTextFile(file, html);
 * }
 * ```
 */
export async function renderReport(input: ReportInput): Promise<Report> {
  const { results, cells, maps } = input;
  const charts: PairCharts[] = [];
  for (const pair of pairsOf(results, cells)) charts.push(await drawPair(pair, results.chance));
  const drawn = await drawMaps(maps);
  const sections = sectionsOf(input, charts, drawn);
  return { html: pageOf(results, sections).html, charts: filesOf(charts, drawn) };
}

function sectionsOf(
  { results, maps, run }: ReportInput,
  charts: readonly PairCharts[],
  drawn: readonly DrawnMap[],
): Section[] {
  const words = wordsOf(results.measure);
  return [
    conditionsSection(charts, results.measure),
    pathSection(charts, words),
    contrastsSection(results),
    factorsSection(charts, words),
    curvesSection(charts),
    referencesSection(results),
    classesSection(charts, words),
    confusionSection(charts),
    associationsSection(charts),
    separabilitySection(results),
    overlapSection(charts),
    retrievalSection(results),
    mapsSection(drawn, maps),
    choicesSection(charts.map(({ pair }) => pair), words),
    labelHeadsSection(results),
    publishedSection(results),
    leaksSection(results),
    ledgerSection(results),
    dataSection(results),
    intervalsSection(results),
    reproductionSection(results, run),
  ].filter((section) => section !== undefined);
}

// The names are numbered, since two of them may differ only in characters that a file name cannot have.
function filesOf(
  charts: readonly PairCharts[],
  drawn: readonly DrawnMap[],
): Record<string, string> {
  const ofPairs = charts.flatMap(({ pair, svg }, index) =>
    Object.entries(svg)
      .map(([kind, chart]) => [`${index + 1}-${fileName(pair.name)}-${kind}.svg`, chart] as const)
  );
  const maps = drawn.map(({ title, caption, svg }, index) =>
    [`map-${index + 1}-${fileName(`${title} ${caption}`)}.svg`, svg] as const
  );
  return Object.fromEntries([...ofPairs, ...maps]);
}

function fileName(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").slice(0, 80);
}

function pageOf(results: AuditResults, sections: readonly Section[]): Markup {
  return pageMarkup({
    title: titleOf(results),
    kicker: "zero-shot audit",
    lead: reportSentences(results),
    sections,
  });
}

/**
 * The audit's report: one HTML file that needs no network; its content needs no script.
 * @module
 */
import type { Maps } from "../audit/results/maps.ts";
import { wordsOf } from "../audit/results/measure_names.ts";
import type { AuditResults } from "../audit/results/results.ts";
import type { AuditRun } from "../audit/results/run_file.ts";
import { contents, groupMarkup, type SectionGroup } from "./elements.ts";
import type { ReportCell } from "./folder/read_folder.ts";
import { chooseFront, type FrontCharts, frontMarkup } from "./front/front.ts";
import { markup } from "./markup.ts";
import { pageMarkup } from "./page.ts";
import { drawPair, type PairCharts } from "./pair_charts.ts";
import { pairsOf } from "./pairs.ts";
import script from "./page_script.js" with { type: "text" };
import { classesSection, conditionsSection } from "./sections/accuracy.ts";
import { associationsSection } from "./sections/associations.ts";
import { labelHeadsSection, ledgerSection, publishedSection } from "./sections/backbones.ts";
import { choicesSection } from "./sections/choices.ts";
import { confusionSection } from "./sections/confusion.ts";
import { contrastsSection } from "./sections/contrasts.ts";
import { curvesSection } from "./sections/curves.ts";
import { dataSection } from "./sections/data.ts";
import { factorsSection } from "./sections/factors.ts";
import { leaksSection } from "./sections/leaks.ts";
import { drawMaps, type DrawnMaps, mapsSection } from "./sections/maps.ts";
import { intervalsSection, reproductionSection } from "./sections/method.ts";
import { pathSection } from "./sections/path.ts";
import { referencesSection } from "./sections/references.ts";
import { retrievalSection } from "./sections/retrieval.ts";
import { overlapSection, separabilitySection } from "./sections/spaces.ts";
import { glossary, withNotes } from "./term.ts";
import { tools } from "./tools.ts";
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
  /** Addresses of evaluation items' sounds, relative to the page, by id; default none. Points of maps link to them. */
  readonly sounds?: ReadonlyMap<string, string>;
}

/** A rendered report. */
export interface Report {
  /** The page. */
  readonly html: string;
  /** Its charts as SVG, by file name. */
  readonly charts: Readonly<Record<string, string>>;
}

/** Implements {@link renderReport}, which `doors/report/html.ts` documents. */
export async function renderReport(input: ReportInput): Promise<Report> {
  const { results, cells, maps } = input;
  const charts: PairCharts[] = [];
  for (const pair of pairsOf(results, cells)) charts.push(await drawPair(pair, results.chance));
  const drawn = await drawMaps(maps);
  const front = chooseFront(charts);
  const groups = groupsOf(input, charts, front, drawn);
  const body = markup`${frontMarkup(results, charts, front)}${contents(groups)}${
    tools(charts)
  }<p class="on-paper">What else the report holds: sections that are opened are printed whole.</p>
<div class="rest">
${groups.map(groupMarkup)}</div>
`;
  const { measure } = results;
  const page = withNotes(markup`${body}${glossary(body, measure)}`, measure);
  const { html } = pageMarkup({
    title: titleOf(results),
    body: page,
    script,
    playsSounds: input.sounds !== undefined,
  });
  return { html, charts: filesOf(charts, drawn) };
}

function groupsOf(
  { results, maps, run, sounds }: ReportInput,
  charts: readonly PairCharts[],
  front: FrontCharts,
  drawn: DrawnMaps | undefined,
): SectionGroup[] {
  const words = wordsOf(results.measure);
  const groups = {
    [words.first]: [
      conditionsSection(charts, front, results.measure),
      pathSection(charts, front, words),
      contrastsSection(results),
      factorsSection(charts, words),
      curvesSection(charts),
      classesSection(charts, words),
      confusionSection(charts, words),
      associationsSection(charts, words),
      retrievalSection(results),
      choicesSection(charts.map(({ pair }) => pair), words),
      publishedSection(results),
    ],
    "Spaces": [
      referencesSection(results),
      separabilitySection(results),
      overlapSection(charts, words),
      mapsSection(drawn, maps, sounds),
    ],
    "Leaks and data": [
      leaksSection(results),
      ledgerSection(results),
      labelHeadsSection(results),
      dataSection(results),
    ],
    "How it was made": [intervalsSection(results), reproductionSection(results, run)],
  };
  return Object.entries(groups).map(([title, sections]) => ({
    title,
    sections: sections.filter((section) => section !== undefined),
  }));
}

// The names are numbered, since two of them may differ only in characters that a file name cannot have.
function filesOf(
  charts: readonly PairCharts[],
  drawn: DrawnMaps | undefined,
): Record<string, string> {
  const ofPairs = charts.flatMap(({ pair, svg }, index) =>
    Object.entries(svg)
      .map(([kind, chart]) => [`${index + 1}-${fileName(pair.name)}-${kind}.svg`, chart] as const)
  );
  const maps = (drawn?.maps ?? []).map(({ title, caption, svg }, index) =>
    [`map-${index + 1}-${fileName(`${title} ${caption}`)}.svg`, svg] as const
  );
  const legend = drawn?.legend === undefined ? [] : [["map-0-labels.svg", drawn.legend] as const];
  return Object.fromEntries([...ofPairs, ...legend, ...maps]);
}

function fileName(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").slice(0, 80);
}

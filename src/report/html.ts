/**
 * The audit's report: one HTML file that needs no network and no script.
 * @module
 */
import type { AuditResults } from "../audit/results.ts";
import {
  classesSection,
  conditionsSection,
  type PairCharts,
  pathSection,
  referencesSection,
} from "./accuracy_sections.ts";
import { accuracyChart } from "./charts/accuracy.ts";
import { classesChart } from "./charts/classes.ts";
import { draw } from "./charts/draw.ts";
import { pathChart } from "./charts/path.ts";
import {
  dataSection,
  intervalsSection,
  leaksSection,
  reproductionSection,
} from "./data_sections.ts";
import {
  type CurveCharts,
  curvesSection,
  diversityChart,
  leakDoseChart,
} from "./curve_sections.ts";
import { factorsSection } from "./factor_sections.ts";
import { Markup, markup } from "./markup.ts";
import { type BackbonePair, pairsOf } from "./pairs.ts";
import css from "./report.css" with { type: "text" };
import { headline, summarize } from "./summary.ts";

/** What the report tells beside the results, so that a reader can make them again. */
export interface ReportDetails {
  /** The audit's configuration, JSON text. */
  readonly config: string;
  /** The command line that ran it. */
  readonly command: string;
}

/** A report that is ready to be written. */
export interface Report {
  /** The page. */
  readonly html: string;
  /** Its charts, file name to SVG. */
  readonly charts: Readonly<Record<string, string>>;
}

/**
 * Renders an audit's results as one self-contained HTML page and its charts as SVG files. The same results give the
 * same bytes. Texts from outside (labels, names, captions) are escaped and cannot run, load or reorder anything.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { madeResults } from "../../tests/report/made_results.ts";
 * const { html, charts } = await renderReport(madeResults(), { config: "{}", command: "earnest demo" });
 * assert.ok(html.startsWith("<!doctype html>"));
 * assert.ok("1-openwakeword-with-glove-100d-accuracy.svg" in charts);
 * ```
 */
export async function renderReport(results: AuditResults, details: ReportDetails): Promise<Report> {
  const charts: Charts[] = [];
  for (const pair of pairsOf(results)) charts.push(await drawCharts(pair, results.chance));
  return { html: pageOf(results, details, charts).html, charts: filesOf(charts) };
}

/** Every chart of one pair of backbones. */
type Charts = PairCharts & CurveCharts;

async function drawCharts(pair: BackbonePair, chance: number): Promise<Charts> {
  const classes = classesChart(pair, chance);
  const dose = leakDoseChart(pair, chance);
  const diversity = diversityChart(pair, chance);
  return {
    pair,
    accuracy: await draw(accuracyChart(pair, chance)),
    path: pair.attribution && await draw(pathChart(pair, pair.attribution)),
    classes: classes && await draw(classes),
    dose: dose && await draw(dose),
    diversity: diversity && await draw(diversity),
  };
}

// Numbered, since two names may differ only in what a file name cannot hold.
function filesOf(charts: readonly Charts[]): Record<string, string> {
  const files = charts.flatMap(({ pair, ...drawn }, index) => {
    const name = pair.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").slice(0, 80);
    return Object.entries(drawn)
      .map(([kind, svg]) => [`${index + 1}-${name}-${kind}.svg`, svg] as const);
  });
  return Object.fromEntries(files.flatMap(([name, svg]) => svg === undefined ? [] : [[name, svg]]));
}

function pageOf(
  results: AuditResults,
  details: ReportDetails,
  charts: readonly Charts[],
): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${headline(results)} – Earnest</title>
<style>
${new Markup(css)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">Earnest · zero-shot audit</p>
<h1>${headline(results)}</h1>
${summarize(results).map((sentence) => markup`<p>${sentence}</p>\n`)}</header>
${conditionsSection(charts)}${pathSection(charts)}${factorsSection(results)}${
    curvesSection(charts)
  }${referencesSection(results)}${classesSection(charts)}${leaksSection(results)}${
    dataSection(results)
  }${intervalsSection()}${reproductionSection(results, details)}</main>
</body>
</html>
`;
}

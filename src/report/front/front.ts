/**
 * The report's front: what was found, a table over all arms, and the charts that answer the audit's question.
 * @module
 */
import type { AuditResults } from "../../audit/results/results.ts";
import { wordsOf } from "../../audit/results/measure_names.ts";
import { figure } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import type { PairCharts } from "../pair_charts.ts";
import { term } from "../term.ts";
import { type ReportFindings, reportFindings } from "../words/report_sentences.ts";
import { titleOf } from "../words/title.ts";
import { armsTable } from "./arms_table.ts";

/** Most combinations whose charts of both kinds fit on the front. */
const MOST_WITH_BOTH = 3;
/** Most combinations with a chart of the path on the front. */
const MOST_PATHS = 6;

/** The charts of a combination that are on the front. */
export interface FrontCharts {
  /** The combinations whose path is there. */
  readonly paths: readonly PairCharts[];
  /** The combinations whose accuracy by condition is there. */
  readonly accuracies: readonly PairCharts[];
}

/**
 * Chooses the charts of the front, as many as fit on two printed pages: both of few combinations, the path of more;
 * without paths, accuracy by condition.
 */
export function chooseFront(charts: readonly PairCharts[]): FrontCharts {
  const chosen = charts.filter(({ pair }) => !pair.isBaseline);
  const shown = chosen.length > 0 ? chosen : charts;
  const paths = shown.filter(({ svg }) => svg.path).slice(0, MOST_PATHS);
  const isRoomy = shown.length <= MOST_WITH_BOTH;
  return { paths, accuracies: isRoomy || paths.length === 0 ? shown.slice(0, MOST_WITH_BOTH) : [] };
}

/** Makes the front. */
export function frontMarkup(
  results: AuditResults,
  charts: readonly PairCharts[],
  { paths, accuracies }: FrontCharts,
): Markup {
  const words = wordsOf(results.measure);
  const columns = Math.min(3, Math.max(paths.length, accuracies.length));
  const pathFigures = paths.map(({ pair, svg }) =>
    figure(svg.path, pair.name, `where the dirty ${words.accuracy} comes from`)
  );
  const accuracyFigures = accuracies.map(({ pair, svg }) =>
    figure(svg.accuracy, pair.name, `${words.accuracy} by condition`)
  );
  const figures = [...pathFigures, ...accuracyFigures];
  return markup`<div class="front">
<p class="kicker">Earnest · zero-shot audit</p>
<h1>${titleOf(results)}</h1>
${findings(reportFindings(results))}
${armsTable(results, charts.map(({ pair }) => pair))}${
    figures.length === 0
      ? undefined
      : markup`<div class="figures side-${columns === 1 ? 2 : columns}${
        accuracies.length === 0 ? " many" : ""
      }">
${figures}</div>
<p class="note">Path: each bar starts where the one above ended, and a whisker is the interval of its end.${
        accuracies.length === 0
          ? undefined
          : ` ${words.first}: dot, mean; ticks, single trainings; thick line, interval for these ${words.classes}; thin line, for ${words.classes} like these.`
      }</p>
`
  }</div>
`;
}

function findings({ cautions, pairs, differences, published, basis }: ReportFindings): Markup {
  const list = (sentences: readonly string[], kind = "lead") =>
    sentences.length === 0 ? undefined : markup`<ul class="${kind}">
${sentences.map((sentence) => markup`<li>${withTopics(sentence)}</li>\n`)}</ul>
`;
  const one = pairs.length === 1;
  const grouped = pairs.map(({ name, sentences }) =>
    markup`<div>${one ? undefined : markup`<h2>${name}</h2>\n`}${list(sentences)}</div>\n`
  );
  const block = (title: string, sentences: readonly string[]) =>
    sentences.length === 0 ? undefined : markup`<div><h2>${title}</h2>\n${list(sentences)}</div>\n`;
  return markup`<div class="findings${one ? "" : " several"}${
    pairs.length > MOST_WITH_BOTH ? " many" : ""
  }">
${grouped}${block("Two backbones", differences)}${block("Published models", published)}</div>
${list(cautions, "cautions")}<p class="note">${basis}</p>`;
}

/** Explains the first topics of a sentence, which no table has a column of. */
function withTopics(sentence: string): Markup {
  const [found] = /\btopics?\b/.exec(sentence) ?? [];
  if (found === undefined) return markup`${sentence}`;
  const at = sentence.indexOf(found);
  return markup`${sentence.slice(0, at)}${term("topics", found)}${
    sentence.slice(at + found.length)
  }`;
}

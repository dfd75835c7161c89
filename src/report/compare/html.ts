/**
 * The page of a comparison: one HTML file that needs no network and no script.
 * @module
 */
import type { ComparedEvaluation, Comparison } from "../../audit/comparison/comparison.ts";
import { wordsOf } from "../../audit/results/measure_names.ts";
import { quotable } from "../../basics/printable.ts";
import { decimal, range, withRange } from "../../statistics/format.ts";
import { draw } from "../charts/draw.ts";
import { anchorOf, type Column, definitions, figure, table } from "../elements.ts";
import { type Markup, markup, type Part } from "../markup.ts";
import { pageMarkup } from "../page.ts";

import { rowsChart } from "./chart.ts";
import { leakageCell, NONE, pCell, togetherCell, UNSPLIT_NOTE } from "./table.ts";
import {
  claimWords,
  comparisonSentences,
  comparisonTitle,
  definitionsWords,
  ends,
  evaluationWords,
  fewWords,
  measureName,
  ownChance,
  rowName,
  subtractedName,
} from "./words.ts";

/** Renders the page. The same comparison gives the same bytes; texts from outside cannot run, load or reorder anything. */
export async function renderComparison(comparison: Comparison): Promise<string> {
  const { evaluations, definitions: { measure } } = comparison;
  const sections: Section[] = [];
  for (const evaluation of evaluations) {
    const number = evaluations.length > 1 ? ` of evaluation ${evaluation.evaluation}` : "";
    sections.push({
      title: `Rows${number}`,
      body: rowsBody(evaluation, await draw(rowsChart(evaluation))),
    });
    if (evaluation.differences.length > 0) {
      const words = wordsOf(measure);
      sections.push({
        title: `Differences${number}`,
        body: differencesBody(evaluation, comparison, words.accuracy),
      });
    }
  }
  const all = [...sections, auditsSection(comparison), readingSection(comparison)];
  const title = comparisonTitle(comparison);
  return pageMarkup({
    title,
    body: markup`<header>
<p class="kicker">Earnest · audits side by side</p>
<h1>${title}</h1>
<ul class="lead">
${comparisonSentences(comparison).map((sentence) => markup`<li>${sentence}</li>\n`)}</ul></header>
${all.map(sectionMarkup)}`,
  }).html;
}

/** A section of the page, which is never folded. */
interface Section {
  readonly title: string;
  readonly body: Markup;
}

function sectionMarkup({ title, body }: Section): Markup {
  return markup`<section id="${anchorOf(title)}">
<h2>${title}</h2>
${body}</section>
`;
}

function rowsBody(evaluation: ComparedEvaluation, chart: string): Markup {
  const { rows, models } = evaluation;
  const words = evaluationWords(evaluation);
  const isUnsplit = rows.some((row) => !row.leakage && row.flaggedPairs);
  return markup`<p>${words}.</p>
${
    rows.length === 0
      ? undefined
      : table("Pairs of backbones", ROW_COLUMNS, rows.map((row) => rowParts(row, evaluation)))
  }
${isUnsplit ? markup`<p class="note">${UNSPLIT_NOTE}.</p>` : undefined}
${
    models.length === 0 ? undefined : table(
      "Published models, as they are",
      MODEL_COLUMNS,
      models.map((model) => modelParts(model, evaluation)),
    )
  }
<div class="figures">
${figure(chart, "Accuracies", "thin: classes like these, thick: these classes, ticks: trainings")}
</div>`;
}

const ROW_COLUMNS: readonly Column[] = [
  { head: "row", words: true },
  { head: "dirty" },
  { head: "clean" },
  { head: "leakage" },
  { head: "transfer" },
  { head: "claims", words: true },
];

const MODEL_COLUMNS: readonly Column[] = [
  { head: "row", words: true },
  { head: "score" },
  { head: "p" },
  { head: "claims", words: true },
];

type Row = ComparedEvaluation["rows"][number];
type Model = ComparedEvaluation["models"][number];

function rowParts(row: Row, evaluation: ComparedEvaluation): Part[] {
  const { dirty, clean, transfer } = row;
  return [
    headOf(row, evaluation),
    dirty ? withRange(dirty.mean, dirty) : NONE,
    clean ? withRange(clean.mean, clean) : NONE,
    leakageCell(row),
    transfer ? transferPart(transfer) : NONE,
    claimWords(row.claims),
  ];
}

function transferPart(transfer: NonNullable<Row["transfer"]>): Markup {
  const { permutation_p: p } = transfer;
  const test = p === undefined ? undefined : markup`<span class="note">p ${sign(p)}</span>`;
  return markup`${withRange(transfer.value, transfer)}${test}`;
}

/** A p-value with the sign before it: `= 0.010`, `< 0.001`. */
function sign(p: number): string {
  const value = pCell(p);
  return value.startsWith("<") ? value : `= ${value}`;
}

function modelParts(model: Model, evaluation: ComparedEvaluation): Part[] {
  const { score, permutation_p, claims } = model;
  return [
    headOf(model, evaluation),
    withRange(score.value, score),
    pCell(permutation_p),
    claimWords(claims),
  ];
}

function headOf(row: Row | Model, evaluation: ComparedEvaluation): Markup {
  const where = [quotable(row.folder), ownChance(row, evaluation)].filter((one) => one);
  return markup`${row.row}&nbsp;&nbsp;${rowName(row)}<span class="note">${where.join(", ")}</span>`;
}

function differencesBody(
  { rows, models, differences }: ComparedEvaluation,
  { evaluations, resampling }: Comparison,
  accuracy: string,
): Markup {
  const all = evaluations.reduce((sum, one) => sum + one.differences.length, 0);
  const nameOf = (number: number) =>
    rowName([...rows, ...models].find((one) => one.row === number)!);
  const groups = Map.groupBy(differences, ({ row, from }) => `${row} − ${from}`);
  const tables = Array.from(groups.values(), (own) => {
    const { row, from } = own[0]!;
    return table(
      `Row ${row} − row ${from}: ${nameOf(row)} − ${nameOf(from)}`,
      [{ head: "", words: true }, { head: "difference" }, { head: "classes like these" }, {
        head: "holds with all",
      }, { head: "row is", words: true }],
      own.map((one) => [
        subtractedName(one.of),
        decimal(one.value),
        range(ends(one.low, one.high)),
        togetherCell(one),
        one.shown,
      ]),
    );
  });
  return markup`<p>Each pair of backbones minus the first, each published model minus the first of these. A difference of ${accuracy} has an interval of its own, from
${
    resampling.resamples.toLocaleString("en-US")
  } paired resamples of the same classes, and of the same
seeds where both audits have them. The last interval holds with 95 % together with those of all
${all} differences here; only where it excludes 0 is a row called higher or lower, unless an audit has one
training seed, or the higher score itself is not shown to be above chance.</p>
${tables}
`;
}

function auditsSection({ audits, evaluations }: Comparison): Section {
  const isNumbered = evaluations.length > 1;
  const rows = audits.map(({ folder, evaluation, seeds, verdict, few, differs }) => [
    quotable(folder),
    ...(isNumbered ? [String(evaluation)] : []),
    String(seeds.length),
    verdict,
    fewWords(few) || NONE,
    differs.join(", ") || NONE,
  ]);
  const columns: Column[] = [
    { head: "folder", words: true },
    ...(isNumbered ? [{ head: "evaluation" }] : []),
    { head: "seeds" },
    { head: "verdict of the rules", words: true },
    { head: "too few", words: true },
    { head: "differs from the first in", words: true },
  ];
  const prints = audits.map(({ folder, fingerprint }) =>
    markup`<h3>${quotable(folder)}</h3>${definitions(fingerprint)}`
  );
  return { title: "Audits", body: markup`${table("Audits", columns, rows)}${prints}` };
}

function readingSection(comparison: Comparison): Section {
  return {
    title: "How to read this",
    body: markup`<p>${measureName(comparison)} with 95 % intervals for classes like these. Dirty is
trained on all pairs, clean on those that the rules find clean; leakage is what flagged pairs give beyond
as many unflagged ones (control minus clean), transfer is clean minus chance with the p-value of its
permutation test. Claims are those of each audit's own report. The intervals of two rows are not
to be compared with each other: a difference has its own.</p>
<p>${definitionsWords(comparison)}</p>
`,
  };
}

/**
 * The report's section about the path from chance to the dirty accuracy.
 * @module
 */
import type { MeasureWords } from "../../audit/results/measure_names.ts";
import type { Attribution } from "../../audit/results/results.ts";
import { chanceText, count, decimal, pValue } from "../../statistics/format.ts";
import { about, figure, type Section, table } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import type { FrontCharts } from "../front/front.ts";
import type { PairCharts } from "../pair_charts.ts";
import { term } from "../term.ts";
import { isTerm } from "../words/terms.ts";
import type { BackbonePair } from "../pairs.ts";
import { partColumns, partRow } from "../part_table.ts";
import { partsOfPath } from "../path_parts.ts";
import { effectTables, featuresOf, twinOf } from "../two_by_two.ts";

/** Makes the section on the parts of the dirty accuracy; undefined without an attribution. */
export function pathSection(
  charts: readonly PairCharts[],
  { paths }: FrontCharts,
  { accuracy }: MeasureWords,
): Section | undefined {
  const parts = charts.flatMap((one) =>
    one.pair.attribution ? [{ ...one, attribution: one.pair.attribution }] : []
  );
  if (parts.length === 0) return undefined;
  const front = new Set(paths.map(({ pair }) => pair.name));
  const others = parts.filter(({ pair }) => !front.has(pair.name));
  return {
    title: `Where the dirty ${accuracy} comes from`,
    answers: "Which part is transfer, which is the backbones', and which comes from flagged pairs?",
    body: markup`<p>One path from guessing to the dirty ${accuracy}; its parts add up. ${
      partsText(parts.map(({ attribution }) => attribution))
    }</p>
${
      others.length === 0 ? undefined : markup`<div class="figures">
${
        others.map(({ pair, svg, attribution }) =>
          figure(svg.path, pair.name, baselineNames(attribution), { arm: pair.name })
        )
      }</div>
`
    }${parts.map(({ pair, attribution }) => tablesOf(pair, attribution))}
`,
  };
}

/** Says what the parts are that these paths have. */
function partsText(attributions: readonly Attribution[]): Markup {
  const has = (part: keyof Attribution["path"]) =>
    attributions.some(({ path }) => path[part] !== undefined);
  return markup`${
    term("transfer", "Transfer")
  } is what is learned on pairs that the rules find clean.${
    has("baselineFeatures")
      ? ` It is shown with the features that it was had with: baseline features; then what the text
backbone and the audio backbone add, whatever the labels of their pre-training gave included. Another
order of the two gives other parts; the tables of both show how far.`
      : undefined
  }${
    has("leakage")
      ? markup` ${
        term("leakage", "Leakage")
      } is what the flagged pairs give beyond as many unflagged ones (control minus clean), ${
        term("volume")
      } what the rest of the pairs gives (dirty minus control).`
      : undefined
  }${
    has("flaggedPairs")
      ? " Flagged pairs are dirty minus clean, where no control pool that matches splits them."
      : undefined
  }`;
}

function baselineNames({ baselines: { audio, text } }: Attribution): string | undefined {
  const names = [audio, text].filter((name) => name !== undefined);
  return names.length === 0 ? undefined : `baselines: ${names.join(", ")}`;
}

function tablesOf(pair: BackbonePair, attribution: Attribution): (Markup | undefined)[] {
  return [
    pathTable(pair, attribution),
    transferTable(pair, attribution),
    effectTables(featuresOf(attribution), "Audio by text, clean pairs", pair),
    effectTables(twinOf(attribution), "Labels of the pre-training by pairs", pair),
  ];
}

function pathTable(pair: BackbonePair, { path, dirty }: Attribution): Markup {
  const rows = [
    ["chance", chanceText(path.chance), "", ""],
    ...partsOfPath(path).map(({ name, part }) =>
      partRow(isTerm(name) ? term(name, `+ ${name}`) : `+ ${name}`, part)
    ),
    ["= dirty", decimal(dirty), "", ""],
  ];
  const arm = pair.name;
  return markup`${table(`Path: ${arm}`, partColumns(pair.words), rows, { arm })}${
    path.flaggedPairs &&
    markup`<p class="note"${about({ arm })}>No control pool matches the clean one,
so flagged pairs are not split into leakage and volume.</p>
`
  }`;
}

function transferTable(pair: BackbonePair, { transfer }: Attribution): Markup {
  const { over_shuffled: lead, permutation_p: p, without_listed: again } = transfer;
  const isTested = again !== undefined && "permutation_p" in again;
  return table(`Transfer: ${pair.name}`, partColumns(pair.words), [
    partRow("transfer, clean − chance", transfer),
    ...(lead ? [partRow("clean − shuffled", lead)] : []),
    ...(p === undefined ? [] : [["p of the permutation test", pValue(p), "", ""]]),
    ...(isTested
      ? [
        partRow(`without listed topics, ${count(again.classes)} ${pair.words.classes}`, again),
        ["p without listed topics", pValue(again.permutation_p), "", ""],
      ]
      : []),
  ], { arm: pair.name });
}

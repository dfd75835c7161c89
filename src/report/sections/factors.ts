/**
 * The report's section about the four factors: the effect of switching each off, and the 16 cells.
 * @module
 */
import type { MeasureWords } from "../../audit/results/measure_names.ts";
import type { Attribution, AttributionCell } from "../../audit/results/results.ts";
import { about, type Column, figure, type Section, table } from "../elements.ts";
import { bareLeak, codesFinding } from "../words/factors.ts";
import { type Markup, markup } from "../markup.ts";
import { intervalHeads, partColumns, partRow } from "../part_table.ts";
import type { PairCharts } from "../pair_charts.ts";
import { type BackbonePair, isOfCaptions } from "../pairs.ts";
import { chanceText, rangeFixed, withRange } from "../../statistics/format.ts";

/** Makes the section on the effect of each factor; undefined without an attribution. */
export function factorsSection(
  charts: readonly PairCharts[],
  words: MeasureWords,
): Section | undefined {
  const parts = charts.filter(({ pair }) => pair.attribution !== undefined);
  if (parts.length === 0) return undefined;
  return {
    title: "Four factors, each off or on",
    answers: "What is lost without the audio backbone, the text backbone, the pairing or the leak?",
    body:
      markup`<p>Audio off: the baseline in place of the backbone. Text off: one random code for each
text, so that equal texts are still equal and nothing else is known of them; for captions, which hardly
repeat, the normalized sum of one random code for each lemma. Pairing off: texts exchanged between labels, or
between sounds where pairs have no labels. Leakage off: the clean pool in place of the dirty one.</p>
${parts.map(({ pair, svg }) => factorsOf(pair, pair.attribution!, svg.cells, words))}
`,
  };
}

function factorsOf(
  pair: BackbonePair,
  attribution: Attribution,
  chart: string | undefined,
  words: MeasureWords,
): Markup {
  const { drops, cells } = attribution;
  const rows = [
    ...(drops.audio ? [partRow("audio backbone off", drops.audio)] : []),
    ...(drops.text ? [partRow("text backbone off", drops.text)] : []),
    ...(drops.pairing ? [partRow("pairing off", drops.pairing)] : []),
  ];
  return markup`<div${about({ arm: pair.name })}>${
    table(
      `Drop in clean ${words.accuracy} with one factor off: ${pair.name}`,
      partColumns(words),
      rows,
    )
  }<p class="note">Each drop is measured with the other factors on, so the drops do not add up to the clean
${words.accuracy}.</p>
<div class="figures">
${
    figure(chart, pair.name, `${words.accuracy} of each cell; the stronger the color, the higher`)
  }</div>
${cells.length > 0 ? cellsTable(pair, cells) : undefined}${
    tellingCells(pair, attribution, words)
  }</div>
`;
}

/** Makes the table of cells, clean and dirty side by side. */
function cellsTable(pair: BackbonePair, cells: readonly AttributionCell[]): Markup {
  const columns: Column[] = [
    { head: "switched on", words: true },
    ...["clean", "dirty"].flatMap((
      pool,
    ) => [{ head: pool }, { head: intervalHeads(pair.words)[1] }]),
  ];
  const rows = Map.groupBy(
    cells,
    ({ audio, text, pairing }) => JSON.stringify([audio, text, pairing]),
  );
  const body = Array.from(rows.values(), (pools) => {
    const { audio, text, pairing } = pools[0]!;
    const on = [audio && "audio", text && "text", pairing && "pairing"].filter((name) => name);
    return [
      on.join(", ") || "none of the three",
      ...[false, true].flatMap((leakage) =>
        accuracyOf(pools.find((cell) => cell.leakage === leakage))
      ),
    ];
  });
  const expected = cells.find((cell) => cell.expected !== undefined)?.expected;
  return markup`${
    table(`${pair.words.first} of the ${cells.length} cells: ${pair.name}`, columns, body)
  }${
    expected === undefined ? undefined : markup`<p class="note">Clean cells with random codes are
shown as measured. What they are expected to get is known exactly, chance (${
      chanceText(expected)
    }), since no code
tells anything of a label that was not trained; that value is used for the drop.</p>
`
  }`;
}

function accuracyOf(cell: AttributionCell | undefined): string[] {
  if (cell === undefined) return ["", ""];
  const { balanced_top1: accuracy } = cell;
  return [withRange(accuracy.mean, accuracy), rangeFixed(accuracy)];
}

/** Describes the two dirty cells that are informative on their own. */
function tellingCells(
  { conditions }: BackbonePair,
  attribution: Attribution,
  words: MeasureWords,
): Markup | undefined {
  const hasCaptions = Object.values(conditions).some(isOfCaptions);
  const found = [codesFinding(attribution, words, hasCaptions), bareLeak(attribution)]
    .filter((one) => one !== undefined);
  return found.length === 0 ? undefined : markup`<p>${found.join(" ")}</p>\n`;
}

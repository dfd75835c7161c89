/**
 * The report's sections about accuracy: charts, tables and the parts of the dirty accuracy.
 * @module
 */
import { CONDITIONS } from "../../audit/configuration/conditions.ts";
import type { Attribution, AuditResults } from "../../audit/results/results.ts";
import { MOST_CLASSES } from "../charts/classes.ts";
import type { PairCharts } from "../pair_charts.ts";
import { type Column, figure, type Section, table } from "../elements.ts";
import { LIKE_THESE, PART_COLUMNS, partRow, THESE } from "../part_table.ts";
import { partsOfPath } from "../path_parts.ts";
import { type Markup, markup } from "../markup.ts";
import type { BackbonePair } from "../pairs.ts";
import {
  chanceText,
  count,
  decimal,
  range,
  rangeFixed,
  withRange,
} from "../../statistics/format.ts";

/** Makes the section on accuracy by condition: a chart and a table for each pair of backbones. */
export function conditionsSection(charts: readonly PairCharts[]): Section {
  return {
    title: "Accuracy by condition",
    body:
      markup`<p>Balanced top‑1: the mean over classes of the share of a class's clips that get the
right label. <b>Dirty</b> trains on every pair, <b>clean</b> on those that no leak rule flags,
<b>control</b> on as few pairs as clean but with the flagged ones kept, <b>shuffled</b> on clean
pairs whose texts are exchanged between labels; <b>untrained</b> projectors are as they were
made.</p>
<div class="figures">
${charts.map(({ pair, svg }) => figure(svg.accuracy, pair.name, undefined))}</div>
<p class="note">Dot: mean. Ticks: single trainings. Thick line: 95 % interval for these classes. Thin line:
95 % interval for classes like these. Pairs and classes in the pool are means over class folds.</p>
${charts.map(({ pair }) => conditionsTable(pair))}
`,
  };
}

function conditionsTable(pair: BackbonePair): Markup {
  const columns: Column[] = [
    { head: "condition", words: true },
    { head: "accuracy" },
    { head: LIKE_THESE },
    { head: THESE },
    { head: "top‑1" },
    { head: "top‑5" },
    { head: "pairs" },
    { head: "classes in pool" },
    { head: "trainings" },
  ];
  const rows = CONDITIONS.flatMap((condition) => pair.conditions[condition] ?? []).map((result) => [
    result.condition,
    decimal(result.balanced_top1.mean),
    range(result.balanced_top1),
    rangeFixed(result.balanced_top1),
    decimal(result.top1.mean),
    decimal(result.top5.mean),
    count(result.pairs),
    count(result.classes),
    count(result.trainings),
  ]);
  return table(`Conditions: ${pair.name}`, columns, rows);
}

/** Makes the section on the parts of the dirty accuracy; undefined without an attribution. */
export function pathSection(charts: readonly PairCharts[]): Section | undefined {
  const parts = charts.flatMap(({ pair, svg }) =>
    pair.attribution ? [{ pair, path: svg.path, attribution: pair.attribution }] : []
  );
  if (parts.length === 0) return undefined;
  return {
    title: "Where the dirty accuracy comes from",
    body: markup`<p>One path from guessing to the dirty accuracy; its parts add up. Transfer, what
is learned on pairs that the rules find clean, is shown with the features that it was had with:
baseline features; then what the text backbone and the audio backbone add, whatever the labels of
their pre-training gave included. Leakage is what the flagged pairs give beyond as many unflagged
ones, volume what the rest of the pairs gives.</p>
<div class="figures">
${
      parts.map(({ pair, path, attribution }) =>
        figure(path, pair.name, baselineNames(attribution))
      )
    }</div>
${parts.map(({ pair, attribution }) => [pathTable(pair, attribution), twoByTwo(pair, attribution)])}
`,
  };
}

function baselineNames({ baselines: { audio, text } }: Attribution): string | undefined {
  const names = [audio, text].filter((name) => name !== undefined);
  return names.length === 0 ? undefined : `baselines: ${names.join(", ")}`;
}

function pathTable(pair: BackbonePair, { path }: Attribution): Markup {
  return table(`Path: ${pair.name}`, PART_COLUMNS, [
    ["chance", chanceText(path.chance), "", ""],
    ...partsOfPath(path).map(({ name, part }) => partRow(`+ ${name}`, part)),
  ]);
}

/** Makes the 2 × 2 table of audio backbone and leakage, with true pairs and texts; undefined if a cell is missing. */
function twoByTwo(
  pair: BackbonePair,
  { audio, baselines, cells }: Attribution,
): Markup | undefined {
  const accuracyOf = (isChosen: boolean, isDirty: boolean) => {
    const accuracy = cells.find((cell) =>
      cell.text && cell.pairing && cell.audio === isChosen && cell.leakage === isDirty
    )?.balanced_top1;
    return accuracy && withRange(accuracy.mean, accuracy);
  };
  const rows = [
    [baselines.audio, accuracyOf(false, false), accuracyOf(false, true)],
    [audio, accuracyOf(true, false), accuracyOf(true, true)],
  ];
  if (rows.flat().includes(undefined)) return undefined;
  const columns = [{ head: "audio", words: true }, { head: "clean" }, { head: "dirty" }];
  return table(`Audio backbone by leakage: ${pair.name}`, columns, rows);
}

/** Makes the section on how well the audio backbones alone separate the classes. */
export function referencesSection({ references }: AuditResults): Section | undefined {
  if (references.length === 0) return undefined;
  const columns: Column[] = [
    { head: "audio backbone", words: true },
    { head: "nearest centroid" },
    { head: LIKE_THESE },
    { head: "1‑NN" },
    { head: "5‑NN" },
    { head: "silhouette" },
    { head: LIKE_THESE },
  ];
  const rows = references.map(({ audio, separability }) => [
    audio,
    decimal(separability.nearest_centroid.value),
    range(separability.nearest_centroid),
    ...["k1", "k5"].map((k) => k in separability.knn ? decimal(separability.knn[k]!.value) : ""),
    decimal(separability.silhouette_cosine.value),
    range(separability.silhouette_cosine),
  ]);
  return {
    title: "Audio alone",
    body:
      markup`<p>How well each audio backbone tells the evaluation's classes apart with no text and
no projector: balanced accuracy of classifiers that leave out the whole source of the clip they
judge, and the mean silhouette (cosine, −1 to 1). A dirty score no higher than this is no evidence
of transfer.</p>
${table("Audio-only references", columns, rows)}
`,
  };
}

/** Makes the section on dirty and clean accuracy of each class. */
export function classesSection(charts: readonly PairCharts[]): Section {
  const figures = charts.map(({ pair, svg }) => figure(svg.classes, pair.name, undefined));
  return {
    title: "Accuracy of each class",
    body:
      markup`<p>Means over trainings, highest clean accuracy first; at most ${MOST_CLASSES} classes,
those with the largest drop. A single class has few clips: read the whole, not one line.</p>
<div class="figures">
${figures}</div>
`,
  };
}

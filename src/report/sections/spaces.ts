/**
 * The report's sections about the spaces: how well they separate the classes, and how far audio and text agree.
 * @module
 */
import type { AuditResults, Measure } from "../../audit/results/results.ts";
import { type MeasureWords, wordsOf } from "../../audit/results/measure_names.ts";
import type { SpaceSeparability } from "../../audit/results/spaces.ts";
import type { Measured } from "../../statistics/measured.ts";
import { about, type Column, figure, type Section, table } from "../elements.ts";
import { type Markup, markup, type Part } from "../markup.ts";
import { comparedNote } from "../words/compared.ts";
import { overlapFinding, overlapName } from "../words/overlap.ts";
import type { PairCharts } from "../pair_charts.ts";
import type { BackbonePair } from "../pairs.ts";
import { term } from "../term.ts";
import { intervalHeads } from "../part_table.ts";
import { count, decimal, pValue, range, withRange } from "../../statistics/format.ts";

/** Makes the section on how well each space separates the classes. */
export function separabilitySection(
  { separability, measure }: AuditResults,
): Section | undefined {
  if (separability.length === 0) return undefined;
  const { classes } = wordsOf(measure);
  const compared = comparedNote(separability);
  const columns: Column[] = [
    { head: "space", words: true },
    { head: "silhouette, cosine" },
    { head: "Euclidean" },
    { head: "nearest centroid" },
    { head: "1‑NN" },
    { head: "5‑NN" },
    { head: "nearest text" },
    { head: "items" },
  ];
  return {
    title: `How well each space separates the ${classes}`,
    answers: "How far do sounds, and texts, hold together in each space?",
    body: markup`<p>${measured(measure)} Brackets hold intervals for ${classes} like these.
Nearest text: the mean cosine similarity of a label's text to the nearest other label's. Labels with
one prompt have no silhouette.${compared && ` ${compared}`}</p>
${table("Separability", columns, separability.map(separabilityRow))}`,
  };
}

/** Says what is measured of sounds. */
function measured(measure: Measure): Markup {
  if (measure === "balanced_top1") {
    return markup`Silhouettes run from −1 to 1; the classifiers' accuracies are balanced, and leave
out the whole source of the item that they judge.`;
  }
  return markup`Nearest centroid: macro mean average precision when the cosine with a label's centroid
ranks the clips, the whole source of the judged clip left out. Neighbors and silhouettes of clips are
of clips of one class, and not defined here; silhouettes of prompts run from −1 to 1.`;
}

function separabilityRow(one: SpaceSeparability): Part[] {
  const shown = (measured: Measured | undefined) =>
    measured === undefined ? "" : withRange(measured.value, measured);
  const value = (measured: Measured | undefined) =>
    measured === undefined ? "" : decimal(measured.value);
  const backbones = [one.audio, one.text].filter((name) => name !== undefined).join(" with ");
  return [
    markup`${
      one.condition === undefined ? one.space : `${one.space}, ${one.condition}`
    } <span class="note">${backbones}</span>`,
    shown(one.silhouette_cosine),
    value(one.silhouette_euclidean),
    shown(one.nearest_centroid),
    value(one.knn?.k1),
    value(one.knn?.k5),
    one.nearest_text === undefined ? "" : decimal(one.nearest_text),
    count(one.items),
  ];
}

/** Makes the section on how far audio and text agree on neighborhoods of classes; undefined if not measured. */
export function overlapSection(
  charts: readonly PairCharts[],
  { class: one, classes }: MeasureWords,
): Section | undefined {
  const measured = charts.filter(({ pair }) => pair.overlaps.length > 0);
  if (measured.length === 0) return undefined;
  return {
    title: "Do audio and text agree on what is near what?",
    answers: `Are the nearest ${classes} of a ${one} the same by sound and by text?`,
    body: markup`<p>Neighborhood ${
      term("overlap")
    }: the mean share of a ${one}'s nearest ${classes} that are the same
in audio and in text. In the backbones' own spaces it is held against chance, by a permutation test
corrected by Holm's method. In the shared space chance proves nothing, since training itself makes
the two alike; there it is held against trainings with random text codes and with shuffled
texts.</p>
<div class="figures">
${
      measured.map(({ pair, svg }) =>
        figure(svg.overlap, pair.name, "dashed: chance", { arm: pair.name })
      )
    }</div>
${measured.map(({ pair }) => overlapOf(pair))}`,
  };
}

function overlapOf({ name, words, overlaps }: BackbonePair): Markup {
  const columns: Column[] = [
    { head: "space", words: true },
    { head: "overlap" },
    { head: intervalHeads(words)[0] },
    { head: "chance" },
    { head: "p" },
    { head: "p, Holm" },
    { head: words.classes },
    { head: "neighbors" },
  ];
  const rows = overlaps.map((one) => [
    overlapName(one),
    decimal(one.overlap.value),
    range(one.overlap),
    decimal(one.chance),
    one.p_value === undefined ? "" : pValue(one.p_value),
    one.p_value_holm === undefined ? "" : pValue(one.p_value_holm),
    count(one.classes),
    count(one.k),
  ]);
  const finding = overlapFinding(overlaps);
  return markup`${
    finding === undefined ? undefined : markup`<p${about({ arm: name })}>${finding}</p>\n`
  }${table(`Neighborhood overlap: ${name}`, columns, rows, { arm: name })}`;
}

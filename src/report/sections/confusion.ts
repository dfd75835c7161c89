/**
 * The report's section about which classes are confused with which.
 * @module
 */
import type { MeasureWords } from "../../audit/results/measure_names.ts";
import { MOST_BESIDE } from "../charts/confusion.ts";
import { MOST_CONFUSED } from "../confusions.ts";
import { about, figure, scrolling, type Section } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import type { PairCharts } from "../pair_charts.ts";
import { count } from "../../statistics/format.ts";

/** Makes the section with the confusion matrices, dirty and clean side by side; undefined without any. */
export function confusionSection(
  charts: readonly PairCharts[],
  { class: one }: MeasureWords,
): Section | undefined {
  const drawn = charts.filter(({ svg }) => svg["confusion-dirty"] ?? svg["confusion-clean"]);
  if (drawn.length === 0) return undefined;
  return {
    title: "Confusions",
    answers: `What is a clip of a ${one} taken for, dirty and clean?`,
    body:
      markup`<p>Rows: what a clip is. Columns: the label that it gets. The stronger the color, the larger
the share of the row, in percent where there is room, as a mean over trainings; on the diagonal are
right answers. Classes of different class folds are never told from each other, so each class fold
is a block of its own.</p>
${drawn.map(pictures)}`,
  };
}

function pictures({ pair: { name, confusions }, svg }: PairCharts): Markup {
  const { leftOut } = confusions;
  const shown = confusions.dirty ?? confusions.clean!;
  const isWide = shown.labels.length > MOST_BESIDE;
  return markup`<div${about({ arm: name })}><div class="figures${isWide ? " wide" : ""}"${
    isWide ? scrolling(`Confusions: ${name}`) : undefined
  }>
${figure(svg["confusion-dirty"], name, "dirty", { condition: "dirty" })}${
    figure(svg["confusion-clean"], name, "clean", { condition: "clean" })
  }</div>
${
    leftOut === 0 ? undefined : markup`<p class="note">The ${MOST_CONFUSED} classes are shown whose
accuracy differs most between dirty and clean; ${
      count(leftOut)
    } are left out, and what was taken for them, so rows may
not add up.</p>
`
  }</div>
`;
}

import assert from "node:assert/strict";
import { accuracyChart } from "../../../src/report/charts/accuracy.ts";
import { confusionChart } from "../../../src/report/charts/confusion.ts";
import { type Chart, CHART_WIDTH, draw } from "../../../src/report/charts/draw.ts";
import { overlapChart } from "../../../src/report/charts/overlap.ts";
import { diversityChart, leakDoseChart } from "../../../src/report/charts/pair_curves.ts";
import { pathChart } from "../../../src/report/charts/path.ts";
import { textWidth } from "../../../src/report/charts/text_width.ts";
import type { MeanAccuracy } from "../../../src/audit/results/results.ts";
import { namesBeside } from "../../../src/report/charts/names_beside.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { type BackbonePair, pairsOf } from "../../../src/report/pairs.ts";
import { madeResults } from "../made_results.ts";

const CHANCE = 1 / 9;
const MADE = pairsOf(madeResults())[0]!;

/** Makes a pair whose accuracies are 0 and 1, and whose values have as many digits as can be. */
function atEdges(): BackbonePair {
  const edge = (mean: number): MeanAccuracy => ({
    mean,
    low: mean === 1 ? 0.9996 : 0,
    high: mean === 1 ? 1 : 0.0004,
    low_fixed: mean,
    high_fixed: mean,
    per_seed: [mean, mean],
  });
  const small = { value: -0.0002, low: -0.0012, high: 0.0004, low_fixed: 0, high_fixed: 0 };
  const { dirty, clean, control } = MADE.conditions;
  return {
    ...MADE,
    conditions: {
      dirty: { ...dirty!, balanced_top1: edge(1) },
      clean: { ...clean!, balanced_top1: edge(0) },
      control: { ...control!, balanced_top1: edge(1) },
    },
    attribution: {
      ...MADE.attribution!,
      path: { ...MADE.attribution!.path, backboneLabels: small, volume: small },
    },
  };
}

interface Text {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: string;
  readonly size: number;
}

/** Returns the texts of a chart but those of its axis, by their places from the left of the plot. */
function textsOf(svg: string): Text[] {
  const groups = svg.matchAll(/<g class="mark-text role-mark[^>]*>(.*?)<\/g>/g);
  return Array.from(groups, ([, inside]) => inside!).flatMap((inside) =>
    Array.from(
      inside.matchAll(
        /<text text-anchor="(\w+)" transform="translate\(([-\d.]+),([-\d.]+)\)[^"]*"[^>]*font-size="(\d+)px"[^>]*>([^<]*)</g,
      ),
      ([, anchor, x, y, size, text]) => ({
        anchor: anchor!,
        x: Number(x),
        y: Number(y),
        size: Number(size),
        text: text!,
      }),
    )
  );
}

function spanOf({ text, x, anchor, size }: Omit<Text, "y">): [number, number] {
  const width = textWidth(text, size);
  if (anchor === "end") return [x - width, x];
  return anchor === "middle" ? [x - width / 2, x + width / 2] : [x, x + width];
}

const CHARTS: [string, (pair: BackbonePair) => Chart][] = [
  ["accuracy", (pair) => accuracyChart({ ...pair, reference: undefined }, CHANCE)],
  ["path", (pair) => pathChart(pair, pair.attribution!)],
  ["overlap", (pair) => overlapChart(pair.name, pair.overlaps)],
  ["leak dose", (pair) => leakDoseChart(pair, CHANCE)!],
  ["diversity", (pair) => diversityChart(pair, CHANCE)!],
];

for (const [name, chartOf] of CHARTS) {
  Deno.test(`the chart of ${name} has no text on its plot or beyond its edges, and values end in one column`, async () => {
    for (const pair of [MADE, atEdges()]) {
      const chart = chartOf(pair);
      const { left, right = 14 } = chart;
      const texts = textsOf(await draw(chart)).filter(({ text }) => !text.startsWith("chance 0"));
      assert.ok(texts.length >= 5);
      for (const text of texts) {
        const [from, to] = spanOf(text);
        assert.ok(from >= -left && to <= CHART_WIDTH - left, text.text);
        // What is written above or below the plot may be as wide as the chart.
        if (text.y < 0 || text.y > chart.height) continue;
        assert.ok(to <= 0 || from >= CHART_WIDTH - left - right, `${text.text} lies on the plot`);
        assert.ok(text.size >= 10);
      }
      const axis = name === "overlap" ? "overlap" : "accuracy";
      const named = texts.find(({ text }) => text === axis);
      assert.ok(named!.y > chart.height && spanOf(named!)[1] < 0);
      const values = texts.filter(({ text }) => text.includes("["));
      assert.deepEqual([...new Set(values.map(({ x, anchor }) => `${x} ${anchor}`))].length, 1);
      assert.equal(values[0]!.anchor, "end");
    }
  });
}

Deno.test("the name of a long measure takes no room from the plot", async () => {
  const [pair] = pairsOf({ ...madeResults(), measure: "macro_map" });
  for (const chart of [accuracyChart(pair!, CHANCE), leakDoseChart(pair!, CHANCE)!]) {
    assert.ok(chart.left <= leakDoseChart(MADE, CHANCE)!.left);
    assert.match(await draw(chart), />mAP</);
  }
});

Deno.test("lines of chance and of the reference run through all rows, whole", async () => {
  const chart = accuracyChart(MADE, CHANCE);
  const lines = (await draw(chart)).matchAll(
    /<line transform="translate\([\d.]+,0\)" x2="0" y2="([\d.]+)" stroke="currentColor" stroke-width="1.5"/g,
  );
  assert.deepEqual(Array.from(lines, ([, height]) => Number(height)), [chart.height, chart.height]);
});

Deno.test("labels of a confusion are within the picture, and of a size that print can show", async () => {
  for (const count of [3, 18, 60]) {
    const labels = Array.from({ length: count }, (_, at) => `MMMM 狗叫声狗叫声狗叫声 ${at}`);
    const shares = labels.map((_, row) => labels.map((_, at) => at === row ? 1 : 0));
    const chart = confusionChart("Confusion", { labels, folds: labels.map(() => 0), shares });
    const texts = textsOf(await draw(chart));
    assert.ok(texts.length >= 2 * count);
    for (const text of texts) assert.ok(text.size >= 10);
    const rows = texts.filter(({ anchor }) => anchor === "end");
    for (const text of rows) assert.ok(spanOf(text)[0] >= -chart.left);
  }
});

Deno.test("names on a map lie on no mark and on no other name, and one without room is left out", () => {
  const random = new RandomStream(0, "names on a map");
  const frame = { left: 0, right: 312, top: 0, bottom: 312 };
  let placed = 0;
  for (let round = 0; round < 50; round++) {
    const marks = Array.from({ length: 24 }, () => ({
      x: 312 * random.uniform(),
      y: 312 * random.uniform(),
    }));
    const names = namesBeside(marks, marks.map((_, at) => `some sound ${at}`), frame);
    placed += names.length;
    const boxes = names.map(({ text, x, y, align }) => {
      const anchor = align === "left" ? "start" : align === "right" ? "end" : "middle";
      const [left, right] = spanOf({ text, x, anchor, size: 10 });
      return { left, right, top: y - 8, bottom: y + 3 };
    });
    for (const [at, box] of boxes.entries()) {
      assert.ok(box.left >= 0 && box.right <= 312 && box.top >= 0 && box.bottom <= 312);
      const hits = ({ x, y }: { x: number; y: number }) =>
        x > box.left && x < box.right && y > box.top && y < box.bottom;
      assert.ok(!marks.some(hits));
      assert.ok(
        !boxes.slice(0, at).some((other) =>
          box.left < other.right && other.left < box.right && box.top < other.bottom &&
          other.top < box.bottom
        ),
      );
    }
  }
  assert.ok(placed > 50 * 18, `${placed} names`);
  const crowd = Array.from({ length: 24 }, (_, at) => ({ x: 100 + at, y: 100 }));
  assert.ok(namesBeside(crowd, crowd.map(() => "a sound"), frame).length < 6);
});

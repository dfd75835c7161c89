import assert from "node:assert/strict";
import { accuracyChart } from "../../../src/report/charts/accuracy.ts";
import { curveChart } from "../../../src/report/charts/curve.ts";
import { classesChart, MOST_CLASSES } from "../../../src/report/charts/classes.ts";
import { type Chart, draw } from "../../../src/report/charts/draw.ts";
import { pathChart } from "../../../src/report/charts/path.ts";
import { type BackbonePair, pairsOf } from "../../../src/report/pairs.ts";
import { accuracy, attribution, madeResults } from "../made_results.ts";

const PAIR = pairsOf(madeResults())[0]!;
const CHANCE = 1 / 9;

/** Returns every row of data of a chart's layers. */
function rowsOf(chart: Chart): Record<string, unknown>[] {
  return chart.layers.flatMap((layer) => {
    const { data } = layer as { data: { values: Record<string, unknown>[] } };
    return data.values;
  });
}

function withClasses(dirty: Record<string, number>, clean?: Record<string, number>): BackbonePair {
  const { dirty: result } = PAIR.conditions;
  return {
    ...PAIR,
    conditions: {
      dirty: { ...result!, per_class: dirty },
      ...(clean && { clean: { ...result!, per_class: clean } }),
    },
  };
}

Deno.test("each bar of the path starts where the one above ended, and the last is the dirty accuracy", () => {
  const parts = attribution({
    textBackbone: [-0.02, -0.05, 0.01],
    audioBackbone: [0.1, 0.05, 0.15],
    leakage: [0.36, 0.3, 0.43],
    pairing: [0.08, 0.03, 0.13],
  });
  const chart = pathChart(PAIR, parts);
  const rows = rowsOf({ ...chart, layers: [chart.layers[1]!] }) as { start: number; end: number }[];
  assert.equal(rows.length, 7);
  assert.equal(rows[0]!.end, CHANCE);
  for (const part of [1, 2, 3, 4, 5]) assert.equal(rows[part]!.start, rows[part - 1]!.end);
  assert.ok(Math.abs(rows[5]!.end - rows[6]!.end) < 1e-12);
  assert.equal(rows[6]!.end, parts.dirty);
});

Deno.test("the SVG's bars are where the numbers say", async () => {
  const chart = pathChart(PAIR, PAIR.attribution!);
  const svg = await draw(chart);
  const plot = 340 - chart.left - 14;
  const start = (CHANCE + 0.04 + 0.04) * plot;
  const bar = svg.match(/d="M([\d.]+),\d+h([\d.]+)v[^"]*" fill="#D55E00"/)!;
  assert.ok(Math.abs(Number(bar[1]) - start) < 0.01);
  assert.ok(Math.abs(Number(bar[2]) - 0.36 * plot) < 0.01);
});

Deno.test("the accuracy chart describes each condition, chance and the reference", () => {
  const { description, height } = accuracyChart(PAIR, CHANCE);
  assert.match(description, /dirty 0.55 \[0.49, 0.61\], clean 0.19/);
  assert.match(description, /chance 0.111. audio only, same pairs 0.37 \[0.30, 0.44\]/);
  assert.equal(height, 5 * 30);
  const without = accuracyChart({ ...PAIR, reference: undefined }, CHANCE);
  assert.doesNotMatch(without.description, /centroid/);
});

Deno.test("classes are ordered by clean accuracy, and a class that one condition lacks is not zero", async () => {
  const chart = classesChart(
    withClasses({ dog: 0.9, cat: 0.8 }, { cat: 0.2, toString: 0.7 }),
    CHANCE,
  )!;
  assert.match(
    chart.description,
    /: toString none and 0.70; cat 0.80 and 0.20; dog 0.90 and none\.$/,
  );
  const svg = await draw(chart);
  assert.equal(svg.match(/fill="#D55E00"/g)!.length, 1 + 2);
  assert.equal(svg.match(/fill="#0072B2"/g)!.length, 1 + 2);
});

Deno.test("of too many classes, those with the largest drop are shown", () => {
  const labels = Array.from({ length: 150 }, (_, index) => `class ${index}`);
  const dirty = Object.fromEntries(labels.map((label, index) => [label, index / 150]));
  const clean = Object.fromEntries(labels.map((label) => [label, 0]));
  const { description, height } = classesChart(withClasses(dirty, clean), CHANCE)!;
  assert.equal(height, MOST_CLASSES * 16);
  assert.ok(description.includes("class 149 ") && !description.includes("class 49 "));
});

Deno.test("without classes there is no chart", () => {
  assert.equal(classesChart({ ...PAIR, conditions: {} }, CHANCE), undefined);
});

Deno.test("a curve's dots are where the numbers say, joined in the order of the points", async () => {
  const points = [["10 %", 0.25], ["50 %", 0.75], ["90 %", 0.5]] as const;
  const chart = curveChart(
    "Curve",
    { down: "share", across: "accuracy" },
    points.map(([name, mean]) => ({ name, accuracy: accuracy(mean, mean - 0.1, mean + 0.1) })),
    "#D55E00",
    CHANCE,
  );
  assert.match(
    chart.description,
    /^Curve: 10 % 0\.25 \[0\.15, 0\.35\], 50 % 0\.75 .*, 90 % 0\.50 .*\.$/,
  );
  const svg = await draw(chart);
  const plot = 340 - chart.left - chart.right!;
  const places = [0.25, 0.75, 0.5].map((mean, row) => `${mean * plot},${row * 30 + 15}`);
  assert.ok(svg.includes(`d="M${places.join("L")}"`), svg);
});

import assert from "node:assert/strict";
import { associationChart } from "../../../src/report/charts/association.ts";
import { cellsChart } from "../../../src/report/charts/cells.ts";
import { draw, shade } from "../../../src/report/charts/draw.ts";
import { overlapChart } from "../../../src/report/charts/overlap.ts";
import { pairsOf } from "../../../src/report/pairs.ts";
import { madeResults } from "../made_results.ts";

const PAIR = pairsOf(madeResults())[0]!;

/** Returns the path attributes of a chart's named marks, by name. */
function named(svg: string): Map<string, string> {
  return new Map(Array.from(
    svg.matchAll(/<path([^>]*)><title>([^<]*)<\/title>/g),
    ([, attributes, name]) => [name!, attributes!],
  ));
}

Deno.test("each of the 16 cells is drawn at its factors, as dark as its accuracy", async () => {
  const cells = PAIR.attribution!.cells;
  const marks = named(await draw(cellsChart(PAIR, cells)));
  assert.equal(marks.size, 16);
  for (const { audio, text, pairing, leakage, balanced_top1: { mean } } of cells) {
    const state = (isOn: boolean) => isOn ? "on" : "off";
    const start = `audio ${state(audio)}, text ${state(text)}, pairing ${state(pairing)}, ` +
      `leakage ${state(leakage)}: ${mean.toFixed(2)} `;
    const [, attributes] = [...marks].find(([name]) => name.startsWith(start))!;
    const [x, y] = [2 * Number(leakage) + Number(pairing), 2 * Number(audio) + Number(text)];
    assert.ok(attributes.includes(`d="M${54 * x},${36 * y}h51v33h-51Z"`), attributes);
    assert.ok(attributes.includes(`fill-opacity="${shade(mean)}"`), attributes);
  }
});

Deno.test("rows and columns without a trained cell are left out, and a single cell says so", async () => {
  const all = PAIR.attribution!.cells;
  const leaked = await draw(cellsChart(PAIR, all.filter(({ leakage }) => leakage)));
  assert.equal(named(leaked).size, 8);
  assert.doesNotMatch(leaked, />clean pool<|>trained</);
  const cells = all.filter((cell) => cell.audio && cell.text && (cell.pairing || !cell.leakage));
  const chart = cellsChart(PAIR, cells);
  assert.equal(chart.height, 36 - 18);
  const svg = await draw(chart);
  assert.doesNotMatch(svg, />audio off/);
  assert.doesNotMatch(svg, />trained<|>dirty pool</);
  assert.equal(named(svg).size, 3);
  const without = await draw(cellsChart(PAIR, all.slice(1)));
  assert.equal(without.match(/>trained</g)!.length, 1);
  assert.equal(named(without).size, 15);
});

Deno.test("each class is a mark in each condition, at its property and accuracy, and names itself", async () => {
  const classes = [
    { label: "dog", accuracy: 1, silhouette: -0.1, nearest_text: 0.3 },
    { label: "cat", accuracy: 0.5, silhouette: 0.4, nearest_text: 0.3 },
  ];
  const results = PAIR.associations.map((one) => ({ ...one, classes }));
  const marks = named(await draw(associationChart("a with t", results, "silhouette")));
  assert.equal(marks.get("dirty")!.includes("#D55E00"), true);
  const place = (name: string) =>
    marks.get(name)!.match(/translate\(([\d.]+),([\d.]+)\)/)!.slice(1);
  const width = 340 - 40 - 14;
  assert.deepEqual(place("dog: dirty 1.00, −0.10"), ["0", "0"]);
  assert.deepEqual(place("cat: clean 0.50, 0.40").map(Number), [width, 115]);
  const alike = associationChart("a with t", results, "nearest_text");
  assert.doesNotMatch(await draw(alike), /NaN|Infinity/);
});

Deno.test("each overlap is a row with its values", () => {
  const { description, height } = overlapChart(PAIR.name, PAIR.overlaps);
  assert.match(
    description,
    /: backbones 0.26 .*, shared, clean 0.44 .*, shared, clean, random codes 0.41/,
  );
  assert.equal(height, 4 * 34);
});

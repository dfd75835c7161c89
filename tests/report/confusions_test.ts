import assert from "node:assert/strict";
import { confusionsOf, MOST_CONFUSED } from "../../src/report/confusions.ts";
import { confusionChart } from "../../src/report/charts/confusion.ts";
import { draw } from "../../src/report/charts/draw.ts";
import type { ReportCell } from "../../src/report/folder/read_folder.ts";

function cell(condition: string, fold: number, confusion: number[][]): ReportCell {
  return { audio: "a", text: "t", random_text: false, condition, fold, seed: 0, confusion };
}

Deno.test("each training's rows count alike, and class folds are blocks on the diagonal", () => {
  const cells = [
    cell("dirty", 0, [[4, 0], [1, 1]]),
    cell("dirty", 0, [[0, 2], [0, 8]]),
    cell("dirty", 1, [[3]]),
    { ...cell("dirty", 0, [[9, 9], [9, 9]]), random_text: true },
  ];
  const { dirty, clean, leftOut } = confusionsOf(cells, [["dog", "cat"], ["rain"]]);
  assert.deepEqual(dirty!.shares, [[0.5, 0.5, 0], [0.25, 0.75, 0], [0, 0, 1]]);
  assert.deepEqual(dirty!.folds, [0, 0, 1]);
  assert.deepEqual([clean, leftOut], [undefined, 0]);
});

Deno.test("of too many classes, those whose accuracy changes most are kept, in order", () => {
  const labels = Array.from({ length: MOST_CONFUSED + 2 }, (_, at) => `class ${at}`);
  const identity = labels.map((_, row) => labels.map((_, column) => row === column ? 1 : 0));
  const other = identity.map((row, at) => at === 3 || at === 5 ? row : [...row.slice(1), row[0]!]);
  const { dirty, clean, leftOut } = confusionsOf(
    [cell("dirty", 0, identity), cell("clean", 0, other)],
    [labels],
  );
  assert.equal(leftOut, 2);
  const kept = labels.filter((_, at) => at !== 3 && at !== 5);
  assert.deepEqual(dirty!.labels, kept);
  assert.equal(clean!.shares.length, MOST_CONFUSED);
  assert.ok(clean!.shares.every((row) => row.length === MOST_CONFUSED));
});

Deno.test("a training that does not fit the class folds gives no picture", () => {
  assert.equal(confusionsOf([cell("dirty", 2, [[1]])], [["dog"]]).dirty, undefined);
  assert.equal(confusionsOf([cell("dirty", 0, [[1, 2]])], [["dog"]]).dirty, undefined);
});

Deno.test("the heat map's squares are where rows and columns cross, and name the confused labels", async () => {
  const confusion = { labels: ["dog", "cat"], folds: [0, 0], shares: [[1, 0], [0.25, 0.75]] };
  const svg = await draw(confusionChart("Confusion", confusion));
  const cells = [...svg.matchAll(/<path([^>]*)><title>([^<]*)<\/title>/g)].map((
    [, shape, title],
  ) => [shape!.match(/M[\d.]+,[\d.]+h[\d.]+/)![0], title]);
  assert.deepEqual(cells, [
    ["M0,0h24", "dog → dog: 1.00"],
    ["M0,24h24", "cat → dog: 0.25"],
    ["M24,24h24", "cat → cat: 0.75"],
  ]);
  assert.ok(svg.includes(">75</text>"));
});

import assert from "node:assert/strict";
import type { TrainingOutcome } from "../../../src/audit/trainings/run_training.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { drawPoints } from "../../../src/audit/scores/map_points.ts";
import { mapSpaces } from "../../../src/audit/scores/maps.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { plantedConfiguration } from "../planted.ts";
import { handInputs, matrixOf } from "../hand_inputs.ts";

const labels = ["bird", "cat", "dog", "hen"];
const inputs = handInputs(
  labels.flatMap((label, i) => [[label, [i, 1]] as const, [label, [i, 2]] as const]),
  { bird: [0, 1], cat: [1, 1], dog: [2, 1], hen: [3, 1], "a tree": [4, 1] },
);
const [audio] = inputs.backbones.audio;
const backbones = { ...inputs.backbones, audio: [audio!, { ...audio!, name: "baseline" }] };
const withBaseline = { ...inputs, backbones };
const folds = makeFolds(inputs.evaluation, [], 2);

/** Makes a first training whose shared space has recognizable positions. */
function outcome(kind: "dirty" | "clean", name = "audio"): TrainingOutcome {
  const training = {
    audio: name,
    text: "text",
    randomText: false,
    condition: { kind },
    fold: 0,
    seed: 0,
    rank: 0,
    draw: 0,
  };
  const projected = {
    items: matrixOf([[1, 0], [2, 0], [0, 1], [0, 5]]),
    texts: matrixOf([[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0]]),
  };
  return { training, projected } as TrainingOutcome;
}

function draw(outcomes: readonly TrainingOutcome[], reports: number[] = []) {
  const configuration = parseConfiguration(
    JSON.stringify(plantedConfiguration({
      audio: [{ name: "audio", training: "-", evaluation: "-" }],
      text: [{ name: "text", backbone: "glove-100d" }],
    })),
    "audit.json",
  );
  return mapSpaces(
    openCpu(),
    { configuration, inputs: withBaseline, trainer: { folds } },
    outcomes,
    { onProgress: ({ done, total }) => void reports.push(done / total) },
  );
}

Deno.test("each space is drawn once, except those of baselines", async () => {
  const reports: number[] = [];
  const outcomes = [outcome("dirty"), outcome("clean"), outcome("dirty", "baseline")];
  const { maps } = await draw(outcomes, reports);
  assert.deepEqual(
    maps.map(({ space, audio, text, condition }) => [space, audio, text, condition]),
    [
      ["audio backbone", "audio", undefined, undefined],
      ["text backbone", undefined, "text", undefined],
      ["audio shared", "audio", "text", "dirty"],
      ["text shared", "audio", "text", "dirty"],
      ["audio shared", "audio", "text", "clean"],
      ["text shared", "audio", "text", "clean"],
    ],
  );
  assert.deepEqual([reports[0], reports.at(-1)], [0, 1]);
  assert.deepEqual(reports, reports.toSorted((a, b) => a - b));

  // Birds and dogs are in the first class fold.
  for (const { points } of maps.filter(({ space }) => space.startsWith("audio"))) {
    assert.deepEqual(points.map(({ id, label }) => [id, label]), [
      ["bird 0", "bird"],
      ["bird 1", "bird"],
      ["dog 4", "dog"],
      ["dog 5", "dog"],
    ]);
  }
  for (const { points } of maps.filter(({ space }) => space.startsWith("text"))) {
    assert.deepEqual(points.map(({ id, label }) => [id, label]), [
      ...labels.map((label) => [label, label]),
      ["a tree", undefined],
    ]);
  }
  for (const { points } of maps) {
    const places = points.flatMap(({ x, y }) => [x, y]);
    assert.ok(places.every((place) => Number(place.toFixed(3)) === place));
  }
});

Deno.test("the same audit gives the same pictures", async () => {
  const [first, again] = [await draw([outcome("dirty")]), await draw([outcome("dirty")])];
  assert.equal(JSON.stringify(first), JSON.stringify(again));
});

Deno.test("shared spaces are drawn by angles: rows of one direction have one position", async () => {
  const { maps } = await draw([outcome("dirty")]);
  const { points } = maps.find(({ space }) => space === "audio shared")!;
  const apart = (a: number, b: number) =>
    Math.hypot(points[a]!.x - points[b]!.x, points[a]!.y - points[b]!.y);
  assert.ok(apart(0, 1) < apart(0, 2) / 2 && apart(2, 3) < apart(0, 2) / 2);
});

Deno.test("fewer than 3 points give no picture", async () => {
  const [fold] = folds;
  const few = { ...fold!, items: [fold!.items[0]!, fold!.items[2]!], itemRows: [0, 4] };
  const configuration = parseConfiguration(JSON.stringify(plantedConfiguration()), "audit.json");
  const { maps } = await mapSpaces(
    openCpu(),
    { configuration, inputs, trainer: { folds: [few] } },
    [],
  );
  assert.deepEqual(maps.map(({ space }) => space), ["text backbone"]);
});

Deno.test("too many points are sampled evenly by label, the same with the same seed", () => {
  const labels = Array.from(
    { length: 3000 },
    (_, row) => row < 2000 ? "a" : row < 2900 ? "b" : "c",
  );
  const rows = drawPoints(labels, 1);
  const counts = Map.groupBy(rows, (row) => labels[row]!);
  assert.deepEqual(Array.from(counts, ([label, { length }]) => [label, length]), [["a", 450], [
    "b",
    450,
  ], ["c", 100]]);
  assert.equal(new Set(rows).size, 1000);
  assert.deepEqual(drawPoints(labels, 1), rows);
  assert.notDeepEqual(drawPoints(labels, 2), rows);
  assert.deepEqual(drawPoints(["a", "b"], 1), [0, 1]);
});

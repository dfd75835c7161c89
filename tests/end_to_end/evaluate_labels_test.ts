import assert from "node:assert/strict";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";
import { type MadeItem, makeSet } from "./made_set.ts";

const ONE = { backbone: { name: "a", modality: "audio" } };
const LABELS = ["Animal", "Bark", "Dog", "Rain", "Speech"];

/** Sounds in the form of FSD50K: labels between commas, and as many ids of the AudioSet ontology. */
function sounds(): MadeItem[] {
  const sets = [["Bark", "Dog", "Animal"], ["Dog", "Animal"], ["Rain"], ["Rain", "Animal"]];
  return Array.from({ length: 24 }, (_, i) => {
    const own = sets[i % sets.length]!;
    return {
      id: `${i}.wav`,
      row: LABELS.map((label, c) =>
        (own.includes(label) ? 1 : 0) + 0.9 * ((i * 7 + c * 5) % 11) / 10
      ),
      columns: {
        label: own.join(","),
        mids: own.map((label) => `/m/0${LABELS.indexOf(label)}`).join(","),
        source_id: `${i >> 1}`,
      },
    };
  });
}

function prompts(): MadeItem[] {
  return LABELS.map((label, axis) => ({
    id: label,
    row: LABELS.map((_, c) => c === axis ? 1 : 0),
    columns: { label },
  }));
}

/** The sum over thresholds of precision times the increase of recall, as scikit-learn defines it. */
function averagePrecision(scores: readonly number[], own: readonly boolean[]): number {
  let [sum, recall] = [0, 0];
  for (const threshold of [...new Set(scores)].sort((a, b) => b - a)) {
    const named = own.filter((_, item) => scores[item]! >= threshold);
    const right = named.filter(Boolean).length;
    const share = right / own.filter(Boolean).length;
    sum += (share - recall) * (right / named.length);
    recall = share;
  }
  return sum;
}

function expectedOf(items: readonly MadeItem[], label: string, text = label): number {
  const axis = LABELS.indexOf(text);
  const scores = items.map(({ row }) => Math.fround(row[axis]! / Math.hypot(...row)));
  return averagePrecision(
    scores,
    items.map(({ columns }) => columns!["label"]!.split(",").includes(label)),
  );
}

async function evaluate(folder: string, items: MadeItem[], ...more: string[]) {
  const audio = await makeSet(folder, "audio", items, ONE);
  const text = await makeSet(folder, "text", prompts());
  const args = [
    "evaluate",
    "--audio",
    audio,
    "--text",
    text,
    "--device",
    "cpu",
    "--quiet",
    ...more,
  ];
  const ended = await earnest(args);
  assert.equal(ended.code, 0, ended.stderr);
  return ended.stdout;
}

Deno.test("evaluate measures mean average precision where sounds have several labels", async () => {
  await inFolder(async (folder) => {
    const found = JSON.parse(await evaluate(folder, sounds(), "--json"));
    const labels = LABELS.slice(0, 4);
    const near = (one: number, other: number) =>
      assert(Math.abs(one - other) < 1e-6, `${one}, ${other}`);
    for (const label of labels) {
      near(found.per_label[label].average_precision.value, expectedOf(sounds(), label));
    }
    const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    near(found.macro_map.value, mean(labels.map((label) => expectedOf(sounds(), label))));
    near(
      found.chance,
      mean(labels.flatMap((label) => LABELS.map((text) => expectedOf(sounds(), label, text)))),
    );
    assert(
      found.macro_map.low < found.macro_map.value && found.macro_map.value < found.macro_map.high,
    );
    assert.deepEqual(found.per_label.Speech, { items: 0 });
    assert.deepEqual([found.measure, found.per_label.Animal.items], ["macro_map", 18]);
    assert.match(found.notes.join(), /Left out of the mean: 1 label without sounds: "Speech"\./);
    assert.equal(found.balanced_top1, undefined);
  });
});

Deno.test("--label-separator takes labels apart where no data set is known, in 80 columns", async () => {
  await inFolder(async (folder) => {
    const own = sounds().map((sound) => ({
      ...sound,
      columns: { label: sound.columns!["label"]!.replaceAll(",", "|") },
    }));
    const table = await evaluate(folder, own, "--label-separator", "|");
    assert.match(table, /24 sounds, 5\s+labels, 5 prompts; chance 0\.\d+\n/);
    assert.match(table, /macro mean average precision +0\.\d\d +\[/);
    assert.match(table, /\n *Bark +6 +0\.\d\d +\[[^\n]+\n/);
    assert(table.split("\n").every((line) => line.length <= 80), table);
  });
});

Deno.test("labels that look like lists are measured as one class each, with what to do", async () => {
  await inFolder(async (folder) => {
    const own = sounds().map(({ id, row, columns }) => ({
      id,
      row,
      columns: { label: columns!["label"]! },
    }));
    const sets = [...new Set(own.map(({ columns }) => columns.label))];
    const audio = await makeSet(folder, "audio", own, ONE);
    const text = await makeSet(
      folder,
      "text",
      sets.map((label, i) => ({ id: label, row: own[i]!.row })),
    );
    const args = ["--audio", audio, "--text", text, "--device", "cpu", "--quiet", "--json"];
    const found = JSON.parse((await earnest(["evaluate", ...args])).stdout);
    assert.equal(found.macro_map, undefined);
    assert.match(found.notes.join(), /--label-separator "," takes them apart\./);
  });
});

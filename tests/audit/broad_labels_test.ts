// Clotho's real captions against FSD50K's 200 labels: without class folds nearly nothing is clean.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { makeFolds } from "../../src/audit/trainings/folds.ts";
import { smallPoolNote } from "../../src/audit/trainings/small_pools.ts";
import { readLabels } from "../../src/leakage/labels/read_labels.ts";
import { LEAST_TOPICS } from "../../src/leakage/pools/few_topics.ts";
import { PoolMaker } from "../../src/leakage/pools/pools.ts";
import { SoundsAndTopics } from "../../src/leakage/pools/sounds_and_topics.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { makeFolder } from "../datasets/made_folder.ts";
import { sharedPath } from "../shared.ts";

const SPLITS = ["development", "evaluation"];
/** Sounds of Clotho's release 1. */
const CLIPS = 2893 + 1045;

async function broadInputs(folder: string, captions: string) {
  const labels = (await readLabels("fsd50k")).labels.map(({ label }) => label);
  await Deno.mkdir(join(folder, "clotho"));
  for (const split of SPLITS) {
    const name = `clotho_captions_${split}.csv`;
    await Deno.copyFile(join(captions, name), join(folder, "clotho", name));
  }
  const items = labels.flatMap((label, i) => [0, 1].map((one) => ({ id: `${i} ${one}`, label })));
  await Deno.writeTextFile(join(folder, "items.csv"), writeCsv(["id", "label"], items));
  for (const [name, rows] of [["clotho.npy", CLIPS], ["items.npy", items.length]] as const) {
    const values = Float32Array.from({ length: rows * 4 }, (_, i) => Math.sin(i * i));
    await Deno.writeFile(join(folder, name), writeNpy([rows, 4], values));
  }
  const configuration = {
    evaluation: { items: "items.csv" },
    training: { items: "clotho" },
    audio: [{ name: "made", training: "clotho.npy", evaluation: "items.npy" }],
    text: [{ name: "glove-100d", backbone: "glove-100d" }],
    attribution: false,
  };
  return await readInputs(parseConfiguration(JSON.stringify(configuration), "a.json"), folder);
}

Deno.test("the pool that broad labels leave is said to be too small, and folds leave enough topics", async () => {
  const captions = sharedPath("data/clotho-captions");
  if (captions === undefined) return;
  await using folder = await makeFolder({});
  const { pairs, leaks, evaluation, backbones } = await broadInputs(folder.path, captions);
  assert.equal(backbones.audio[0]!.training.rows, CLIPS);
  assert.ok(pairs.length > 19_000);
  const training = { pairs, nouns: leaks.nouns, unit: "sound" } as const;
  const whole = smallPoolNote(training, makeFolds(evaluation, leaks.findings, 1))!;
  assert.match(
    whole,
    /^The clean pool has \d+ topics and \d+ pairs of \d+ sounds, below 200 sounds: /,
  );
  assert.match(whole, /"evaluation\.classFolds" of \d+, so at most \d+ labels a class fold, each/);
  const folds = makeFolds(evaluation, leaks.findings, 20);
  const said = smallPoolNote(training, folds);
  const all = new SoundsAndTopics(pairs, leaks.nouns);
  const topics = folds.map(({ findings }) =>
    all.sizeOf(new PoolMaker(pairs, findings, training).clean).topics
  );
  const isEnough = topics.every((count) => count >= LEAST_TOPICS);
  assert.ok(isEnough || / at most \d+ labels a class fold/.test(said!), `${topics}`);
});

import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import type { ResidualTopic } from "../../../src/audit/results/residual.ts";
import { AuditPools } from "../../../src/audit/trainings/fold_pools.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { Retests } from "../../../src/audit/trainings/retests.ts";
import type { TrainingPair } from "../../../src/leakage/findings.ts";
import { SoundsAndTopics } from "../../../src/leakage/pools/sounds_and_topics.ts";
import { plantedConfiguration } from "../planted.ts";

const LABELS = ["bee", "cat", "cow", "dog", "hen", "owl", "pig"];
const ITEMS = LABELS.flatMap((label) => [0, 1].map((i) => ({ id: `${label}${i}`, label })));
const PLACE = { audio: "sounds", text: "words" };

/** Sounds of two captions each, of which the first has a noun; the third and fourth sounds are of hounds. */
const NOUNS = ["rain", "rain", "hound", "hound", "wind", "wind"];
const CAPTIONS: readonly TrainingPair[] = NOUNS.flatMap((noun, sound) =>
  [0, 1].map((i) => ({ id: `${sound}.wav#${i}`, text: i === 0 ? `a ${noun}` : `sound ${sound}` }))
);
const CAPTION_NOUNS = new Map(NOUNS.map((noun, sound) => [`${sound}.wav#0`, [noun]]));

function topic(
  topic: string,
  label: string,
  change: Partial<ResidualTopic> = {},
): ResidualTopic {
  return { ...PLACE, topic, label, pairs: 2, auc: 0.4, status: "listed", ...change };
}

function retestsOf(
  found: readonly ResidualTopic[],
  { pairs = CAPTIONS, classFolds = 1, validation = "none" } = {},
) {
  const seeds = [0, 1];
  const optimizer = { validation, validationShare: 0.34, batch: 4 };
  const text = JSON.stringify(plantedConfiguration({ seeds, optimizer }));
  const folds = makeFolds({ labels: LABELS, items: ITEMS }, [], classFolds);
  const all = new SoundsAndTopics(pairs, pairs === CAPTIONS ? CAPTION_NOUNS : new Map());
  const pools = new AuditPools(
    { pairs, all, folds, isCleanNeeded: true },
    parseConfiguration(text, "audit.json"),
  );
  return new Retests(found, { pairs, all, folds, pools, seeds });
}

Deno.test("every caption of a listed sound goes, in its class fold alone", () => {
  const retests = retestsOf([topic("hound", "dog", { fold: 1 })], { classFolds: 2 });
  assert.deepEqual(
    [...retests.removed({ ...PLACE, fold: 1 })],
    ["2.wav#0", "2.wav#1", "3.wav#0", "3.wav#1"],
  );
  assert.deepEqual([...retests.removed({ ...PLACE, fold: 0 })], []);
  assert.deepEqual([...retests.removed({ ...PLACE, text: "other", fold: 1 })], []);
});

Deno.test("the classes that listed topics resemble are not asked for", () => {
  const [retest] = retestsOf([
    topic("hound", "dog"),
    topic("wind", "owl"),
    topic("rain", "cow", { status: "cannot tell" }),
  ]).all;
  assert.deepEqual([retest!.topics, retest!.labels], [["hound", "wind"], ["dog", "owl"]]);
  const [fold] = retest!.folds;
  assert.deepEqual(fold!.labels, ["bee", "cat", "cow", "hen", "pig"]);
  assert.deepEqual(
    fold!.items.map(({ label }) => label),
    fold!.truths.map((at) => fold!.labels[at]),
  );
  assert.deepEqual(fold!.itemRows.map((row) => ITEMS[row]), fold!.items);
  assert.equal(retest!.isPossible, true);
});

Deno.test("each pair of backbones has a test of its own, those without listed topics none", () => {
  const other = { audio: "other" };
  const retests = retestsOf([
    topic("hound", "dog"),
    topic("wind", "owl", other),
    topic("rain", "cow", { text: "unclear", status: "cannot tell" }),
  ]);
  assert.deepEqual(retests.all.map(({ audio, labels }) => [audio, ...labels]), [
    ["sounds", "dog"],
    ["other", "owl"],
  ]);
  assert.equal(retests.of({ audio: "sounds", text: "unclear" }), undefined);
});

Deno.test("too few classes or texts make the test impossible", () => {
  const labels = ["dog", "owl", "cow"];
  const [few] = retestsOf(labels.map((label) => topic("hound", label))).all;
  assert.deepEqual([few!.folds[0]!.labels.length, few!.isPossible], [4, false]);
  const all = ["hound", "rain", "wind"].map((noun) => topic(noun, "dog"));
  const [empty] = retestsOf(all).all;
  assert.deepEqual([empty!.folds, empty!.isPossible], [[], false]);
});

Deno.test("where pairs are held out, enough of them must be left to choose the step", () => {
  const pairs = Array.from({ length: 24 }, (_, i) => ({
    id: `${i}`,
    text: `kind ${i >> 2}`,
    label: `kind ${i >> 2}`,
  }));
  const held = { pairs, validation: "early-stopping" };
  const [possible] = retestsOf([topic("no such", "dog")], held).all;
  assert.equal(possible!.isPossible, true);
  // Two of six classes are held out for each seed, so one of five left is not enough for some seed.
  const kinds = [1, 2, 3, 4, 5].map((kind) => topic(`kind ${kind}`, "dog"));
  assert.equal(retestsOf(kinds, held).all[0]!.isPossible, false);
  assert.equal(retestsOf(kinds.slice(0, 4), { pairs }).all[0]!.isPossible, true);
});

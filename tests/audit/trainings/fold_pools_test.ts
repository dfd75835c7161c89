import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { AuditPools, poolNotes } from "../../../src/audit/trainings/fold_pools.ts";
import { drawsOfEachSeed } from "../../../src/audit/trainings/plan.ts";
import type { Fold } from "../../../src/audit/trainings/folds.ts";
import type { Training } from "../../../src/audit/trainings/plan.ts";
import type { TrainingPair } from "../../../src/leakage/findings.ts";
import { SoundsAndTopics } from "../../../src/leakage/pools/sounds_and_topics.ts";
import { plantedConfiguration } from "../planted.ts";

/** Pairs of 30 labels, 8 each. */
const PAIRS: readonly TrainingPair[] = Array.from({ length: 240 }, (_, i) => ({
  id: `${i}`,
  text: `label ${i >> 3}`,
  label: `label ${i >> 3}`,
}));

/** A class fold for whose labels this many training labels are flagged. */
function foldOf(number: number, flaggedLabels: number): Fold {
  return {
    number,
    labels: ["a", "b"],
    items: [],
    itemRows: [],
    truths: [],
    sources: [],
    findings: PAIRS.slice(0, 8 * flaggedLabels).map(({ id }) => ({
      rule: "TEXT-EXACT",
      flagged: true,
      item: id,
      label: "a",
      evidence: "a",
      confidence: 1,
    })),
  };
}

function poolsOf(flaggedLabels: readonly number[], seeds: readonly number[]): AuditPools {
  const text = JSON.stringify(plantedConfiguration({ seeds }));
  const configuration = parseConfiguration(text, "audit.json");
  const folds = flaggedLabels.map((count, number) => foldOf(number, count));
  return new AuditPools(
    { pairs: PAIRS, all: new SoundsAndTopics(PAIRS), folds, isCleanNeeded: true },
    configuration,
  );
}

Deno.test("an audit draws at least 5 controls, each seed as many", () => {
  const draws = [1, 2, 3, 5, 8].map((count) => drawsOfEachSeed(Array.from({ length: count })));
  assert.deepEqual(draws, [5, 3, 2, 1, 1]);
});

Deno.test("each seed and draw has a control of its own, and draw 0 is the first", () => {
  const pools = poolsOf([4], [3, 9]);
  const keys = [3, 9].flatMap((seed) => [0, 1, 2].map((draw) => ({ fold: 0, seed, draw })));
  const controls = keys.map((key) => pools.control(key).join());
  assert.equal(new Set(controls).size, 6);
  assert.deepEqual(poolsOf([4], [3, 9]).control(keys[5]!), pools.control(keys[5]!));
  assert.deepEqual(pools.of({ fold: 0, seed: 3 }).control, pools.control({ fold: 0, seed: 3 }));
});

Deno.test("a fold's match is of all its draws", () => {
  const pools = poolsOf([4, 14, 18], [0]);
  assert.deepEqual(pools.controlMatch(0), {
    valid: true,
    pairs: [208, 208],
    sounds: [208, 208],
    topics: [26, 26],
  });
  assert.equal(pools.controlMatch(1).valid, false);
  assert.match(
    pools.controlMatch(1).reason!,
    /has 16 of the clean pool's 128 pairs, and needs at least half/,
  );
  const trainings = [0, 1, 2].map((fold): Training => ({
    fold,
    audio: "audio",
    text: "text",
    randomText: false,
    condition: { kind: "control" },
    seed: 0,
    draw: 0,
    rank: 0,
  }));
  const notes = poolNotes(pools, trainings, 3);
  assert.deepEqual(notes.map((note) => note.slice(0, 45)), [
    "Class fold 2: The control pool has 16 of the ",
    "Class fold 3: The control pool has 0 of the c",
  ]);
  const clean = trainings.map((one): Training => ({ ...one, condition: { kind: "clean" } }));
  assert.equal(poolNotes(pools, clean, 3).length, 0, "without a control none is judged");
});

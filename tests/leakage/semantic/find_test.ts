import assert from "node:assert/strict";
import { openGlove100d } from "../../../src/backbones/glove_100d.ts";
import type { TextBackbone } from "../../../src/backbones/backbone.ts";
import type { Compute } from "../../../src/compute/compute.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import type { Finding, TrainingPair } from "../../../src/leakage/findings.ts";
import {
  calibrateSemantic,
  type SemanticThresholds,
} from "../../../src/leakage/semantic/calibrate.ts";
import { findSemantic } from "../../../src/leakage/semantic/find.ts";
import type { Caption } from "../../../src/leakage/semantic/similarities.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";
import { RANDOM_LABELS, randomCaptions, randomWords, withWords } from "./planted.ts";

const PLANTED = { dog: [1, 0, 0], rain: [0, 1, 0], puppy: [4, 3, 0], hum: [0, 0, 1] };
const THRESHOLDS: SemanticThresholds = {
  falseAlarmRate: 0.01,
  labels: [
    { label: "dog", words: "dog", threshold: 0.6 },
    { label: "Rain_fall", words: "rain", threshold: 0.5 },
  ],
  unusableLabels: [],
  captions: 1000,
  unusableCaptions: 0,
};

async function find(
  compute: Compute,
  backbone: TextBackbone,
  thresholds: SemanticThresholds,
  pairs: Iterable<TrainingPair & Caption> | AsyncIterable<TrainingPair & Caption>,
): Promise<{ findings: Finding[]; compared: number; unusable: number; blocks: number }> {
  const all = { findings: [] as Finding[], compared: 0, unusable: 0, blocks: 0 };
  for await (const block of findSemantic(compute, { backbone, thresholds, pairs })) {
    all.findings.push(...block.findings);
    all.compared += block.compared;
    all.unusable += block.unusable;
    all.blocks++;
  }
  return all;
}

testOnEveryDevice(
  "planted captions are found for the labels they are near to",
  (compute) =>
    withWords(PLANTED, async (backbone) => {
      const { findings, compared, unusable } = await find(compute, backbone, THRESHOLDS, [
        { id: "1", text: "a puppy", place: { file: "m.csv", line: 7, column: 3 } },
        { id: "2", text: "puppy", mentions: ["dog"] },
        { id: "3", text: "???" },
        { id: "4", text: "hum" },
        { id: "5", text: "Rain!" },
        { id: "6", text: `dog ${"\u{1f415}".repeat(1000)}` },
      ]);
      assert.deepEqual([compared, unusable], [5, 1]);
      assert.deepEqual(findings.map(({ item, label }) => [item, label]), [
        ["1", "dog"],
        ["1", "Rain_fall"],
        ["2", "Rain_fall"],
        ["5", "Rain_fall"],
        ["6", "dog"],
      ]);
      assert.deepEqual({ ...findings[0]!, confidence: findings[0]!.confidence.toFixed(6) }, {
        rule: "TEXT-SEMANTIC",
        flagged: true,
        item: "1",
        label: "dog",
        evidence: "a puppy",
        path: 'similarity 0.800 to "dog", threshold 0.600 (false alarms 1 % a caption)',
        confidence: "0.500000",
        file: "m.csv",
        line: 7,
        column: 3,
      });
      assert.equal(findings[3]!.confidence, 1);
      assert.equal(findings[4]!.evidence.length, 501);
      assert(findings[4]!.evidence.isWellFormed());
    }),
);

Deno.test("streams, arrays, blocks and single pairs give the same findings", () =>
  withWords(randomWords(), async (backbone) => {
    const cpu = openCpu();
    const pairs = randomCaptions(9000, 3).map((pair, i) => i % 7 ? pair : { ...pair, text: "zz" });
    const thresholds = await calibrateSemantic(cpu, {
      backbone,
      labels: RANDOM_LABELS,
      captions: pairs,
    }, {
      falseAlarmRate: 0.05,
    });
    assert.equal(thresholds.unusableCaptions, 1286);
    const whole = await find(cpu, backbone, thresholds, pairs);
    assert.deepEqual([whole.compared, whole.unusable, whole.blocks], [7714, 1286, 3]);
    const items = new Set(whole.findings.map(({ item }) => item));
    assert(items.size > 200 && items.size <= 0.05 * 7715, `${items.size} found`);
    async function* stream() {
      yield* pairs;
    }
    assert.deepEqual(await find(cpu, backbone, thresholds, stream()), whole);
    const single: Finding[] = [];
    for (const pair of pairs.slice(0, 1000)) {
      single.push(...(await find(cpu, backbone, thresholds, [pair])).findings);
    }
    const first = new Set(pairs.slice(0, 1000).map(({ id }) => id));
    assert.deepEqual(single, whole.findings.filter(({ item }) => first.has(item)));
    cpu.close();
  }));

const onEach: unknown[] = [];
testOnEveryDevice(
  "devices agree on thresholds and findings",
  (compute) =>
    withWords(randomWords(), async (backbone) => {
      const pairs = randomCaptions(5000, 4);
      const options = { falseAlarmRate: 0.02 };
      const thresholds = await calibrateSemantic(compute, {
        backbone,
        labels: RANDOM_LABELS,
        captions: pairs,
      }, options);
      const { findings } = await find(compute, backbone, thresholds, pairs);
      assert(findings.length > 50);
      onEach.push(findings.map(({ item, label }) => `${item} ${label}`));
      assert.deepEqual(onEach.at(-1), onEach[0]);
    }),
);

testOnEveryDevice(
  "more labels than a search names rows",
  (compute) =>
    withWords(PLANTED, async (backbone) => {
      const labels = Array.from({ length: 1500 }, (_, i) => ({
        label: `l${i}`,
        words: i % 3 ? "hum" : "rain",
        threshold: 0.9,
      }));
      const { findings } = await find(compute, backbone, { ...THRESHOLDS, labels }, [
        { id: "1", text: "rain" },
      ]);
      assert.deepEqual(
        findings.map(({ label }) => label),
        labels.filter(({ words }) => words === "rain").map(({ label }) => label),
      );
    }),
);

Deno.test("calibration and search end after the block of captions at hand", async () => {
  const [compute, backbone] = [openCpu(), await openGlove100d()];
  const labels = [{ label: "dog" }];
  const reason = new Error("enough for today");
  /** More than a block of captions; the signal is aborted when the second block is read. */
  function* captions(ending: AbortController) {
    for (let i = 0; i < 5000; i++) {
      if (i === 4500) ending.abort(reason);
      yield { id: `${i}`, text: i % 2 === 0 ? "rain on a roof" : "a door is shut" };
    }
  }
  const calibrating = new AbortController();
  const calibration = { backbone, labels, captions: captions(calibrating) };
  await assert.rejects(
    calibrateSemantic(compute, calibration, { falseAlarmRate: 0.5, signal: calibrating.signal }),
    (thrown) => thrown === reason,
  );
  const thresholds = {
    falseAlarmRate: 0.5,
    labels: [{ label: "dog", words: "dog", threshold: 0.9 }],
  };
  const searching = new AbortController();
  const search = {
    backbone,
    thresholds: { ...thresholds, unusableLabels: [], captions: 9, unusableCaptions: 0 },
    pairs: captions(searching),
  };
  const compared: number[] = [];
  const reading = async () => {
    const found = findSemantic(compute, search, { signal: searching.signal });
    for await (const block of found) compared.push(block.compared);
  };
  await assert.rejects(reading(), (thrown) => thrown === reason);
  assert.deepEqual(compared, [4096]);
  await backbone.close();
  compute.close();
});

import assert from "node:assert/strict";
import {
  calibrateSemantic,
  type SemanticThresholds,
} from "../../../src/leakage/semantic/calibrate.ts";
import type { TextBackbone } from "../../../src/backbones/backbone.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { findSemantic } from "../../../src/leakage/semantic/find.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { RANDOM_LABELS, randomCaptions, randomWords, withWords } from "./planted.ts";

const compute = openCpu();

/** Counts the captions that have a finding. */
async function countFound(
  backbone: TextBackbone,
  thresholds: SemanticThresholds,
  captions: readonly { id: string; text: string }[],
): Promise<number> {
  const found = new Set<string>();
  for await (
    const { findings } of findSemantic(compute, { backbone, thresholds, pairs: captions })
  ) {
    findings.forEach(({ item }) => found.add(item));
  }
  return found.size;
}

Deno.test("a threshold is the similarity of the most similar unrelated caption that the rate allows", () =>
  withWords({ dog: [1, 0], rain: [0, 1], mix: [3, 4], near: [4, 3] }, async (backbone) => {
    const texts = ["rain", "mix", "near", "rain mix"].map((text) => ({ text }));
    const calibrate = (falseAlarmRate: number, captions = texts) =>
      calibrateSemantic(compute, { backbone, labels: [{ label: "x", words: "dog" }], captions }, {
        falseAlarmRate,
      });
    // With 4 captions the rate is in fifths, and one fifth is for a caption yet to come.
    for (const [rate, threshold] of [[0.4, 0.8], [0.6, 0.6]] as const) {
      const { labels, captions } = await calibrate(rate);
      assert.deepEqual(labels, [{ label: "x", words: "dog", threshold }]);
      assert.equal(captions, 4);
    }
    const mentioning = texts.map(({ text }) => ({ text, mentions: text === "near" ? ["x"] : [] }));
    assert.equal((await calibrate(0.4, mentioning)).labels[0]!.threshold, 0.6);
  }));

Deno.test("held-out captions have findings at the stated rate and not more, over all labels together", () =>
  withWords(randomWords(), async (backbone) => {
    for (const rate of [0.02, 0.05, 0.2]) {
      let found = 0;
      for (let seed = 0; seed < 20; seed++) {
        const thresholds = await calibrateSemantic(compute, {
          backbone,
          labels: RANDOM_LABELS,
          captions: randomCaptions(1100, seed),
        }, { falseAlarmRate: rate });
        found += await countFound(backbone, thresholds, randomCaptions(2000, 100 + seed));
      }
      const realised = found / 40_000;
      // Chance allows some excess: calibrations vary by about rate · sqrt(1 / (rate · 1100)).
      const error = rate * Math.sqrt(1 / (rate * 1100 * 20) + 1 / (rate * 40_000));
      assert(realised < rate + 3 * error, `${realised} at ${rate}`);
      // Ranks are whole numbers for 20 labels: at 0.02, one rank is nearly the whole rate.
      assert(realised > 0.4 * rate, `${realised} at ${rate}`);
    }
  }));

Deno.test("the order of captions does not matter", () =>
  withWords(randomWords(), async (backbone) => {
    const captions = randomCaptions(3000, 1);
    const shuffled = new RandomStream(0, "order").shuffled(captions);
    const options = { falseAlarmRate: 0.05 };
    const first = await calibrateSemantic(
      compute,
      { backbone, labels: RANDOM_LABELS, captions },
      options,
    );
    const other = await calibrateSemantic(compute, {
      backbone,
      labels: RANDOM_LABELS,
      captions: shuffled,
    }, options);
    assert.deepEqual(first, other);
  }));

Deno.test("too few captions are refused with a number that is enough", () =>
  withWords(randomWords(), async (backbone) => {
    const calibrate = (count: number) =>
      calibrateSemantic(compute, {
        backbone,
        labels: RANDOM_LABELS,
        captions: randomCaptions(count, 2),
      }, {
        falseAlarmRate: 0.05,
      });
    for (const count of [0, 18, 19, 100]) {
      await assert.rejects(calibrate(count), {
        name: "InputError",
        message: `TEXT-SEMANTIC has ${count} calibration captions that can be embedded, too few ` +
          "for 20 labels at 5 % false alarms a caption; 419 are enough, or a higher rate",
      });
    }
    assert.equal((await calibrate(419)).captions, 419);
  }));

Deno.test("captions and labels that cannot be embedded are counted and named; a wrong rate is refused", () =>
  withWords({ dog: [1, 0], rain: [0, 1] }, async (backbone) => {
    const captions = ["rain", "???", "dog rain", ""].map((text) => ({ text }));
    const calibrate = (labels: string[], falseAlarmRate = 0.7) =>
      calibrateSemantic(
        compute,
        { backbone, labels: labels.map((label) => ({ label })), captions },
        {
          falseAlarmRate,
        },
      );
    const thresholds = await calibrate(["zither", "dog_rain"]);
    assert.deepEqual(thresholds.unusableLabels, ["zither"]);
    assert.deepEqual(thresholds.labels.map(({ words }) => words), ["dog rain"]);
    assert.deepEqual([thresholds.captions, thresholds.unusableCaptions], [2, 2]);
    await assert.rejects(calibrate(["zither"]), {
      name: "InputError",
      message: "TEXT-SEMANTIC cannot run: planted can embed none of 1 labels",
    });
    for (const rate of [0, 1, -1, NaN]) {
      await assert.rejects(calibrate(["dog"], rate), {
        name: "InputError",
        message:
          `The false-alarm rate is ${rate}; expected a share of captions above 0 and below 1`,
      });
    }
  }));

import assert from "node:assert/strict";
import { type Matrix, matrixOf } from "../../../src/basics/matrix.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { measureRetrieval } from "../../../src/measures/retrieval/retrieval.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";
import { sharedPath } from "../../shared.ts";

const OPTIONS = { resamples: 300, seed: 1 };

/** Makes one row for each angle, in turns of a circle. */
function circle(angles: readonly number[]): Matrix {
  const turns = angles.map((angle) => 2 * Math.PI * angle);
  return matrixOf(2, Float32Array.from(turns.flatMap((t) => [Math.cos(t), Math.sin(t)])));
}

testOnEveryDevice("ranks are those of the planted captions", async (compute) => {
  const count = 20;
  const angles = Array.from({ length: count }, (_, i) => i / count);
  // Half of the captions lie at their sounds, half 1.6 sounds further, so that three sounds are nearer than their
  // own.
  const captions = angles.map((angle, i) => i % 2 === 0 ? angle : angle + 1.6 / count);
  const soundOf = angles.map((_, i) => i);
  const sources = angles.map(() => undefined);
  const { text_to_audio, audio_to_text } = await measureRetrieval(compute, {
    sounds: circle(angles),
    captions: circle(captions),
    soundOf,
    sources,
  }, OPTIONS);
  assert.equal(text_to_audio.recall["k1"]!.value, 0.5);
  assert.equal(text_to_audio.recall["k5"]!.value, 1);
  const { value, low, high } = text_to_audio.recall["k1"]!;
  assert(low < value && value < high);
  assert.equal(text_to_audio.median_rank.value, 2.5);
  assert(Math.abs(text_to_audio.recall["k5"]!.chance - 5 / 20) < 1e-12);
  assert.equal(audio_to_text.candidates, 20);
  // Half at rank 1 and half at rank 4, in both directions: to every second sound three other captions are nearer.
  for (const { recall, map_at_10 } of [text_to_audio, audio_to_text]) {
    assert.equal(recall["k1"]!.value, 0.5);
    assert.equal(map_at_10.value, (1 + 1 / 4) / 2);
  }
});

Deno.test("if all vectors are equal nothing is found", async () => {
  const compute = openCpu();
  const same = circle([0.1, 0.1, 0.1]);
  const none = [undefined, undefined, undefined];
  const found = await measureRetrieval(compute, {
    sounds: same,
    captions: same,
    soundOf: [0, 1, 2],
    sources: none,
  }, OPTIONS);
  assert.equal(found.text_to_audio.recall["k1"]!.value, 0);
  assert.equal(found.audio_to_text.median_rank.value, 3);
  compute.close();
});

Deno.test("a sound finds the best of its captions, compared with chance for that many", async () => {
  const compute = openCpu();
  const captions = circle([0.5, 0.01, 0.26, 0.7]);
  const found = await measureRetrieval(compute, {
    sounds: circle([0, 0.25]),
    captions,
    soundOf: [0, 0, 1, 1],
    sources: ["a", "b"],
  }, OPTIONS);
  assert.equal(found.audio_to_text.recall["k1"]!.value, 1);
  assert.equal(found.audio_to_text.recall["k1"]!.chance, 0.5);
  // Both sounds have their captions at ranks 1 and 4.
  assert.equal(found.audio_to_text.map_at_10.value, (1 + 2 / 4) / 2);
  // The caption at half a turn is nearer to the other sound, and so is that at 0.7 turns.
  assert.equal(found.text_to_audio.recall["k1"]!.value, 0.5);
  assert.equal(found.text_to_audio.map_at_10.value, (1 + 1 / 2) / 2);
  compute.close();
});

Deno.test("a sound without a caption is refused", async () => {
  const compute = openCpu();
  const two = circle([0, 0.2]);
  const one = circle([0]);
  await assert.rejects(
    measureRetrieval(compute, {
      sounds: two,
      captions: one,
      soundOf: [0],
      sources: [undefined, undefined],
    }, OPTIONS),
    { message: "Sound 1 has no caption; expected at least 1" },
  );
  compute.close();
});

testOnEveryDevice(
  "recall and average precision of five captions a sound are PyTorch's",
  async (compute) => {
    const path = sharedPath("golden/retrieval.json");
    if (path === undefined) return;
    const golden = JSON.parse(await Deno.readTextFile(path));
    const matrix = (rows: number[][]) => matrixOf(rows[0]!.length, Float32Array.from(rows.flat()));
    const soundOf = golden.text.map((_: unknown, i: number) =>
      Math.floor(i / golden.captions_a_sound)
    );
    const found = await measureRetrieval(compute, {
      sounds: matrix(golden.audio),
      captions: matrix(golden.text),
      soundOf,
      sources: golden.audio.map(() => undefined),
    }, OPTIONS);
    for (
      const [expected, { recall, map_at_10, median_rank }] of [
        [golden.captions_find_sounds, found.text_to_audio],
        [golden.sounds_find_captions, found.audio_to_text],
      ]
    ) {
      for (const depth of [1, 5, 10]) {
        assert(Math.abs(recall[`k${depth}`]!.value - expected.recall_at[depth]) < 1e-9);
      }
      assert(Math.abs(map_at_10.value - expected.map_at_10) < 1e-9);
      assert.equal(median_rank.value, expected.median_rank);
      assert(map_at_10.low < map_at_10.value && map_at_10.value < map_at_10.high);
    }
  },
);

// Retrieval and average precision beside torchmetrics 1.9.0 (PyTorch 2.15.0, NumPy 2.4.6), whose values in
// torchmetrics.json this wrote:
//
//   rng = np.random.default_rng(0)
//   counts = [1 + i % 5 for i in range(14)] + [12]
//   of = np.repeat(np.arange(15), counts)
//   audio = rng.normal(size=(15, 4)).round(2)
//   text = (audio[of] + 1.2 * rng.normal(size=(len(of), 4))).round(2)
//   unit = lambda x: torch.tensor(x / np.linalg.norm(x, axis=1, keepdims=True))
//   scores = unit(audio) @ unit(text).T + 2  # Answers with a score of 0 or less do not count in torchmetrics.
//   right = torch.tensor(of[None] == np.arange(15)[:, None])
//   each = lambda f, s, r, k: [f(a, b, top_k=k).item() for a, b in zip(s, r)]  # Of scores, right; of their .T.
//   # hit_rate, recall: means of each(retrieval_hit_rate, …) and each(retrieval_recall, …)
//   # …_of_each_at_10: each(retrieval_recall, …, 10), each(retrieval_average_precision, …, 10)
//   label_scores = rng.normal(size=(30, 5)).round(1)  # With ties.
//   truth = (rng.random((30, 5)) < 0.25).astype(int); truth[:, 3] = 0; truth[:, 4] = 1
//   multilabel_average_precision(label_scores, truth, num_labels=5, average=None, thresholds=None)
import assert from "node:assert/strict";
import { matrixOf } from "../../src/basics/matrix.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { membershipsOf, precisionTable } from "../../src/measures/multi_label/precisions.ts";
import {
  countsOf,
  measureRetrieval,
  type Retrieval,
} from "../../src/measures/retrieval/retrieval.ts";
import { mean } from "../../src/statistics/means.ts";

/** One direction. */
interface Direction {
  /** The share of queries with a right answer among the first k. */
  readonly hit_rate: Readonly<Record<string, number>>;
  /** The mean share of right answers that are among the first k. */
  readonly recall: Readonly<Record<string, number>>;
  readonly recall_of_each_at_10: readonly number[];
  /** Its sum is divided by the number of right answers among the first ten. */
  readonly average_precision_of_each_at_10: readonly number[];
}

const GOLDEN: {
  readonly audio: readonly number[][];
  readonly text: readonly number[][];
  readonly sound_of: readonly number[];
  readonly captions_find_sounds: Direction;
  readonly sounds_find_captions: Direction;
  readonly labels: {
    readonly scores: readonly number[][];
    readonly truth: readonly number[][];
    readonly average_precision: readonly (number | null)[];
  };
} = JSON.parse(await Deno.readTextFile(new URL("./torchmetrics.json", import.meta.url)));

function assertNear(found: number, expected: number, what: string) {
  assert(Math.abs(found - expected) < 1e-6, `${what}: ${found} is not ${expected}`);
}

async function retrieval() {
  const compute = openCpu();
  const matrix = (rows: readonly number[][]) => matrixOf(4, Float32Array.from(rows.flat()));
  const { audio, text, sound_of } = GOLDEN;
  const none = audio.map(() => undefined);
  const options = { resamples: 50, seed: 0 };
  const found = await measureRetrieval(compute, {
    sounds: matrix(audio),
    captions: matrix(text),
    soundOf: sound_of,
    sources: none,
  }, options);
  compute.close();
  return found;
}

/** Ours divides by the smaller of right answers and ten, torchmetrics by those that were found. */
function precisionAtTen(direction: Direction, answers: readonly number[]): number {
  return mean(direction.average_precision_of_each_at_10.map((precision, query) => {
    const found = direction.recall_of_each_at_10[query]! * answers[query]!;
    return precision * found / Math.min(answers[query]!, 10);
  }));
}

function assertIsDirection(found: Retrieval, direction: Direction, answers: readonly number[]) {
  for (const depth of [1, 5, 10]) {
    const { value } = found.recall[`k${depth}`]!;
    assertNear(value, direction.hit_rate[depth]!, `recall@${depth}`);
  }
  assertNear(found.map_at_10.value, precisionAtTen(direction, answers), "average precision@10");
}

Deno.test("recall is torchmetrics' hit rate, with one right answer its recall, too", async () => {
  const { text_to_audio, audio_to_text } = await retrieval();
  const { sound_of, captions_find_sounds, sounds_find_captions } = GOLDEN;
  assertIsDirection(text_to_audio, captions_find_sounds, sound_of.map(() => 1));
  assertIsDirection(audio_to_text, sounds_find_captions, countsOf(sound_of, 15));
  assert.deepEqual(captions_find_sounds.recall, captions_find_sounds.hit_rate);
  assert(sounds_find_captions.recall["10"]! < audio_to_text.recall["k10"]!.value - 0.3);
  assertNear(
    text_to_audio.map_at_10.value,
    mean([...captions_find_sounds.average_precision_of_each_at_10]),
    "average precision@10 with one right answer",
  );
});

Deno.test("labels' average precision is torchmetrics'; a label without items has none", () => {
  const { scores, truth, average_precision } = GOLDEN.labels;
  const labelsOf = truth.map((row) => row.flatMap((has, label) => has === 1 ? [label] : []));
  const table = precisionTable(Float32Array.from(scores.flat()), membershipsOf(labelsOf, 5));
  average_precision.forEach((expected, label) => {
    const found = table[label]![label]!;
    if (expected === null) assert(Number.isNaN(found));
    else assertNear(found, expected, `label ${label}`);
  });
});

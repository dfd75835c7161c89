import assert from "node:assert/strict";
import { retrievalResults } from "../../../src/audit/scores/retrieval.ts";
import type { Fold } from "../../../src/audit/trainings/folds.ts";
import type { TrainingOutcome } from "../../../src/audit/trainings/run_training.ts";
import type { FoundByQueries } from "../../../src/measures/retrieval/ranks.ts";
import { retrievalSection } from "../../../src/report/sections/retrieval.ts";

const OPTIONS = { resamples: 200, seed: 0 };

/** Two class folds of three items each; the last item of the second fold has no caption. */
const CAPTIONS = [["a", "b"], ["c"], ["d"], ["e"], ["f", "g"], []];

function fold(number: number): Fold {
  const itemRows = [0, 1, 2].map((i) => 3 * number + i);
  return {
    number,
    labels: [],
    items: itemRows.map((row) => ({ id: `item ${row}`, label: "x" })),
    itemRows,
    truths: [],
    sources: [],
    findings: [],
  };
}

function found(ranks: readonly number[]): FoundByQueries {
  return { ranks: Float64Array.from(ranks), precisions: Float64Array.from(ranks, (r) => 1 / r) };
}

function outcome(
  place: { fold: number; rank: number; draw?: number },
  captions: readonly number[],
  sounds: readonly number[],
): TrainingOutcome {
  const training = {
    audio: "audio",
    text: "text",
    randomText: false,
    condition: { kind: "control" },
    seed: place.rank,
    draw: 0,
    ...place,
  };
  const retrieval = { captions: found(captions), sounds: found(sounds) };
  // Only what retrieval looks at.
  return { training, retrieval } as unknown as TrainingOutcome;
}

const OUTCOMES = [
  outcome({ fold: 0, rank: 0, draw: 0 }, [1, 2, 3, 1], [1, 1, 2]),
  outcome({ fold: 0, rank: 0, draw: 1 }, [1, 1, 1, 1], [1, 1, 1]),
  outcome({ fold: 1, rank: 0 }, [2, 2, 2], [1, 7]),
  outcome({ fold: 0, rank: 1 }, [1, 1, 1, 1], [1, 1, 1]),
  outcome({ fold: 1, rank: 1 }, [1, 1, 1], [1, 1]),
];

Deno.test("retrieval is the mean over queries of all folds, over draws, and over seeds", () => {
  const [result] = retrievalResults(OUTCOMES, CAPTIONS, [fold(0), fold(1)], OPTIONS);
  const { text_to_audio: captions, audio_to_text: sounds, condition } = result!;
  assert.equal(condition, "control");
  assert.deepEqual([captions.queries, captions.candidates], [7, 2.5]);
  assert.deepEqual([sounds.queries, sounds.candidates], [5, 3.5]);
  // Seed 0: draws give 2 and 4 of 4, the other fold 0 of 3; seed 1 all.
  const near = (value: number, expected: number) => assert.ok(Math.abs(value - expected) < 1e-12);
  near(captions.recall["k1"]!.value, (3 / 7 + 1) / 2);
  near(sounds.recall["k1"]!.value, ((2.5 + 1) / 5 + 1) / 2);
  near(sounds.recall["k5"]!.value, (4 / 5 + 1) / 2);
  const precisions = (1 + 1 / 2 + 1 / 3 + 1 + 4) / 2 + 3 / 2;
  near(captions.map_at_10.value, (precisions / 7 + 1) / 2);
  near(captions.recall["k1"]!.chance, (4 / 3 + 3 / 2) / 7);
  // The median of 1, 1.5, 2, 1, 2, 2, 2, and of ones.
  assert.equal(captions.median_rank, 1.5);
  const { low, value, high } = captions.recall["k1"]!;
  assert.ok(low < value && value < high);
});

Deno.test("the report shows each condition beside a random order, and nothing without captions", () => {
  const retrieval = retrievalResults(OUTCOMES, CAPTIONS, [fold(0), fold(1)], OPTIONS);
  const html = retrievalSection({ retrieval })!.body.html;
  assert.match(html, /Captions find sounds: audio with text\. 7 queries among 2\.5/);
  assert.match(html, /control[^]*random order/);
  assert.match(html, /0\.71 \[/);
  assert.equal(retrievalSection({}), undefined);
});

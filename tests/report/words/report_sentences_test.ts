import assert from "node:assert/strict";
import { withClaims } from "../../../src/audit/claims/claims.ts";
import type { UnclaimedResults } from "../../../src/audit/results/results.ts";
import { reportSentences } from "../../../src/report/words/report_sentences.ts";
import { escResults } from "../esc_results.ts";
import { madeResults } from "../made_results.ts";

const ESC = escResults();

function said(change: Partial<UnclaimedResults>): string[] {
  return reportSentences(withClaims({ ...ESC, ...change }));
}

Deno.test("a report is one list: accuracy, claims, and what the intervals are for", () => {
  const sentences = reportSentences(ESC);
  assert.equal(
    sentences[0],
    "Accuracy of mn04 with glove-100d: dirty 0.95 [0.90, 0.99], clean 0.42 [0.20, 0.64], chance 0.10.",
  );
  assert.deepEqual(sentences.slice(1, -1), ESC.claims.map(({ sentence }) => sentence));
  assert.equal(
    sentences.at(-1),
    "Brackets hold 95 % intervals for classes like these 10, each named among 10 labels; those “for " +
      "these classes” keep the classes as they are.",
  );
});

Deno.test("what there is too little of comes first", () => {
  const [first, second] = said({ seeds: [0] });
  assert.match(first!, /^The audit has 1 training seed, fewer than 3/);
  assert.match(second!, /^Accuracy of mn04/);
});

Deno.test("numbers without a claim are stated", () => {
  const [attribution] = ESC.attribution;
  const { permutation_p: _, ...transfer } = attribution!.transfer;
  const untested = said({ attribution: [{ ...attribution!, transfer }] });
  assert.ok(untested.includes(
    "Clean minus chance is 0.32 [0.10, 0.54] for mn04 with glove-100d, and clean minus trainings with " +
      "shuffled texts 0.32 [0.12, 0.54].",
  ));
  assert.ok(!untested.join().includes("Evidence of transfer"));
  const failed = said({
    attribution: [{ ...attribution!, transfer: { ...transfer, permutation_p: 0.5 } }],
  });
  assert.ok(!failed.join().includes("Clean minus chance"), "nothing else is said of that score");
  const { published } = madeResults();
  assert.ok(
    said({ published }).includes(
      "Accuracy of the published model clap-2023 as it is: 0.91 [0.85, 0.97], chance 0.10.",
    ),
  );
});

Deno.test("each pair of backbones is named with its own claims, class folds are named, too", () => {
  const made = madeResults();
  const sentences = reportSentences(withClaims({
    ...made,
    conditions: [...made.conditions, ...ESC.conditions],
    attribution: [...made.attribution, ...ESC.attribution],
  }));
  const place = (words: string) => sentences.findIndex((sentence) => sentence.includes(words));
  const order = [
    "Accuracy of openwakeword",
    "Leakage of 0.36",
    "Accuracy of mn04",
    "Leakage of 0.53",
  ].map(place);
  assert.deepEqual(order, order.toSorted((a, b) => a - b));
  assert.ok(order[0]! >= 0);
  assert.match(sentences.at(-1)!, /each named among 9 labels, in 6 class folds;/);
  const uneven = said({ class_folds: [ESC.classes.slice(0, 4), ESC.classes.slice(4)] });
  assert.match(uneven.at(-1)!, /among 4 to 6 labels, in 2 class folds/);
});

Deno.test("an audit without conditions has little to say", () => {
  assert.equal(said({ conditions: [], attribution: [] }).length, 1);
});

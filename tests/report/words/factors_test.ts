import assert from "node:assert/strict";
import { wordsOf } from "../../../src/audit/results/measure_names.ts";
import { bareLeak, codesFinding } from "../../../src/report/words/factors.ts";
import { madeResults } from "../made_results.ts";

const MADE = madeResults().attribution[0]!;
const WORDS = wordsOf("balanced_top1");

Deno.test("two dirty cells with random codes are stated by their numbers", () => {
  assert.equal(
    codesFinding(MADE, WORDS, false),
    "Trained on the same dirty pairs with each text's embedding replaced by a random code, one random " +
      "vector of length 1, accuracy is 0.54 [0.43, 0.67]; dirty accuracy minus that is 0.01 [−0.02, 0.04].",
  );
  assert.match(
    codesFinding(MADE, WORDS, true)!,
    /a random code, the normalized sum of a random vector for each of its lemmas, accuracy is 0\.54/,
  );
  assert.equal(
    bareLeak(MADE),
    "The baseline with random codes, which knows nothing of sounds or words before training, gets " +
      "0.54 [0.43, 0.67] from the dirty pool, where chance is 0.111.",
  );
});

Deno.test("cells that were not trained are not described", () => {
  const { dirty_drops: _, ...none } = MADE;
  assert.equal(codesFinding(none, WORDS, false), undefined);
  assert.equal(codesFinding({ ...MADE, cells: [] }, WORDS, false), undefined);
  assert.equal(bareLeak({ ...MADE, cells: [] }), undefined);
});

import assert from "node:assert/strict";
import { overlapFinding } from "../../../src/report/words/overlap.ts";
import { madeResults } from "../made_results.ts";

const OVERLAPS = madeResults().overlap;

Deno.test("overlaps are stated beside what they are held against", () => {
  assert.equal(
    overlapFinding(OVERLAPS),
    "Before any training the overlap of the two backbones is 0.26 [0.20, 0.32], by chance 0.13 " +
      "(permutation test, p = 0.012 after Holm's correction for all pairs of backbones). In the shared space it is 0.44 [0.38, 0.50] after clean training, " +
      "beside 0.41 [0.35, 0.47] with random codes and 0.40 [0.34, 0.46] with shuffled texts.",
  );
  const small = OVERLAPS.map((one, at) => at === 0 ? { ...one, p_value_holm: 0.0002 } : one);
  assert.match(
    overlapFinding(small)!,
    /\(permutation test, p < 0\.001 after Holm's correction for all pairs of backbones\)/,
  );
  const single = OVERLAPS.map(({ p_value_holm: _, ...one }) => one);
  assert.match(overlapFinding(single)!, /\(permutation test, p = 0\.0\d\d\)/);
});

Deno.test("without anything to hold it against, an overlap is not stated", () => {
  const alone = OVERLAPS.filter(({ condition }) => condition === "clean").slice(0, 1);
  assert.equal(overlapFinding(alone), undefined);
});

import assert from "node:assert/strict";
import { simulatePair, SUBTRACTED } from "./simulated_pair.ts";

Deno.test("simulated pairs of audits differ, each is reproducible, and other seeds give other values", async () => {
  const draws = [0, 1].map((audit) => ({
    world: "partial" as const,
    classes: 10,
    folds: 1,
    pool: 1,
    audit,
  }));
  const effort = { seeds: 2, bootstrap: 200 };
  const [first, second] = [
    await simulatePair(draws[0]!, effort),
    await simulatePair(draws[1]!, effort),
  ];
  assert.deepEqual(await simulatePair(draws[0]!, effort), first);
  for (const of of SUBTRACTED) {
    const values = [first.same, first.other, second.same, second.other].map((one) => one[of].value);
    assert.equal(new Set(values).size, 4, of);
    const { value, low, high } = first.same[of];
    assert.ok(low < value && value < high, of);
  }
});

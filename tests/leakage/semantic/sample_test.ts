import assert from "node:assert/strict";
import { RandomStream } from "../../../src/basics/random.ts";
import { sampled } from "../../../src/leakage/semantic/sample.ts";

Deno.test("each element of a stream is as likely in the sample as any other", async () => {
  const counts = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 2000; seed++) {
    const sample = await sampled(counts.keys(), 4, new RandomStream(seed, "sample"));
    assert.equal(new Set(sample).size, 4);
    for (const item of sample) counts[item]!++;
  }
  // 800 are expected, with a deviation of 22.
  assert(counts.every((count) => Math.abs(count - 800) < 90), `${counts}`);
});

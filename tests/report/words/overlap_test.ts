import assert from "node:assert/strict";
import type { OverlapResult } from "../../../src/audit/results/spaces.ts";
import { overlapFinding } from "../../../src/report/words/overlap.ts";
import { madeResults } from "../made_results.ts";

const OVERLAPS = madeResults().overlap!;

function changed(index: number, change: Partial<OverlapResult>): string {
  return overlapFinding(OVERLAPS.map((one, at) => at === index ? { ...one, ...change } : one))!;
}

Deno.test("backbones agree only where the corrected p-value says so", () => {
  assert.match(overlapFinding(OVERLAPS)!, /agree more than by chance: 0.26 .* \(p = 0.012\)/);
  assert.match(changed(0, { p_value_holm: 0.06 }), /are not shown to agree: .* \(p = 0.060\)/);
  assert.match(changed(0, { p_value_holm: 0.0002 }), /agree more .* \(p < 0.001\)/);
});

Deno.test("the shared space is compared with random codes and shuffled texts, never with chance", () => {
  assert.match(
    overlapFinding(OVERLAPS)!,
    /not clearly more alike than training alone makes them: 0.44 .*, 0.41 .* with random codes and 0.40/,
  );
  const high = { value: 0.7, low: 0.6, high: 0.8, low_fixed: 0.65, high_fixed: 0.75 };
  assert.match(changed(1, { overlap: high }), /agree more than training alone brings about/);
  const shared = OVERLAPS.filter(({ condition }) => condition === "clean").slice(0, 1);
  assert.equal(overlapFinding(shared), undefined);
});

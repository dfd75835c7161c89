import assert from "node:assert/strict";
import type { Attribution } from "../../../src/audit/results/results.ts";
import { bareLeak, textMeaning } from "../../../src/report/words/factors.ts";
import { summarize } from "../../../src/report/words/summary.ts";
import { accuracy, interval, madeResults } from "../made_results.ts";

const MADE = madeResults().attribution[0]!;

function withDrop(value: number, low: number, high: number): Attribution {
  return { ...MADE, dirty_drops: { text: { value, ...interval(low, high) } } };
}

Deno.test("the dirty score needs text meaning only as far as random codes are below it", () => {
  assert.match(textMeaning(withDrop(0.01, -0.02, 0.04))!, /0\.54 \[0\.43, 0\.67\]/);
  assert.match(
    textMeaning(withDrop(0.01, -0.02, 0.04))!,
    /backbone adds 0\.01 \[−0\.02, 0\.04\] to that, not clearly above zero, so .* not shown to need any meaning/,
  );
  const needed = textMeaning(withDrop(0.3, 0.2, 0.4))!;
  assert.match(
    needed,
    /adds 0\.30 \[0\.20, 0\.40\] to that, which may come from what the texts mean/,
  );
  assert.doesNotMatch(needed, /not shown/);
  // Accuracy is lower with words than with random codes, so no part of the score is attributed to meaning.
  assert.match(textMeaning(withDrop(-0.03, -0.05, -0.01))!, /adds −0\.03 .* not shown to need/);
});

Deno.test("a bare leak is compared with chance", () => {
  assert.match(bareLeak(MADE)!, /gets 0\.54 \[0\.43, 0\.67\] .* above chance \(0\.111\)/);
  const cells = MADE.cells.map((cell) => ({ ...cell, balanced_top1: accuracy(0.12, 0.08, 0.15) }));
  assert.match(bareLeak({ ...MADE, cells })!, /not clearly above chance \(0\.111\)\.$/);
});

Deno.test("cells that were not trained are not described", () => {
  const { dirty_drops: _, ...none } = MADE;
  assert.equal(textMeaning(none), undefined);
  assert.equal(textMeaning({ ...MADE, cells: [] }), undefined);
  assert.equal(bareLeak({ ...MADE, cells: [] }), undefined);
});

Deno.test("the summary says what the dirty score owes to meaning, unless nothing leaks", () => {
  const results = madeResults();
  assert.match(summarize(results)[0]!, /no evidence of transfer.*with random text codes/);
  const same = results.conditions.map((one) => ({ ...one, pairs: 860 }));
  assert.doesNotMatch(summarize({ ...results, conditions: same }).join(), /random code/);
});

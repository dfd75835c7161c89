import assert from "node:assert/strict";
import type { BackboneRecord } from "../../../src/audit/results/backbones.ts";
import type { AuditCondition } from "../../../src/audit/configuration/conditions.ts";
import type { AuditResults } from "../../../src/audit/results/results.ts";
import { leadSentences } from "../../../src/report/words/lead.ts";
import { escResults } from "../esc_results.ts";
import { accuracy, interval, madeResults, withReferences } from "../made_results.ts";

const ESC = escResults();
const [TAKEN_APART] = [ESC.attribution[0]!];

function withAttribution(change: Partial<typeof TAKEN_APART>): AuditResults {
  return { ...ESC, attribution: [{ ...TAKEN_APART, ...change }] };
}

function without(condition: AuditCondition): AuditResults {
  return { ...ESC, conditions: ESC.conditions.filter((one) => one.condition !== condition) };
}

function part(value: number, low: number, high: number) {
  return { value, ...interval(low, high) };
}

Deno.test("the sentences on the ESC experiment are those of a careful reader", () => {
  assert.deepEqual(leadSentences(ESC), [
    "The dirty score of mn04 with glove-100d, 0.95 [0.90, 0.99] where guessing gives 0.10, is ordinary " +
    "closed-set classification: random text codes reach it too (0.96), and it lies within 0.05 of an " +
    "audio-only nearest-centroid classifier (0.98).",
    "Without the flagged pairs accuracy is 0.42 [0.20, 0.64], a drop of 0.53 [0.30, 0.75], which fewer " +
    "pairs alone do not explain (control 0.95); clean accuracy still rises with the number of training " +
    "classes, so part of the drop may be lost diversity.",
    "With log-mel-statistics instead of mn04, 0.22 remains, so mn04 contributes 0.20 [0.05, 0.40]; " +
    "without a twin trained without these labels, how much of that is leakage cannot be said: it is an " +
    "upper bound.",
    "Clean accuracy, 0.42 [0.20, 0.64], is above chance (0.10), and above trainings with shuffled texts " +
    "(0.10) by 0.32 [0.12, 0.54]: some learning across audio and text is shown.",
    "Brackets hold 95 % intervals for classes like these 10, each told from 9 others; other kinds of " +
    "class, or more to choose from, can give quite another accuracy.",
  ]);
});

Deno.test("the dirty score is closed-set classification only where codes and audio alone say so", () => {
  const first = (results: AuditResults) => leadSentences(results)[0]!;
  const needed = { dirty_drops: { text: part(0.3, 0.2, 0.4) } };
  assert.match(
    first(withAttribution(needed)),
    /is no evidence of transfer .*: it lies within 0.05/,
  );
  const nearly = { dirty_drops: { text: part(0.03, 0.01, 0.05) } };
  assert.match(first(withAttribution(nearly)), /random text codes come within 0.05 of it \(0.92\)/);
  const low = withReferences(ESC, 0.6);
  const poor = { ...ESC, references: low };
  assert.match(
    first(poor),
    /is no evidence of text meaning: random text codes reach it too \(0.96\)\./,
  );
  assert.match(
    first({ ...withAttribution(needed), references: low }),
    /is by itself no evidence of transfer: leaked pairs can lift it/,
  );
  const same = ESC.conditions.map((one) => ({ ...one, pairs: 400 }));
  assert.match(
    first({ ...ESC, conditions: same }),
    /flagged no training pair .* no leakage can show/,
  );
});

Deno.test("a drop is described with what else may explain it", () => {
  const second = (results: AuditResults) => leadSentences(results)[1]!;
  const unclear = withAttribution({ flaggedPairs: part(0.03, -0.02, 0.08) });
  assert.match(
    second(unclear),
    /0.03 \[−0.02, 0.08\] that cannot be told from zero: no leakage is shown/,
  );
  const higher = withAttribution({ flaggedPairs: part(-0.1, -0.2, -0.05) });
  assert.match(second(higher), /which is higher, by 0.10 \[0.05, 0.20\]: no leakage is shown/);
  assert.match(second(without("control")), /may be due to fewer pairs, as no control was trained/);
  const controls = ESC.conditions.map((one) =>
    one.condition === "control" ? { ...one, balanced_top1: accuracy(0.45, 0.3, 0.6) } : one
  );
  assert.match(
    second({ ...ESC, conditions: controls }),
    /which fewer pairs may explain \(control 0.45\), so no leakage is shown/,
  );
  const flat = ESC.diversity.map((one) => ({
    ...one,
    rise: { from_classes: 20, ...part(0.01, -0.1, 0.1) },
  }));
  assert.match(
    second({ ...ESC, diversity: flat }),
    /is not shown to rise .* may be lost diversity\.$/,
  );
  assert.match(second({ ...ESC, diversity: [] }), /the clean pool has fewer classes, so part of/);
  assert.match(
    second({ ...ESC, attribution: [] }),
    /the whole dirty interval lies above that, which/,
  );
});

Deno.test("what a backbone contributes is an upper bound, unless its card declares no such labels", () => {
  const record: BackboneRecord = {
    name: "mn04",
    modality: "audio",
    role: "chosen",
    dimensions: 960,
    embeddings: "run",
  };
  const ledger = {
    license: "MIT",
    training_data: ["AudioSet"],
    training_labels: 527,
    source: "npm",
  };
  const third = (change: Partial<BackboneRecord>) =>
    leadSentences({ ...ESC, backbones: [{ ...record, ...change }] })[2]!;
  assert.match(third({}), /; without a twin .* it is an upper bound\.$/);
  assert.match(
    third({ ledger, covered_labels: ["dog", "rain"] }),
    /it was trained with 2 of the 10 labels, and without a twin/,
  );
  assert.match(third({ ledger, covered_labels: [] }), /none of the labels that its card declares/);
  assert.match(
    third({ ledger: { ...ledger, training_labels: "none" } }),
    /its card declares no training labels/,
  );
  const nothing = leadSentences(withAttribution({ drops: { audio: part(0.02, -0.1, 0.1) } }))[2]!;
  assert.match(
    nothing,
    /mn04 is not shown to contribute anything: 0.02 \[−0.10, 0.10\] includes zero/,
  );
});

Deno.test("a report never leads with more than five sentences, and may have little to say", () => {
  const made = madeResults();
  const two = {
    ...made,
    conditions: [...ESC.conditions, ...made.conditions],
    attribution: [...ESC.attribution, ...made.attribution],
  };
  assert.equal(leadSentences(two).length, 5);
  assert.equal(leadSentences({ ...ESC, conditions: [] }).length, 1);
});
